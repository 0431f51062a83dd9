"""A what-if kept with what it answered on its day, to be compared with what would be answered now.

The answer is that of whom it is kept for, not of who keeps it: sharing it tells nobody what they may not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import saved_views
from graph.briefs import briefs
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.links import Brief
from graph.saved_views import STOPS, SavedView
from graph.viewers import ANONYMOUS, Viewer, audience_of
from graph.whatif import Fall, what_if

MOST = 5_000  # records kept of one answer
LOST, WEAKENED = "lost", "weakened"
# In the order in which they are told: what is worse first.
TURNS = ("newly_lost", "newly_weakened", "now_lost", "now_weakened", "spared")


@dataclass(frozen=True)
class Turn:
    """A record of which something else is answered now."""

    record: Brief
    before: str | None
    after: str | None

    @property
    def name(self) -> str:
        """One of TURNS."""
        if self.before is None:
            return "newly_lost" if self.after == LOST else "newly_weakened"
        if self.after is None:
            return "spared"
        return "now_lost" if self.after == LOST else "now_weakened"


@dataclass(frozen=True)
class Compared:
    """What was answered then and is now, by the number of records; `turns` tells those that changed, `same` counts the
    others. `gone` when something that was to stop is no more there, and nothing can be asked now."""

    then: Mapping[str, int]
    now: Mapping[str, int]
    turns: tuple[Turn, ...]
    same: int
    gone: bool = False


def keep(
    db: Database, viewer: Viewer, told: dict[str, str], groups: Sequence[str], ids: Sequence[str], at: str | None
) -> str:  # fmt: skip
    """Keeps the question and its answer. Invalid names the field."""

    def answers(checked: Mapping[str, Any]) -> list[str]:
        for_whom = reader(viewer, str(checked["shared"]), checked["group"])
        try:
            fall = what_if(db, for_whom, ids, at)
        except NotFound as error:
            raise Invalid({"pour": "une fiche qui s'arrêterait n'est pas visible de tous ceux-là"}) from error
        if len(fall.hits) > MOST:
            raise Invalid({"titre": f"plus de {MOST} fiches touchées : précisez la question"})
        return [f"{hit.record.id}|{LOST if hit.lost else WEAKENED}" for hit in fall.hits]

    return saved_views.keep(db, viewer, told, groups, STOPS, answers)


def compared(db: Database, viewer: Viewer, view: SavedView, ids: Sequence[str]) -> Compared:
    """Then and now, as whom it is for sees them; of records that this reader sees."""
    before = dict(_parts(text) for text in saved_views.answers(db, viewer, view.id, STOPS))
    try:
        after = _answers(what_if(db, reader(viewer, view.shared, view.group), ids))
    except NotFound:
        after = None
    known = briefs(db, viewer, {*before, *(after or {})})
    then = {id: told for id, told in before.items() if id in known}
    now = {id: told for id, told in (after or {}).items() if id in known}
    turns = [Turn(known[id], then.get(id), now.get(id)) for id in {*then, *now} if then.get(id) != now.get(id)]
    turns.sort(key=lambda turn: (TURNS.index(turn.name), turn.record.name.casefold(), turn.record.id))
    if after is None:
        return Compared(_counted(then), {}, (), 0, gone=True)
    return Compared(_counted(then), _counted(now), tuple(turns), sum(then[id] == now.get(id) for id in then))


def reader(viewer: Viewer, shared: str, group: str | None) -> Viewer:
    """As whom something kept for these is answered: oneself, anybody, any member, any of a group."""
    if shared == "private":
        return viewer
    if shared == "public":
        return ANONYMOUS
    own = [audience_of("group", "", group)] if shared == "group" else []
    return Viewer(audiences=("public", "members", *own))


def _answers(fall: Fall) -> dict[str, str]:
    return {hit.record.id: LOST if hit.lost else WEAKENED for hit in fall.hits}


def _parts(text: str) -> tuple[str, str]:
    id, _, told = text.rpartition("|")
    return id, told


def _counted(answers: Mapping[str, str]) -> dict[str, int]:
    return {name: sum(told == name for told in answers.values()) for name in (LOST, WEAKENED)}
