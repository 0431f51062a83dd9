"""What a site says to robots, asked once for each site and round."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

from urllib3.util import parse_url

from workspace.outside.asking import Asking, Failed
from workspace.outside.doors import Closed

MOST = 500_000  # bytes that are read of robots.txt (RFC 9309)
NAME = "maillage"
PAUSE, LONGEST_PAUSE = 2.0, 30.0  # seconds between two questions to one site; more when it asks for more


class Robots:
    """The rules of one site."""

    def __init__(self, asking: Asking, address: str):
        url = parse_url(address)
        self.rules = RobotFileParser()
        self.rules.parse(_lines(asking, f"{url.scheme}://{url.netloc}/robots.txt"))

    def allows(self, address: str) -> bool:
        return self.rules.can_fetch(NAME, address)

    @property
    def pause(self) -> float:
        return min(LONGEST_PAUSE, max(PAUSE, float(self.rules.crawl_delay(NAME) or 0)))


def _lines(asking: Asking, address: str) -> list[str]:
    """Nothing said allows all; a site that is in trouble is left alone (RFC 9309)."""
    try:
        answer = asking("GET", address, MOST)
    except (Failed, Closed):
        return []
    if answer.status >= 500:
        return ["User-agent: *", "Disallow: /"]
    return answer.body.decode("utf-8", "replace").splitlines() if answer.status == 200 else []
