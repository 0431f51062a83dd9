"""The ground of history: any sequence of writes, taken back by `op`, gives back the identical graph."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph import editing, states
from graph.database import Database
from graph.errors import AlreadyExists, Conflict, Invalid, MaillageError, NotAllowed, NotFound
from graph.merging import merge
from graph.operations import Operation
from graph.undo import undo
from graph.viewers import Viewer

ALICE = Viewer("alice", ("public", "members"), all=True, edits=True)
BOB = Viewer("bob", ("public", "members"))

NODES = """
MATCH (n) WHERE NOT n:Change AND NOT n:Counter
RETURN labels(n) AS labels, properties(n) AS properties ORDER BY properties.id, properties.key
"""
EDGES = """
MATCH (a)-[r]->(b)
RETURN coalesce(a.id, a.key) AS a, type(r) AS type, properties(r) AS properties, b.id AS b ORDER BY a, type, b, r.key
"""


def picture(db: Database) -> set[str]:
    """All of the graph but versions, which never go back (a form opened before must still meet a conflict)."""
    rows = [*db.read(NODES), *db.read(EDGES)]
    for row in rows:
        row["properties"].pop("version", None)
        if "labels" in row:
            row["labels"] = sorted(row["labels"])
    return {repr(sorted((k, sorted(v.items()) if isinstance(v, dict) else v) for k, v in row.items())) for row in rows}


words = st.sampled_from(["Eau", "Énergie", "Voirie", "ADEME", "L'œuvre", ""])
visibilities = st.sampled_from(["public", "members", "private", ""])
days = st.sampled_from(["", "2023", "2023-05", "12/03/2024", "n'importe"])
writes = st.one_of(
    st.tuples(st.just("create"), st.sampled_from(["Organisation", "Commons", "Theme"]), words, visibilities),
    st.tuples(st.just("person"), words),
    st.tuples(st.just("change"), st.integers(0, 9), words, visibilities, st.sampled_from(["in_use", "dormant", ""])),
    st.tuples(st.just("delete"), st.integers(0, 9)),
    st.tuples(st.just("restore"), st.integers(0, 9)),
    st.tuples(
        st.just("link"), st.sampled_from(["FUNDS", "ABOUT", "COMPLEMENTS"]), st.integers(0, 9), st.integers(0, 9), days
    ),
    st.tuples(st.just("relink"), st.integers(0, 9), days, visibilities),
    st.tuples(st.just("unlink"), st.integers(0, 9)),
    st.tuples(st.just("merge"), st.integers(0, 9), st.integers(0, 9), st.lists(st.sampled_from(["name", "summary"]))),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)


def carry_out(db: Database, write: tuple[Any, ...], ops: list[str]) -> None:
    """One write on whatever the numbers point at; what the product refuses is simply not written."""
    operation = Operation("alice")
    records = [row["id"] for row in db.read("MATCH (n) WHERE n.kind IS NOT NULL RETURN n.id AS id ORDER BY id")]
    links = [row["id"] for row in db.read("MATCH ()-[r]->() WHERE r.key IS NOT NULL RETURN r.id AS id ORDER BY id")]

    def at(number: int, among: list[str]) -> str:
        return among[number % len(among)] if among else "rien"

    def record(number: int) -> tuple[str, int]:
        id = at(number, records)
        found = states.records(db, [id]).get(id)
        return id, found.version if found else 0

    def link(number: int) -> tuple[str, int]:
        id = at(number, links)
        found = states.relations(db, [id]).get(id)
        return id, found.version if found else 0

    match write:
        case ("create", kind, name, visibility):
            editing.create_record(db, ALICE, kind, {"name": name, "visibility": visibility}, operation)
        case ("person", name):
            given = {"name": name, "purpose": "p", "origin": "o", "email": "a@example.invalid"}
            editing.create_record(db, ALICE, "Person", given, operation)
        case ("change", number, summary, visibility, status):
            raw = {"summary": summary, "visibility": visibility, "status": status}
            editing.change_record(db, ALICE, *record(number), raw, operation)
        case ("delete", number):
            editing.delete_record(db, ALICE, *record(number), operation)
        case ("restore", number):
            editing.restore_record(db, ALICE, record(number)[0], operation)
        case ("link", type, a, b, since):
            raw = {"since": since}
            editing.create_relation(db, ALICE, type, at(a, records), at(b, records), raw, operation)
        case ("relink", number, until, visibility):
            editing.change_relation(db, ALICE, *link(number), {"until": until, "visibility": visibility}, operation)
        case ("unlink", number):
            editing.delete_relation(db, ALICE, *link(number), operation)
        case ("merge", kept, other, taken):
            merge(db, ALICE, at(kept, records), at(other, records), taken, operation)
        case ("undo", number):
            undo(db, ALICE, at(number, ops), operation)
    ops.append(operation.id)


@given(st.lists(writes, min_size=1, max_size=14))
@example([("person", "Eau"), ("delete", 0), ("undo", 1)])  # its contact comes back with what is in the bin
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_writes_taken_back_gives_the_identical_graph(db: Database, sequence: list[Any]) -> None:
    db.write("MATCH (n) DETACH DELETE n")
    pictures, ops = [picture(db)], [""]
    for write in sequence:
        done: list[str] = [*ops]
        try:
            carry_out(db, write, done)
        except (Invalid, NotFound, AlreadyExists, Conflict):
            assert picture(db) == pictures[-1]
            continue
        ops = done
        pictures.append(picture(db))
    while len(ops) > 1:
        try:
            assert undo(db, ALICE, ops.pop(), Operation("alice")).kept == []
        except NotFound:
            pass  # the write changed nothing, so there is nothing to take back
        pictures.pop()
        assert picture(db) == pictures[-1]


def add(db: Database, name: str) -> tuple[str, Operation]:
    operation = Operation("alice")
    return editing.create_record(db, ALICE, "Theme", {"name": name}, operation), operation


def test_what_somebody_changed_since_is_kept_and_said(db: Database) -> None:
    id, made = add(db, "Eau")
    version = states.records(db, [id])[id].version
    editing.change_record(db, ALICE, id, version, {"summary": "À garder"}, Operation("carole"))
    undone = undo(db, ALICE, made.id, Operation("alice"))
    assert undone.kept == [(id, "modifié depuis : summary")]
    assert states.records(db, [id])[id].state["summary"] == "À garder"


def test_an_edit_is_taken_back_field_by_field(db: Database) -> None:
    id, _ = add(db, "Eau")
    edit = Operation("alice")
    version = states.records(db, [id])[id].version
    editing.change_record(db, ALICE, id, version, {"summary": "Un", "website": "https://exemple.fr"}, edit)
    version = states.records(db, [id])[id].version
    editing.change_record(db, ALICE, id, version, {"summary": "Deux"}, Operation("carole"))
    undo(db, ALICE, edit.id, Operation("alice"))
    state = states.records(db, [id])[id].state
    assert state["summary"] == "Deux" and "website" not in state
    assert state["search"] == "eau deux"


def test_an_undo_may_be_repeated_and_itself_undone(db: Database) -> None:
    id, made = add(db, "Eau")
    back = Operation("alice")
    undo(db, ALICE, made.id, back)
    assert undo(db, ALICE, made.id, Operation("alice")).taken_back == 0
    undo(db, ALICE, back.id, Operation("alice"))
    assert states.records(db, [id])[id].state["name"] == "Eau"


def test_a_record_that_others_tied_to_since_stays(db: Database) -> None:
    id, made = add(db, "Eau")
    other = editing.create_record(db, ALICE, "Commons", {"name": "Panoramax"}, Operation("alice"))
    editing.create_relation(db, ALICE, "ABOUT", other, id, {}, Operation("carole"))
    assert undo(db, ALICE, made.id, Operation("alice")).kept == [(id, "d'autres liens s'y rattachent depuis")]


def test_only_those_who_may_write_may_undo(db: Database) -> None:
    _, made = add(db, "Eau")
    with pytest.raises(NotAllowed):
        undo(db, BOB, made.id, Operation("bob"))
    with pytest.raises(MaillageError):
        undo(db, ALICE, "inconnu", Operation("alice"))
