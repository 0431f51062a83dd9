"""What a handler of background work is given, how it says that it did not succeed, and which handlers there are.

A handler takes a Task, and gives what is to be kept of the job once it is done (or None). Refused and Uncertain end the
job; after any other exception it is tried again later. To add a sort: write the handler, and enter it in SORTS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from graph import jobs
from graph.database import Database
from graph.jobs import Job
from graph.settings import Settings

Handler = Callable[["Task"], Mapping[str, Any] | None]


class Refused(Exception):
    """The other side said never: the job fails at once, with this message."""


class Uncertain(Exception):
    """Nobody can say whether it was done: it is shown to a person, and not done again by itself."""


class Lost(Exception):
    """The job is another worker's now, and nothing more may be done about it here."""


@dataclass(frozen=True)
class Task:
    """One job to be carried out."""

    db: Database
    settings: Settings
    job: Job

    def acting(self) -> None:
        """To be called just before an act that cannot be repeated: once it returns, the fact is written."""
        if not jobs.acting(self.db, self.job):
            raise Lost(self.job.id)


@dataclass(frozen=True)
class Sort:
    """A sort of job: its handler as module:function, imported with the first job; `rest`, called when none is due any
    more; `ready`, whether it can be done with these settings: until then its jobs wait."""

    handler: str
    rest: str = ""
    ready: Callable[[Settings], bool] = lambda settings: True

    def load(self) -> tuple[Handler, Callable[[], None]]:
        """Import the handler, and what it does to rest."""
        return _named(self.handler), _named(self.rest) if self.rest else lambda: None


def _named(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


SORTS: dict[str, Sort] = {
    "review": Sort("workspace.reviews.reminding:write"),
    "meeting": Sort("workspace.meetings.reminding:write"),
    "digest": Sort("workspace.follows.digests:write"),
    "campaign": Sort("workspace.campaigns.reminding:carry_on"),
    "outside": Sort("workspace.outside.rounds:go", ready=lambda site: site.watch and bool(site.base_url)),
    "mail": Sort(
        "workspace.mail.sending:send", rest="workspace.mail.sending:rest", ready=lambda site: bool(site.smtp_url)
    ),
}
# Asked again and again, so many seconds apart: what queues jobs when their time has come.
REGULAR: dict[str, float] = {
    "graph.extensions:refresh": 5.0,
    "workspace.follows.digests:queue": 60.0,
    "workspace.reviews.reminding:queue": 3600.0,
    "workspace.meetings.reminding:queue": 900.0,
    "workspace.outside.rounds:queue": 3600.0,
}


def regular() -> list[tuple[float, Callable[[Database], Any]]]:
    """Seconds, and what is asked then."""
    return [(seconds, _named(name)) for name, seconds in REGULAR.items()]
