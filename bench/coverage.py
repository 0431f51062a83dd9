"""The coverage matrix of 500 policies and 110 territories: read anew, read again, as a page and as a file."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.generating import fill, record, tied, touch
from bench.measuring import Row, timed
from graph.coverage import Asked, coverage
from graph.database import Database
from graph.operations import Operation, Step
from graph.schema import SCHEMA
from graph.settings import load
from graph.shaping import shape_record
from graph.viewers import ANONYMOUS
from workspace.app import create_app

POLICIES, TERRITORIES, RESOURCES, LINKS = 500, 110, 5_000, 20_000
GOAL = 1000.0


def rows(db: Database) -> Iterator[Row]:
    """Of a generated network; `first` reads everything anew, as after a write that touches it."""
    chance = random.Random(500)
    fill(db, _records(chance), _links(chance))

    with TemporaryDirectory() as folder:
        client = create_app(replace(load(), data=Path(folder)), db).test_client()
        found = coverage(db, ANONYMOUS, Asked(type="departement"))
        assert found.counts.shape == (POLICIES, TERRITORIES + 2), found.counts.shape
        work = {
            "first": lambda: coverage(db, ANONYMOUS, Asked(type="departement")),
            "again": lambda: coverage(db, ANONYMOUS, Asked(type="departement")),
            "page": lambda: client.get("/couverture?maille=departement").data,
            "csv": lambda: client.get("/couverture.csv?maille=departement").data,
        }
        for name, each in work.items():
            anew = partial(touch, db) if name == "first" else lambda: None
            times = timed(each, runs=12, warm=2, before=anew)
            yield Row(f"coverage.{name}.median", times.median, "ms")
            yield Row(f"coverage.{name}.p95", times.p95, "ms", GOAL)


def _records(chance: random.Random) -> Iterator[Step]:
    operation = Operation("bench", id="bench")
    sizes = (("Policy", POLICIES), ("Territory", TERRITORIES), ("Dataset", RESOURCES))
    for kind, size in sizes:
        for n in range(1, size + 1):
            # Every record is public: one that ends in 0 is not (bench.generating).
            step = record(chance, kind, 10 * n + 1, operation, f"{SCHEMA.kinds[kind].prefix}-{n}")
            if kind == "Territory":
                state = shape_record(step.after or {}, SCHEMA.kinds[kind], {"type": "departement"})
                step = Step("record", step.id, None, state)
            yield step


def _links(chance: random.Random) -> Iterator[Step]:
    wanted = [("PART_OF", f"politique-{n}", f"politique-{(n - 2) // 8 + 1}") for n in range(2, POLICIES + 1)]
    for _ in range(LINKS):
        resource = f"jeu-de-donnees-{chance.randint(1, RESOURCES)}"
        wanted.append(("SERVES", resource, f"politique-{chance.randint(1, POLICIES)}"))
        wanted.append(("IN_TERRITORY", resource, f"territoire-{chance.randint(1, TERRITORIES)}"))
    yield from tied((*ends, {}) for ends in wanted)
