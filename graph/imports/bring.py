"""From a source's name and a path to a finished import: what the command line and the page both call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.database import Database
from graph.errors import Invalid
from graph.imports import table
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.leases import Claim
from graph.imports.run import Outcome, Progress, run_import
from graph.imports.sources import SOURCES
from graph.imports.tables.mapping import Mapping, load_mapping
from graph.viewers import Viewer

TABLE = "table"


def bring(
    db: Database, viewer: Viewer, source: str, path: Path, report: Report, *, name: str | None = None,
    mapping: Path | Mapping | None = None, dry: bool = False, progress: Progress | None = None,
    claim: Claim | None = None,
) -> Outcome:  # fmt: skip
    """Reads `path` as `source` and brings the graph up to it. `name` is the path as told in the report."""
    drafts = read(source, path, report, mapping)
    return run_import(
        db, viewer, source, name or path.name, drafts, report, dry=dry, progress=progress, claim=claim,
        place=str(path.resolve()),
    )  # fmt: skip


def read(source: str, path: Path, report: Report, mapping: Path | Mapping | None = None) -> Iterator[Draft | DraftLink]:
    """The drafts of a known source or of a table. Invalid names the sources when this one is unknown."""
    if source == TABLE:
        known = load_mapping(mapping) if isinstance(mapping, Path) else mapping
        return table.read(path, report, known)
    if source not in SOURCES:
        raise Invalid({"source": f"« {source} » n'est pas connue ; les sources sont : {', '.join([*SOURCES, TABLE])}"})
    return SOURCES[source].read(path, report)
