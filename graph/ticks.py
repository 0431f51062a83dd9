"""Boxes of a note and the actions beside them: ticking one ticks the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph import states
from graph.at_signs import BECAME, PREFIX, ats
from graph.database import Database
from graph.freezing import frozen
from graph.operations import GONE, Operation, Step
from graph.schema import SCHEMA
from graph.shaping import derive_record, shape_record, standing_of
from graph.viewers import Viewer

DONE, AGAIN = "done", "ongoing"


def boxes(text: str) -> dict[str, bool]:
    """Is its box ticked? By the id of each action that a line of the text became."""
    out: dict[str, bool] = {}
    for line in text.splitlines():
        box = (PREFIX.match(line) or [None] * 4)[3]
        if box and f"@[{BECAME['Action']}](" in line:
            out |= {at.id: "x" in box.lower() for at in ats(line) if at.words == BECAME["Action"]}
    return out


def ticked(
    db: Database, viewer: Viewer, before: Mapping[str, Any], after: dict[str, Any], operation: Operation
) -> tuple[dict[str, Any], list[Step]]:
    """The note with each box as its action stands, and the actions that this save ticks, or takes up again. A box that
    its writer did not touch follows the action, ticked elsewhere meanwhile; those of adopted words stand."""
    text = str(after.get("text") or "")
    now = boxes(text)
    if not now or frozen(before):
        return after, []
    was = boxes(str(before.get("text") or ""))
    actions = {id: found for id, found in states.records(db, now).items() if not found.state.get(GONE)}
    done = {id: found.state.get("status") == DONE for id, found in actions.items()}
    turned = {id for id in done if id in was and was[id] != now[id] != done[id] and viewer.writes(id)}
    stands = {id: ticked != (id in turned) for id, ticked in done.items()}
    text = "\n".join(_lines(text, stands))
    steps = [_step(actions[id], stands[id], operation) for id in sorted(turned)]
    return (derive_record(after | {"text": text}) if text != after.get("text") else after), steps


def _lines(text: str, stands: Mapping[str, bool]) -> Iterator[str]:
    for line in text.splitlines():
        ids = [id for id in boxes(line) if id in stands]
        box = PREFIX.match(line).start(3) if ids else -1  # type: ignore[union-attr]
        yield f"{line[:box]}[{'x' if stands[ids[0]] else ' '}]{line[box + 3 :]}" if ids else line


def _step(found: states.Present, done: bool, operation: Operation) -> Step:
    state = dict(found.state)
    kind = SCHEMA.kinds[state["kind"]]
    told = standing_of(kind, {"status": DONE if done else AGAIN}, state, operation.at)
    told |= {"updated_at": operation.at, "updated_by": operation.by}
    return Step("record", str(state["id"]), state, shape_record(state | told, kind, {}), found.version)
