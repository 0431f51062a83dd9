"""People who write notes through the site, as their browsers do, on as many connections as there are of them."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from graph.live import Answer
from graph.live_notes import Sent
from tests.writers import Writer, message, pause, read

PACE = 1.0  # seconds between two exchanges, as while others are there
SPREAD = 0.5  # of static/src/live/pace.js
WRITING = 0.3  # of the exchanges carry something typed
EACH_THREAD = 10


@dataclass
class Account:
    """A session: its cookie, and the token of its forms."""

    cookie: str
    token: str


@dataclass
class Site:
    """Where the site is now, and what went wrong; `times` are of exchanges, in milliseconds, those begun before
    `settled` (monotonic) in `first`."""

    address: str
    times: list[float] = field(default_factory=list)
    errors: int = 0
    settled: float = 0.0
    first: list[float] = field(default_factory=list)

    def exchange(self, account: Account, slug: str) -> _Line:
        return _Line(self, account, slug)


class _Line:
    """One connection that stays open, as a browser's does."""

    def __init__(self, site: Site, account: Account, slug: str):
        self.site, self.account, self.path = site, account, f"/notes/{slug}/sync"
        self.connection: http.client.HTTPConnection | None = None
        self.at = ""
        self.pace = Pace()

    def __call__(self, sent: Sent) -> Answer:
        start = time.monotonic()
        try:
            status, body = self._asked(message(sent, self.pace.since()))
        except (OSError, http.client.HTTPException) as error:
            self.connection = None
            raise ConnectionError(str(error)) from error
        times = self.site.first if start < self.site.settled else self.site.times
        times.append((time.monotonic() - start) * 1000)
        if status != 200:
            raise ConnectionError(f"{status} {body[:200]!r}")
        self.pace.told = pause(body) / 1000
        return read(body)

    def _asked(self, body: bytes) -> tuple[int, bytes]:
        """A connection that the server closed meanwhile is opened anew, as a browser does."""
        if self.connection is not None and self.at == self.site.address:
            try:
                return self._ask(self.connection, body)
            except (OSError, http.client.HTTPException):
                pass
        self.at = self.site.address
        self.connection = http.client.HTTPConnection(urlsplit(self.at).netloc, timeout=20)
        return self._ask(self.connection, body)

    def _ask(self, connection: http.client.HTTPConnection, body: bytes) -> tuple[int, bytes]:
        headers = {
            "Cookie": self.account.cookie, "X-CSRFToken": self.account.token, "HX-Request": "true",
            "Content-Type": "application/octet-stream",
        }  # fmt: skip
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


@dataclass
class Pace:
    """When somebody asks next: as static/src/live/pace.js says it; in seconds."""

    told: float = 0.0
    last: float | None = None

    def since(self) -> int | None:
        """Since the last time, in milliseconds; None at the first."""
        now = time.monotonic()
        since = None if self.last is None else round((now - self.last) * 1000)
        self.last = now
        return since

    def over(self, pause: float) -> float:
        """What was to be waited, or longer."""
        return max(pause, self.told * (1 + SPREAD * (random.random() - 0.5)))


def sign_in(site: Site, email: str, password: str) -> Account:
    """Through the door, as a form does it."""
    line = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=20)
    cookie, token = _page(line, "/connexion", "")
    typed = urlencode({"email": email, "password": password, "csrf_token": token})
    line.request("POST", "/connexion", typed, {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    answer.read()
    cookie = _cookie(answer.getheader("Set-Cookie") or "")
    return Account(*_page(line, "/compte", cookie))


def _page(line: http.client.HTTPConnection, path: str, cookie: str) -> tuple[str, str]:
    line.request("GET", path, headers={"Cookie": cookie})
    answer = line.getresponse()
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert found, f"no form at {path}"
    return _cookie(answer.getheader("Set-Cookie") or "") or cookie, found[1]


def _cookie(header: str) -> str:
    return header.partition(";")[0]


def write_together(site: Site, people: list[Writer], seconds: float, typed: list[str]) -> None:
    """Everybody exchanges at their pace until the time is over; `typed` gathers what was acknowledged."""
    until = time.monotonic() + seconds
    groups = [people[n : n + EACH_THREAD] for n in range(0, len(people), EACH_THREAD)]
    threads = [threading.Thread(target=_write, args=(site, group, until, typed)) for group in groups]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _write(site: Site, group: list[Writer], until: float, typed: list[str]) -> None:
    """They begin within one pace, as people do."""
    waiting: dict[int, list[str]] = {each.client: [] for each in group}
    due = {each.client: time.monotonic() + random.random() * _pace(each).over(PACE) for each in group}
    while (now := time.monotonic()) < until:
        each = min(group, key=lambda one: due[one.client])
        time.sleep(max(0.0, min(due[each.client], until) - now))
        if time.monotonic() < until:
            _turn(site, each, waiting, typed)
            due[each.client] = time.monotonic() + _pace(each).over(PACE)


def _pace(each: Writer) -> Pace:
    line = each.exchange
    assert isinstance(line, _Line)
    return line.pace


def _turn(site: Site, each: Writer, waiting: dict[int, list[str]], typed: list[str]) -> None:
    if random.random() < WRITING:
        word = f"<{each.client}.{random.randrange(10**9)}>"
        each.type(random.randrange(len(each.text) + 1), word)
        waiting[each.client].append(word)
    try:
        each.meet()
    except OSError:
        site.errors += 1
        return
    typed += [word for word in waiting[each.client] if not each.sent]
    waiting[each.client] = waiting[each.client] if each.sent else []


def settle(people: list[Writer]) -> set[str]:
    """The texts that they read once everything was exchanged: one for each note, if all agree."""
    for each in (*people, *people):
        each.meet()
    return {each.text for each in people}
