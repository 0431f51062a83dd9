"""A committee of 200 members with 60 groups, 500 actions and 500 meetings: its page, workbook and calendar;
and its roadmap."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from flask.testing import FlaskClient

from bench import roadmaps
from bench.generating import fill, record, tied
from bench.measuring import Row, timed
from graph.database import Database
from graph.editing import change_record
from graph.operations import Operation, Step
from graph.schema import SCHEMA
from graph.settings import load
from graph.shaping import shape_record
from graph.states import records
from graph.viewers import SYSTEM
from workspace.app import create_app

MEMBERS, GROUPS, ACTIONS, MEETINGS = 200, 60, 500, 500
TOP = "communaute-1"
GOALS = {"page": 60.0, "xlsx": 2000.0, "ics": 50.0}


def rows(db: Database) -> Iterator[Row]:
    """Server side, as a visitor asks."""
    chance = random.Random(60)
    fill(db, _records(chance), tied(_links(chance)))
    with TemporaryDirectory() as folder:
        client = create_app(replace(load(), data=Path(folder), base_url="https://example.invalid"), db).test_client()
        pages = {"page": "/communautes/1/comite", "xlsx": "/communautes/1/comite.xlsx",
                 "ics": "/communautes/1/reunions.ics"}  # fmt: skip
        for name, address in pages.items():
            assert client.get(address).status_code == 200, address
            times = timed(lambda address=address: client.get(address).data, runs=12, warm=3)  # type: ignore[misc]
            yield Row(f"committee.{name}.median", times.median, "ms", GOALS[name])
            yield Row(f"committee.{name}.p95", times.p95, "ms")
        yield Row("committee.page.after_write.median", _after_writes(db, client, pages["page"]), "ms")
        yield from roadmaps.rows(db, client, TOP, _names(db, "Organisation"), _names(db, "Person"), Path(folder))


def _after_writes(db: Database, client: FlaskClient, address: str) -> float:
    """Milliseconds of the page when one of its actions was written just before each time: nothing of it is kept."""
    took = []
    for n in range(1, 13):
        change_record(db, SYSTEM, f"action-{n}", records(db, [f"action-{n}"])[f"action-{n}"].version,
                      {"progress": str(n)}, Operation("bench"))  # fmt: skip
        begun = perf_counter()
        assert client.get(address).data
        took.append((perf_counter() - begun) * 1000)
    return median(took)


def _names(db: Database, kind: str) -> list[str]:
    prefix = SCHEMA.kinds[kind].prefix
    ids = [f"{prefix}-{n}" for n in range(1, MEMBERS // 2 + 1)]
    rows = db.read("UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN n.name AS name ORDER BY name", ids=ids)
    return [row["name"] for row in rows]


def _records(chance: random.Random) -> Iterator[Step]:
    operation = Operation("bench", id="bench")
    sizes = (("Community", GROUPS + 1), ("Organisation", MEMBERS // 2), ("Person", MEMBERS // 2), ("Action", ACTIONS),
             ("Meeting", MEETINGS))  # fmt: skip
    for kind, size in sizes:
        for n in range(1, size + 1):
            # Every record is public: one that ends in 0 is not (bench.generating).
            step = record(chance, kind, 10 * n + 1, operation, f"{SCHEMA.kinds[kind].prefix}-{n}")
            yield Step("record", step.id, None, shape_record(step.after or {}, SCHEMA.kinds[kind], _own(kind, n)))


def _own(kind: str, n: int) -> dict[str, Any]:
    if kind == "Meeting":
        return {"day": f"{2016 + n // 46}-{n % 12 + 1:02}-{n % 28 + 1:02}", "starts": "14:00", "stops": "16:30"}
    return {"due": f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}"} if kind == "Action" else {}


def _links(chance: random.Random) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    half = MEMBERS // 2
    for n in range(1, half + 1):
        yield "MEMBER_OF", f"organisation-{n}", TOP, {"college": f"collège {n % 5}"}
        yield "MEMBER_OF", f"personne-{n}", TOP, {"seat": "full" if n % 2 else "deputy"}
        yield "WORKS_FOR", f"personne-{n}", f"organisation-{n}", {}
        for _ in range(20):
            yield "ATTENDS", f"personne-{n}", f"reunion-{chance.randint(1, MEETINGS)}", {"presence": "present"}
    for n in range(2, GROUPS + 2):
        yield "PART_OF", f"communaute-{n}", f"communaute-{(n - 2) // 6 + 1}", {}
    for n in range(1, ACTIONS + 1):
        yield "LEADS", f"personne-{chance.randint(1, half)}", f"action-{n}", {}
    for n in range(1, MEETINGS + 1):
        yield "HOLDS", TOP, f"reunion-{n}", {}
