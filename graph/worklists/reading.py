"""A list as it is looked at: within a perimeter, without what was handled, the most to lose first."""

from __future__ import annotations

from dataclasses import dataclass

from graph.briefs import briefs
from graph.database import Database
from graph.freshness import Keeper
from graph.links import Brief, today
from graph.measures.keeping import heads
from graph.measures.layers import layer_of
from graph.viewers import Viewer
from graph.worklists.handling import Handling, handlings, must_animate
from graph.worklists.perimeters import Perimeter
from graph.worklists.shapes import Finding, Worklist


@dataclass(frozen=True)
class Item:
    """A finding with its record in brief (None: it is about none), those that its reason names, and what was said."""

    finding: Finding
    record: Brief | None
    others: tuple[Brief, ...]
    said: Handling | None = None

    @property
    def name(self) -> str:
        """What it is called: its record's name, else what was written."""
        return self.record.name if self.record else str(self.finding.facts.get("value", ""))


@dataclass(frozen=True)
class Listed:
    """`open` findings in order, and those that are `handled`, the last said first."""

    open: tuple[tuple[Finding, Handling | None], ...]
    handled: tuple[tuple[Finding, Handling], ...]


def listed(db: Database, viewer: Viewer, list: Worklist, perimeter: Perimeter) -> Listed:
    """All findings of a list that the viewer may read; NotAllowed for who does not animate."""
    must_animate(viewer)
    said = handlings(db, list.name)
    found = [each for each in _findings(db, viewer, list) if perimeter.holds(each.record)]
    hidden = [each for each in found if (told := said.get(each.key)) and told.hides(each.weight)]
    keys = {each.key for each in hidden}
    ranked = sorted((each for each in found if each.key not in keys), key=lambda each: (-each.weight, each.key))
    told_last = sorted(((each, said[each.key]) for each in hidden), key=lambda pair: pair[1].at, reverse=True)
    return Listed(tuple((each, said.get(each.key)) for each in ranked), tuple(told_last))


def finding_of(db: Database, viewer: Viewer, list: Worklist, item: str) -> Finding | None:
    """The finding about an item, handled or not."""
    return next((each for each in _findings(db, viewer, list) if each.key == item), None)


def items(db: Database, viewer: Viewer, pairs: tuple[tuple[Finding, Handling | None], ...]) -> list[Item]:
    """Findings with their records, in their order; what was hidden meanwhile is left out."""
    known = briefs(db, viewer, {id for finding, _ in pairs for id in (finding.record, *finding.others) if id})
    return [
        Item(finding, known.get(finding.record), tuple(known[id] for id in finding.others if id in known), said)
        for finding, said in pairs if not finding.record or finding.record in known
    ]  # fmt: skip


def _findings(db: Database, viewer: Viewer, list: Worklist) -> list[Finding]:
    """Asked again when a record of its kinds, or a figure, changed: not at each look."""
    if list.measured:
        layer = layer_of(viewer)
        head = heads(db, layer).get(layer)
        return Keeper(db, viewer).kept(
            ("worklist", list.name, head.run if head else None), lambda: list.find(db, viewer), frozenset()
        )
    if list.kinds is None:
        return list.find(db, viewer)
    question = ("worklist", list.name, today())
    return Keeper(db, viewer).kept(question, lambda: list.find(db, viewer), list.kinds)
