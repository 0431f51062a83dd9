"""What the address of `/dependances` asks: what stops, on which day, and which part of the answer is read."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from graph.asof import day_of
from graph.errors import Invalid
from graph.links import Brief
from graph.supports import STOPPING
from graph.whatif import MOST_ASKED
from workspace.choosing import Choice, choose
from workspace.current import database, viewer
from workspace.language import gettext

SHOWN = ("", "perdus", "fragilises", "politiques")


@dataclass(frozen=True)
class Asked:
    """The records that stop; `adding` is what was typed and is no record yet, `error` what is wrong with it."""

    stopped: tuple[Brief, ...]
    adding: Choice
    au: str
    shown: str = ""
    wrong: str = ""

    @property
    def error(self) -> str:
        return self.wrong or self.adding.error

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(record.id for record in self.stopped)

    def address(self, path: str = "/dependances", **changes: object) -> str:
        """The address of this question, at another path, or with some of it changed."""
        given: dict[str, object] = {"arret": self.ids, "au": self.au, "voir": self.shown} | changes
        query = urlencode([(name, value) for name, value in given.items() if value], doseq=True)
        return f"{path}?{query}" if query else path

    def without(self, record: Brief) -> str:
        """The address in which this record goes on."""
        return self.address(arret=tuple(id for id in self.ids if id != record.id))


def asked_of(args: MultiDict[str, str]) -> Asked:
    """Reads the address; Invalid names what cannot be understood."""
    au, shown = args.get("au", "").strip(), args.get("voir", "")
    if shown not in SHOWN:
        raise Invalid({"voir": gettext("attendu : %(words)s", words=", ".join(SHOWN[1:]))})
    day_of(au, "au")
    chosen = [choose(database(), viewer(), text, STOPPING) for text in args.getlist("arret") if text.strip()]
    adding = next((choice for choice in chosen if choice.record is None), Choice())
    known = tuple(dict.fromkeys(choice.record for choice in chosen if choice.record))
    stopped = tuple(record for record in known if record.kind in STOPPING)
    wrong = ""
    if len(stopped) < len(known):
        wrong = gettext("Choisissez un acteur, une communauté, un commun ou une ressource.")
    if len(stopped) > MOST_ASKED:
        stopped = stopped[:MOST_ASKED]
        wrong = gettext("%(n)s fiches au plus à la fois.", n=MOST_ASKED)
    return Asked(stopped, adding, au, shown, wrong)
