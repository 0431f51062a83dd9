"""Promises of batches: compared while the one before is written, with the same outcome as one after the other."""

import sys
import threading
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.database import Database
from graph.imports import batches, importer, room
from graph.imports.ahead import ahead
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.run import run_import
from graph.viewers import SYSTEM

NODES = """
MATCH (n) WHERE n:Entity OR n:Ref
RETURN n {.*, created_at: null, updated_at: null} AS thing ORDER BY thing.id, thing.key
"""
LINKS = "MATCH ()-[r]->(:Entity) WHERE r.id IS NOT NULL RETURN r {.*, created_at: null, updated_at: null} AS thing"
FEED = "MATCH (c:Change) RETURN c {.seq, .record, .relation, .action, .subject} AS thing ORDER BY c.seq"

numbers = st.integers(0, 3)
names = st.sampled_from(["Eau", "Énergie", "L'eau", "ADEME"])
others = st.sampled_from(["siren:1", "siren:2", "name:organisation/eau", "maillage:theme-eau-2"])
drafts = st.builds(
    lambda kind, n, others, name, summary, says: Draft(
        kind, (f"s:{kind.lower()}/{n}", *others), {"name": name, "summary": summary}, says=says
    ),
    st.sampled_from(["Organisation", "Theme"]), numbers, st.lists(others, max_size=2).map(dict.fromkeys), names,
    st.sampled_from(["", "Un", "Deux"]), st.sampled_from(["all", "all", "some", "name"]),
)  # fmt: skip
told = st.sampled_from(["name:organisation/eau", "siren:1", "maillage:organisation-eau-2"])
ends = st.one_of(numbers.map("s:organisation/{}".format), told)
links = st.builds(
    lambda source, n, since: DraftLink("ABOUT", source, f"s:theme/{n}", {"since": since}),
    ends, numbers, st.sampled_from(["2023", ""]),
)  # fmt: skip


def outcome(db: Database, items: list[Draft | DraftLink], size: int, **patched: Any) -> tuple[Any, ...]:
    """All that an import of an empty graph leaves and says."""
    db.write("MATCH (n) WHERE NOT n:Counter DETACH DELETE n")
    db.write("MATCH (k:Counter) SET k.n = 0")
    report = Report()
    with patch.multiple(batches, BATCH=size, **patched):
        run_import(db, SYSTEM, "source", "exemple", items, report)
    links = sorted((row["thing"] for row in db.read(LINKS)), key=lambda thing: str(thing["id"]))
    return db.read(NODES), links, db.read(FEED), report


def test_an_import_leaves_room_to_who_saves_meanwhile_and_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("graph.imports.room.time.sleep", pauses.append)
    mine = room.Room()
    for first in (1, 101, 201):
        mine.leave(range(first, first + 100))
    assert not pauses
    mine.leave(range(302, 402))  # somebody took 301
    assert len(pauses) == 1
    for turn in range(40):
        mine.leave(range(402 + turn * 100, 502 + turn * 100))
    assert len(pauses) == room.BATCHES
    mine.leave(range(0))
    assert len(pauses) == room.BATCHES


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(st.one_of(drafts, drafts, links), min_size=2, max_size=14), size=st.integers(1, 3))
def test_batches_compared_early_leave_and_say_the_same_as_one_after_the_other(
    db: Database, items: list[Draft | DraftLink], size: int
) -> None:
    assert outcome(db, items, size) == outcome(db, items, size, _is_early=lambda *_: False)


def test_a_batch_that_is_compared_again_keeps_the_identifiers_that_it_says(db: Database) -> None:
    said = [("0", (), "Eau"), ("1", (), "Eau"), ("0", ("siren:1",), "Énergie")]  # the second gets an id with a number
    items: list[Draft | DraftLink] = [
        Draft("Organisation", (f"s:organisation/{n}", *others), {"name": name}) for n, others, name in said
    ]
    assert outcome(db, items, 1) == outcome(db, items, 1, _is_early=lambda *_: False)
    assert db.read("MATCH (r:Ref {key: 'siren:1'})-[:IDENTIFIES]->(n) RETURN n.name AS name") == [{"name": "Énergie"}]


def test_a_batch_is_compared_while_the_one_before_is_written(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    compared, written = [threading.Event(), threading.Event()], 0

    def compare(*_: Any, **options: Any) -> Any:
        next(event for event in compared if not event.is_set()).set()
        return []

    def write(*_: Any) -> range:
        nonlocal written
        written += compared[written].wait(20) and compared[1].wait(20)
        return range(0)

    monkeypatch.setattr(batches, "BATCH", 1)
    monkeypatch.setattr(importer, "record_steps", compare)
    monkeypatch.setattr(importer, "write_groups", write)
    themes = [Draft("Theme", (f"s:theme/{n}",), {"name": f"Thème {n}"}) for n in range(2)]
    run_import(db, SYSTEM, "source", "exemple", themes, Report())
    assert written == 2


def test_what_breaks_the_making_of_a_thing_is_told_in_its_place() -> None:
    def making() -> Iterator[int]:
        yield 1
        yield 2
        raise OSError("coupure")

    things = ahead(making())
    assert [next(things), next(things)] == [1, 2]
    with pytest.raises(OSError, match="coupure"):
        next(things)


def test_who_stops_waits_for_the_thing_being_made() -> None:
    made = []

    def making() -> Iterator[int]:
        for n in range(3):
            made.append(n)
            yield n

    things = ahead(making())
    assert next(things) == 0
    things.close()
    assert made == [0, 1]


def test_others_of_the_process_get_their_turn_each_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[float] = []
    monkeypatch.setattr(sys, "getswitchinterval", lambda: 0.005)
    monkeypatch.setattr(sys, "setswitchinterval", turns.append)
    assert list(ahead(iter([1, 2]))) == [1, 2]
    assert turns == [0.001]
