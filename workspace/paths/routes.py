"""`/chemin?de=…&a=…&sauf=…&au=…`: every shortest path between two records, and what they have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from graph.asof import day_of
from graph.links import Brief
from graph.paths import Common, Path, Paths, all_shortest_paths, common
from graph.schema import SCHEMA
from workspace.choosing import Choice, choose
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render

blueprint = Blueprint("paths", __name__)
MOST = 20


@dataclass(frozen=True)
class Asked:
    """Both ends as chosen or typed, the records not to pass by, the day, and whether themes may be passed by."""

    source: Choice
    target: Choice
    avoid: tuple[Brief, ...]
    avoiding: Choice
    au: str
    day: str | None
    everything: bool

    def address(self, **changes: str | tuple[str, ...] | None) -> str:
        """The address of this question with some of it changed."""
        avoided = tuple(record.id for record in self.avoid)
        given: dict[str, str | tuple[str, ...] | None] = {
            "de": _sent(self.source), "a": _sent(self.target), "sauf": avoided, "au": self.au,
            "par": "tout" if self.everything else "",
        }  # fmt: skip
        pairs = [(name, value) for name, value in (given | changes).items() if value]
        query = urlencode(pairs, doseq=True)
        return f"/chemin?{query}" if query else "/chemin"

    @property
    def ready(self) -> bool:
        return self.source.record is not None and self.target.record is not None

    @property
    def same(self) -> bool:
        return self.ready and self.source.record == self.target.record


@blueprint.get("/chemin")
def show() -> Response:
    """The form, and its answer once both ends are known."""
    asked = _asked()
    found, shared = _answer(asked)
    wrong = asked.same or bool(asked.source.error or asked.target.error or asked.avoiding.error)
    return render(
        "paths/index.html", status=422 if wrong else 200, asked=asked, found=found, shared=shared,
        title=_title(asked, found), on_network=_on_network,
    )  # fmt: skip


def _asked() -> Asked:
    args = request.args
    au = args.get("au", "").strip()
    chosen = [choose(database(), viewer(), text) for text in args.getlist("sauf") if text.strip()]
    unsure = next((choice for choice in chosen if choice.record is None), Choice())
    source, target = (choose(database(), viewer(), args.get(name, "")) for name in ("de", "a"))
    avoid = tuple(dict.fromkeys(choice.record for choice in chosen if choice.record))
    asked = Asked(source, target, avoid, unsure, au, day_of(au, "au"), args.get("par") == "tout")
    # An end is not avoided: choosing it as an end is the later wish.
    ends = (source.record, target.record)
    return replace(asked, avoid=tuple(record for record in avoid if record not in ends))


def _answer(asked: Asked) -> tuple[Paths | None, Common | None]:
    source, target = asked.source.record, asked.target.record
    if source is None or target is None or asked.same:
        return None, None
    found = all_shortest_paths(
        database(), viewer(), source.id, target.id, avoid=[record.id for record in asked.avoid], at=asked.day,
        relations=list(SCHEMA.relations) if asked.everything else None, limit=MOST,
    )  # fmt: skip
    return found, common(database(), viewer(), source.id, target.id, at=asked.day)


def _sent(choice: Choice) -> str:
    return choice.record.id if choice.record else choice.text


def _title(asked: Asked, found: Paths | None) -> str:
    if found is None:
        return gettext("Comment sont-ils reliés ?")
    return gettext("De %(source)s à %(target)s", source=found.source.name, target=found.target.name)


def _on_network(path: Path) -> str:
    """The network around every record of a path."""
    return "/reseau?" + urlencode([*(("centre", record.id) for record in path.records), ("distance", "1")])
