"""What a committee's facilitators say of something to see to: later, never again, back; or that it was proposed."""

from __future__ import annotations

from dataclasses import replace

from graph.committee_todo import Todo, list_of, todos
from graph.database import Database
from graph.errors import Invalid, NotAllowed, NotFound
from graph.introductions import propose
from graph.links import today
from graph.operations import now
from graph.viewers import Viewer, sees
from graph.worklists.handling import SET_STATE, State
from graph.worklists.introductions import INTRODUCTIONS

MAY = f"""
MATCH (c:Entity {{id: $committee}}) WHERE c.kind = 'Community' AND {sees("c")} AND ($edits OR c.id IN $facilitated)
MATCH (n:Entity {{id: $record}}) WHERE {sees("n")}
"""


def put_off(db: Database, viewer: Viewer, id: str, key: str, state: State, until: str | None = None) -> Todo:
    """Keeps what was said of one of the committee's findings, and gives it. Invalid without a day to come for later;
    NotFound for what is no longer there."""
    if state == "later" and (until or "") <= today():
        raise Invalid({"jusque": "un jour à venir est attendu"})
    found = finding(db, viewer, id, key)
    _say(db, viewer, id, list_of(id), key, found, state, until if state == "later" else None)
    return found


def introduce(db: Database, viewer: Viewer, id: str, key: str, why: str) -> Todo:
    """Keeps that the two are to be introduced, for the whole network too; what comes of it is told there."""
    found = finding(db, viewer, id, key)
    if found.sort != "introduce":
        raise NotFound(key)
    # Both are within the committee that the viewer animates, if not one step from it.
    propose(db, replace(viewer, edits=True), found.record.id, found.others[0].id, why)
    _say(db, viewer, id, INTRODUCTIONS.name, found.item, found, "done", None)
    return found


def finding(db: Database, viewer: Viewer, id: str, key: str) -> Todo:
    """One of those of the committee, put off or not; NotFound when there is none."""
    every = todos(db, viewer, id)
    found = next((each for each in (*every.open, *every.put_off) if each.key == key), None)
    if found is None:
        raise NotFound(key)
    return found


def _say(
    db: Database, viewer: Viewer, id: str, list: str, item: str, found: Todo, state: State, until: str | None
) -> None:
    told = {"list": list, "item": item, "record": found.record.id, "state": state, "until": until, "weight": 0}
    written = db.write(MAY + SET_STATE, committee=id, key=f"{list}|{item}", user=viewer.user, at=now(), **told,
                       **viewer.rights())  # fmt: skip
    if not written:
        raise NotAllowed("Seule l'animation de ce comité voit où en est chacun.")
