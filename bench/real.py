"""The demo network, and the real public data when it is beside the checkout: how long each import takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Row
from graph.database import Database
from graph.imports.bring import TABLE, bring
from graph.imports.drafts import Report
from graph.imports.sources import SOURCES
from graph.viewers import SYSTEM
from workspace.places import shared

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
FOLDERS = {"cog": "cog-2026"}


def rows(db: Database) -> Iterator[Row]:
    """Seconds and rows a second of each import."""
    yield from _import(db, TABLE, shared("demo"), "demo")
    for source in SOURCES:
        folder = DATA / FOLDERS.get(source, source)
        if folder.exists():
            yield from _import(db, source, folder, source)


def _import(db: Database, source: str, path: Path, name: str) -> Iterator[Row]:
    report = Report()
    start = time.perf_counter()
    bring(db, SYSTEM, source, path, report)
    seconds = time.perf_counter() - start
    yield Row(f"real.{name}.seconds", seconds, "s")
    yield Row(f"real.{name}.rows_per_second", (report.created + report.updated + report.unchanged) / seconds, "rows/s")
