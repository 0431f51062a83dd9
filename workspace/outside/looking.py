"""Does an address still answer? HEAD, then GET, through as many redirects as a browser would follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from urllib3.util import parse_url

from workspace.outside.asking import Answer, Asking, Failed
from workspace.outside.doors import Closed

Outcome = Literal["works", "moved", "fails", "unsaid"]

MOST_REDIRECTS = 5
LONGEST = 2000  # characters of an address
REDIRECTS, FOR_GOOD = {301, 302, 303, 307, 308}, {301, 308}
# The site does not want to say: to a robot, without an account, or now.
UNSAID = {401, 403, 407, 429, 451, 503, 999}


@dataclass(frozen=True)
class Seen:
    """What an address answered: `cause` is a status or a word, `moved_to` where it sends for good."""

    outcome: Outcome
    cause: str = ""
    moved_to: str | None = None

    @property
    def answered(self) -> bool:
        """Did a machine answer, whatever it said?"""
        return self.outcome in ("works", "moved") or self.cause.isdigit()


def look(asking: Asking, address: str) -> Seen:
    """Asks an address; what it redirects to passes the same doors."""
    at, for_good = address, True
    for _ in range(MOST_REDIRECTS + 1):
        try:
            answer = _asked(asking, at)
        except Failed as failed:
            return Seen("fails", str(failed))
        except Closed as closed:
            return Seen("unsaid", str(closed))
        to = answer.headers.get("Location", "")
        if answer.status not in REDIRECTS or not to:
            return _read(answer, at if for_good and not _same(at, address) else None)
        for_good = for_good and answer.status in FOR_GOOD
        at = urljoin(at, to)[:LONGEST]
    return Seen("fails", "redirects")


def _asked(asking: Asking, address: str) -> Answer:
    """Many servers know GET only, or answer something else to HEAD."""
    try:
        answer = asking("HEAD", address)
    except Failed:
        return asking("GET", address)
    return answer if answer.status < 400 else asking("GET", address)


def _read(answer: Answer, moved_to: str | None) -> Seen:
    if answer.status in UNSAID:
        return Seen("unsaid", str(answer.status))
    if answer.status >= 400:
        return Seen("fails", str(answer.status))
    return Seen("moved", moved_to=moved_to) if moved_to else Seen("works")


def _same(one: str, other: str) -> bool:
    """Is it the same page but for https, www and a slash, which nobody needs to correct?"""
    return _core(one) == _core(other)


def _core(address: str) -> tuple[str, str, str | None]:
    url = parse_url(address)
    return (url.host or "").removeprefix("www."), (url.path or "").rstrip("/"), url.query
