"""Once a day, a round of the addresses whose turn it is: site by site, slowly, a few sites at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any

from urllib3.util import parse_url

from graph import jobs, outside
from graph.database import Database
from graph.jobs import Wanted
from graph.outside import Address
from workspace.dates import PARIS
from workspace.outside import doors
from workspace.outside.asking import Asking
from workspace.outside.judging import facts
from workspace.outside.looking import Seen, look
from workspace.outside.robots import Robots
from workspace.outside.telling import tell
from workspace.tasks import Task

HOUR = 2  # in France, when sites have little to do
SITES_AT_ONCE = 4
MOST_OF_A_SITE = 200  # in one round: with the pause between two, seven minutes


def queue(db: Database, at: datetime | None = None) -> int:
    """Queues today's round; once a day."""
    moment = at or datetime.now(PARIS)
    if moment.hour >= HOUR:
        jobs.put_all(db, "outside", [Wanted({}, f"outside/{moment:%Y-%m-%d}")])
    return int(moment.hour >= HOUR)


def go(task: Task) -> Mapping[str, Any]:
    """Looks at what is due, then writes to those who bear what is broken; how many of each."""
    inside = doors.networks(task.settings.watch_inside)
    agent = f"maillage (+{task.settings.base_url.rstrip('/')}/aide/adresses-surveillees)"
    asking = Asking(agent, partial(doors.door, inside=inside))
    return {"looked": Round(task.db, asking).go(), "told": tell(task.db, task.settings)}


class Round:
    """What fails is written only once something answered: else it is we who are cut off."""

    def __init__(self, db: Database, asking: Asking, pause: Callable[[float], object] = time.sleep):
        self.db, self.asking, self.pause = db, asking, pause
        self.reached = False
        self.failing: dict[str, Mapping[str, Any]] = {}

    def go(self) -> int:
        """How many addresses were looked at."""
        given, self.known = outside.given(self.db), outside.known(self.db)
        outside.forget(self.db, self.known.keys() - given.keys())
        sites = _by_site(url for url in given if self._address(url).ready_at <= time.time() * 1000)
        self.given = given
        with ThreadPoolExecutor(SITES_AT_ONCE) as pool:
            looked = sum(pool.map(self._site, sites.values()))
        if self.reached:
            outside.keep(self.db, self.failing)
        return looked

    def _site(self, urls: Sequence[str]) -> int:
        robots = Robots(self.asking, urls[0])
        for place, url in enumerate(urls):
            if place:
                self.pause(robots.pause)
            self._keep(url, look(self.asking, url) if robots.allows(url) else Seen("unsaid", "robots"))
        return len(urls)

    def _keep(self, url: str, seen: Seen) -> None:
        told = {**facts(self._address(url), seen), "records": self.given[url]}
        if seen.outcome == "fails":
            self.failing[url] = told
        else:
            self.reached = self.reached or seen.answered
            outside.keep(self.db, {url: told})

    def _address(self, url: str) -> Address:
        return self.known.get(url) or Address(url)


def _by_site(urls: Iterable[str]) -> dict[str, list[str]]:
    sites: dict[str, list[str]] = {}
    for url in sorted(urls):
        site = sites.setdefault(_site_of(url), [])
        if len(site) < MOST_OF_A_SITE:
            site.append(url)
    return sites


def _site_of(url: str) -> str:
    try:
        told = parse_url(url)
    except ValueError:
        return url
    return f"{told.scheme}://{told.netloc}"
