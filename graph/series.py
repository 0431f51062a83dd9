"""A meeting that repeats: a record for each day, tied by the id of their series; changed or cancelled from one on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graph import states
from graph.committees import TOLD, Meeting, meeting, read_meeting
from graph.database import Database
from graph.editing import free_id, new_relation, touched
from graph.errors import Conflict, Invalid
from graph.folding import slug
from graph.guests import WHOLE_DAY, organised
from graph.operations import REFS, Operation, Step, new_op
from graph.permissions import must_create, owner_of
from graph.schema import SCHEMA
from graph.series_days import MOST, RHYTHMS, beyond, days
from graph.shaping import parse_all, shape_record, standing_of
from graph.viewers import Viewer, sees, sees_link
from graph.writing import write

COPIED = ("name", "summary", "type", "starts", "stops", "place", "video")
CHANGED = ("name", "starts", "stops", "place", "video")
MOST_SHIFT = 31
OF_SERIES = f"""
MATCH (one:Entity {{id: $id}}) MATCH (m:Meeting {{series: one.series}})
WHERE NOT m:Gone AND {sees("m")}
{TOLD} ORDER BY m.day_from, m.id LIMIT {MOST}
"""
HOLDERS = f"""
MATCH (m:Entity {{id: $id}})<-[h:HOLDS]-(c:Entity) WHERE {sees("c")} AND {sees_link("h")}
RETURN c.id AS id ORDER BY id
"""
TAKEN = f"""
MATCH (c:Entity)-[h:HOLDS]->(m:Meeting)
WHERE c.id IN $holders AND m.day_from IN $days AND m.day_from = m.day AND m.id <> $id
  AND NOT m:Gone AND coalesce(m.status, '') <> 'abandoned' AND {sees("m")} AND {sees_link("h")}
RETURN DISTINCT m.day_from AS day ORDER BY day
"""


@dataclass(frozen=True)
class Wish:
    """How a meeting repeats, as typed: a rhythm, until a day or so many in all; `free` leaves out days that are
    taken."""

    rhythm: str
    until: str = ""
    total: str = ""
    free: bool = False


def of_series(db: Database, viewer: Viewer, id: str) -> list[Meeting]:
    """The meetings of the same series that the viewer may see, in order; none for one that does not repeat."""
    return [read_meeting(row) for row in db.read(OF_SERIES, id=id, **viewer.params())]


def planned(db: Database, viewer: Viewer, id: str, wish: Wish) -> list[str]:
    """The days that a meeting would be repeated on (ISO). Invalid names what is wrong, Conflict: it repeats already."""
    held = organised(db, viewer, id)
    if of_series(db, viewer, id):
        raise Conflict(id)
    found = [day.isoformat() for day in _days(held, wish)]
    taken = _taken(db, viewer, id, found)
    if taken and not wish.free:
        raise Invalid({"libres": f"une réunion est déjà prévue ces jours-là : {', '.join(taken)}"})
    if not (left := [day for day in found if day not in taken]):
        raise Invalid({"rythme": "aucun jour ne reste"})
    return left


def repeat(db: Database, viewer: Viewer, id: str, wish: Wish, operation: Operation) -> int:
    """Makes the meetings, all of them or none; how many."""
    found = planned(db, viewer, id, wish)
    must_create(viewer, SCHEMA.kinds["Meeting"])
    source, series = states.records(db, [id])[id], new_op("series")
    first = Step("record", id, source.state, {**source.state, "series": series}, source.version)
    made = [_copy(db, source.state, day, series, operation) for day in found]
    holders = [row["id"] for row in db.read(HOLDERS, id=id, **viewer.params())]
    ends = states.records(db, holders)
    ties = [_tie(ends[each].state, step.after or {}, day, operation)
            for each in holders for step, day in zip(made, found, strict=True)]  # fmt: skip
    write(db, owner_of(viewer, made), operation, [*touched(first, operation), *made, *ties])
    return len(made)


def change_following(
    db: Database, viewer: Viewer, id: str, raw: Mapping[str, str], shift: str, operation: Operation
) -> int:
    """Sets hours, place… of this meeting and of those after it, moved by `shift` days; how many changed. Invalid names
    what is wrong, such as two on one day."""
    by = _shift(shift)
    own, others = _following(db, viewer, id)
    wanted = {name: raw[name] for name in CHANGED if name in raw}
    moved = {each.record.id: _moved(each.day or "", by) for each in own}
    kept = [each.day for each in others if each.record.status != "abandoned"]
    if by and set(moved.values()) & set(kept):
        raise Invalid({"decalage": "deux réunions de la série tomberaient le même jour"})
    return _write(db, viewer, {id: {**wanted, "day": day} for id, day in moved.items()}, operation)


def cancel(db: Database, viewer: Viewer, id: str, operation: Operation, *, following: bool) -> int:
    """Cancels this meeting, or this one and those after it; how many."""
    own = _following(db, viewer, id)[0] if following else [organised(db, viewer, id)]
    return _write(db, viewer, {each.record.id: {"status": "abandoned"} for each in own}, operation)


def _days(held: Meeting, wish: Wish) -> list[date]:
    if not held.day or len(held.day) != WHOLE_DAY:
        raise Invalid({"rythme": "donnez d'abord un jour à la réunion"})
    if wish.rhythm not in RHYTHMS:
        raise Invalid({"rythme": "à choisir dans la liste"})
    first, until, total = date.fromisoformat(held.day), _day(wish.until), _total(wish.total)
    if (until is None) is (total is None):
        raise Invalid({"jusqu": "dites jusqu'à quel jour, ou combien de réunions en tout"})
    if until and until <= first:
        raise Invalid({"jusqu": "ce jour vient avant la deuxième réunion"})
    if until and beyond(first, wish.rhythm, until):
        raise Invalid({"jusqu": f"{MOST} réunions au plus"})
    if not (found := days(first, wish.rhythm, until=until, total=total)):
        raise Invalid({"jusqu": "ce jour vient avant la deuxième réunion"})
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Invalid({"jusqu": "un jour entier est attendu"}) from None


def _total(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 2 <= int(text[:4]) <= MOST):
        raise Invalid({"nombre": f"nombre de 2 à {MOST} attendu"})
    return int(text)


def _shift(text: str) -> int:
    try:
        by = int(text.strip() or 0)
    except ValueError:
        by = MOST_SHIFT + 1
    if abs(by) > MOST_SHIFT:
        raise Invalid({"decalage": f"{MOST_SHIFT} jours au plus, en avant ou en arrière"})
    return by


def _taken(db: Database, viewer: Viewer, id: str, found: Sequence[str]) -> list[str]:
    holders = [row["id"] for row in db.read(HOLDERS, id=id, **viewer.params())]
    return [row["day"] for row in db.read(TAKEN, id=id, holders=holders, days=list(found), **viewer.params())]


def _copy(db: Database, source: Mapping[str, Any], day: str, series: str, operation: Operation) -> Step:
    kind = SCHEMA.kinds["Meeting"]
    values = parse_all(kind.fields, {**{name: source[name] for name in COPIED if source.get(name)}, "day": day})
    id = free_id(db, f"{kind.prefix}-{slug(source['name'])}-{day}")
    base = {
        "id": id, "kind": kind.name, REFS: {}, "visibility": source["visibility"], "group": source.get("group"),
        "series": series, "created_at": operation.at, "created_by": operation.by,
    }  # fmt: skip
    return Step("record", id, None, shape_record(base, kind, values))


def _tie(holder: Mapping[str, Any], held: Mapping[str, Any], day: str, operation: Operation) -> Step:
    after = new_relation(SCHEMA.relations["HOLDS"], holder["id"], held["id"], {"since": day}, operation)
    return Step("relation", after["id"], None, after, ends=(holder["audience"], held["audience"]))


def _following(db: Database, viewer: Viewer, id: str) -> tuple[list[Meeting], list[Meeting]]:
    """This meeting and those after it that stand; and the others. NotFound and NotAllowed as `organised`."""
    held, found = organised(db, viewer, id), of_series(db, viewer, id)
    own = [each for each in found or [held]
           if (each.day or "") >= (held.day or "") and each.record.status != "abandoned"]  # fmt: skip
    return own, [each for each in found if each not in own]


def _moved(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(by)).isoformat() if len(day) == WHOLE_DAY else day


def _write(db: Database, viewer: Viewer, told: Mapping[str, Mapping[str, str]], operation: Operation) -> int:
    kind, found = SCHEMA.kinds["Meeting"], states.records(db, told)
    steps = []
    for id, raw in told.items():
        meeting(db, viewer, id)
        present = found[id]
        state = dict(present.state) | standing_of(kind, raw, present.state, operation.at)
        after = shape_record(state, kind, parse_all(kind.fields, raw))
        steps += touched(Step("record", id, present.state, after, present.version), operation)
    if steps:
        write(db, viewer, operation, steps)
    return len(steps)
