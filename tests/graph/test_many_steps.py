"""Promises of a write of many steps: made ready while the engine writes, it is whole or not at all."""

import pytest

from graph import states, writing
from graph.database import Database
from graph.editing import create_record
from graph.errors import Conflict
from graph.operations import Operation, Step
from graph.undo import undo
from graph.viewers import SYSTEM

MADE = [f"theme-{n}" for n in range(2 * writing.MOST + 3)]


@pytest.fixture
def steps(db: Database) -> list[Step]:
    """Steps that give another name to more themes than two statements take."""
    model = create_record(db, SYSTEM, "Theme", {"name": "Eau"}, Operation("alice"))
    state = {**states.records(db, [model])[model].state, "@refs": {}}
    writing.write(
        db, SYSTEM, Operation("alice"), [Step("record", id, None, {**state, "id": id, "name": id}) for id in MADE]
    )
    found = states.records(db, MADE)
    return [Step("record", id, each.state, {**each.state, "name": f"{id} bis"}, each.version)
            for id, each in found.items()]  # fmt: skip


def names(db: Database) -> set[str]:
    return {each.state["name"] for each in states.records(db, MADE).values()}


def test_all_are_written_under_one_operation_and_taken_back_at_once(db: Database, steps: list[Step]) -> None:
    operation = Operation("alice")
    writing.write(db, SYSTEM, operation, steps)
    assert names(db) == {f"{id} bis" for id in MADE}
    versions = {each.version for each in states.records(db, MADE).values()}
    assert len(versions) == len(MADE) and max(versions) - min(versions) == len(MADE) - 1
    undo(db, SYSTEM, operation.id, Operation("alice"))
    assert names(db) == set(MADE)


def test_one_that_is_not_as_it_was_read_leaves_all_as_they_were(db: Database, steps: list[Step]) -> None:
    last = steps[-1]
    stale = Step("record", last.id, last.before, last.after, last.version - 1)
    with pytest.raises(Conflict, match=last.id):
        writing.write(db, SYSTEM, Operation("alice"), [*steps[:-1], stale])
    assert names(db) == set(MADE)


def test_one_that_cannot_be_made_ready_leaves_all_as_they_were(db: Database, steps: list[Step]) -> None:
    last = steps[-1]
    unknown = Step("record", last.id, last.before, {**(last.after or {}), "kind": "Planète"}, last.version)
    with pytest.raises(KeyError, match="Planète"):
        writing.write(db, SYSTEM, Operation("alice"), [*steps[:-1], unknown])
    assert names(db) == set(MADE)
