"""`python -m bench`: everything, or `--sizes 10000` for less; prints a table and writes docs/bench.json."""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import (
    campaigns,
    committees,
    coverage,
    drawing,
    etherpad,
    imports,
    live,
    measures,
    questions,
    real,
    starting,
    writing,
)
from bench.generating import PAGE_OF_50, generate
from bench.measuring import Row
from graph.database import Database
from graph.embedded import Address, Engine
from graph.engine.prepare import prepare
from graph.migrations import migrate
from graph.settings import load
from workspace.app import create_app

SIZES = (10_000, 100_000)
PARTS = ("sizes", "real", "writing", "live", "campaigns", "committees", "coverage", "measures", "starts", "drawing")
DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--only", choices=PARTS, nargs="*", default=PARTS)
    parser.add_argument("--etherpad", type=Path, help="where Etherpad was installed, to be measured with live notes")
    chosen = parser.parse_args()
    found: list[Row] = []
    if "sizes" in chosen.only:
        found += sized(chosen.sizes)
    if "real" in chosen.only:
        with engine() as db:
            found += show(real.rows(db))
    if "writing" in chosen.only:
        with engine() as db:
            found += show(writing.rows(db))
    if "live" in chosen.only:
        with served() as (db, address):
            found += show(live.rows(db, address))
        if chosen.etherpad:
            found += show(etherpad.rows(chosen.etherpad))
    if "campaigns" in chosen.only:
        with served() as (db, address):
            found += show(campaigns.rows(db, address))
    if "committees" in chosen.only:
        with engine() as db:
            found += show(committees.rows(db))
    if "coverage" in chosen.only:
        with engine() as db:
            found += show(coverage.rows(db))
    if "measures" in chosen.only:
        for size in chosen.sizes:
            with engine() as db:
                found += show(measures.rows(db, size))
    if "starts" in chosen.only:
        found += show(starting.rows())
    if "drawing" in chosen.only:
        found += show(drawing.rows())
    keep(found)


def sized(sizes: tuple[int, ...]) -> list[Row]:
    """The figures of each size, and how pages grow from the first to the last."""
    by_size: dict[int, list[Row]] = {}
    out: list[Row] = []
    for size in sizes:
        with engine() as db:
            by_size[size] = questions.goals(list(_of_size(db, size)), size)
        out += show([replace(row, name=f"{size // 1000}k.{row.name}") for row in by_size[size]])
    if len(sizes) > 1:
        out += show(questions.growth(by_size[sizes[0]], by_size[sizes[-1]]))
    return out


def _of_size(db: Database, size: int) -> Iterator[Row]:
    ids = generate(db, size)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(replace(load(), data=Path(folder)), db)
        gc.collect()
        gc.freeze()  # as the site's own workers do
        yield from questions.rows(questions.Network(db, app, ids))
    yield from imports.rows(db, PAGE_OF_50)


@contextmanager
def engine() -> Iterator[Database]:
    """An engine as a site runs it, on an empty folder."""
    with served() as (db, _):
        yield db


@contextmanager
def served() -> Iterator[tuple[Database, Address]]:
    """The same, with its address for another process."""
    settings = load()
    with tempfile.TemporaryDirectory() as folder:
        own = Engine(Path(folder), prepare(settings.cache, settings.maven_url), heap=settings.engine_heap)
        address = own.start()
        try:
            with Database(address.uri, address.user, address.password, timeout=600) as db:
                migrate(db)
                yield db, address
        finally:
            own.stop()


def show(rows: Iterable[Row]) -> list[Row]:
    """Prints rows as they come."""
    shown: list[Row] = []
    marks = {True: "ok", False: "MISSED", None: ""}
    for row in rows:
        goal = f"≤ {row.goal:g}" if row.goal is not None else ""
        print(f"{row.name:45} {row.value:12.2f} {row.unit:8} {goal:10} {marks[row.ok]}", flush=True)
        shown.append(row)
    return shown


def keep(rows: list[Row]) -> None:
    """Writes docs/bench.json; what was not measured this time stays, with its own date."""
    file, today = DOCS / "bench.json", datetime.now(UTC).date().isoformat()
    before: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {"date": today, "rows": []}
    found = {row["name"]: {"date": before["date"], **row} for row in before["rows"]}
    for row in rows:
        found[row.name] = {"date": today, **asdict(row), "value": round(row.value, 3), "ok": row.ok}
    machine = f"{os.cpu_count()} × {platform.machine()}, Python {platform.python_version()}"
    told = {"date": today, "machine": machine, "rows": list(found.values())}
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
