"""What the address of a note asks: about what, on which day, and for whom it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from graph.errors import Invalid
from graph.saved_views import SHARED_WITH
from graph.viewers import Viewer
from graph.whatif_kept import reader
from workspace import keeping
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.syntheses.drawing import draw
from workspace.syntheses.shapes import Note


@dataclass(frozen=True)
class Asked:
    """`shared` is for whom the note is drawn, `group` the community where that is a group; "" is the reader alone."""

    ids: tuple[str, ...]
    au: str = ""
    shared: str = "private"
    group: str | None = None

    @property
    def query(self) -> str:
        """What is kept of it: the subjects and the day."""
        return urlencode([*(("sujet", id) for id in self.ids), *([("au", self.au)] if self.au else [])])

    @property
    def address(self) -> str:
        """The page of this note."""
        return self.at()

    def at(self, ending: str = "", **changes: str | None) -> str:
        """The same note elsewhere, or with some of it changed."""
        told = {"au": self.au, "pour": self.shared if self.shared != "private" else "", "groupe": self.group} | changes
        pairs = [*(("sujet", id) for id in self.ids), *((name, text) for name, text in told.items() if text)]
        return f"/synthese{ending}?{urlencode(pairs)}"

    def reader(self) -> Viewer:
        """As whom it is drawn."""
        return reader(viewer(), self.shared, self.group)

    def note(self) -> Note:
        """The note, drawn."""
        return draw(database(), self.reader(), self.ids, self.au)


def asked_of(args: MultiDict[str, str]) -> Asked:
    """Reads an address or a form; Invalid names what cannot be understood. What somebody draws for others holds no
    more than these see: who is not signed in draws for everybody."""
    ids = tuple(dict.fromkeys(id.strip() for id in args.getlist("sujet") if id.strip()))
    shared, group = args.get("pour", "") or "private", args.get("groupe") or None
    if shared not in SHARED_WITH:
        raise Invalid({"pour": gettext("attendu : %(words)s", words=", ".join(SHARED_WITH))})
    if shared == "group" and group not in keeping.group_ids():
        raise Invalid({"groupe": "choisissez un de vos groupes"})
    return Asked(ids, args.get("au", "").strip(), shared, group if shared == "group" else None)
