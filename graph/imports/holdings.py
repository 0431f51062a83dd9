"""What each source has given to the network: how many records, and when it was last imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.database import Database
from graph.imports.runs import last_imports
from graph.viewers import Viewer, sees

COUNTED = f"""
UNWIND $prefixes AS prefix
CALL (prefix) {{
  MATCH (ref:Ref) WHERE ref.key STARTS WITH prefix
  MATCH (ref)-[:IDENTIFIES]->(n:Entity) WHERE {sees("n")}
  RETURN count(DISTINCT n) AS records
}}
RETURN prefix, records ORDER BY prefix
"""


@dataclass(frozen=True)
class Holding:
    """`records` are those that the reader may see; `imported_at` is the end of the last import (UTC)."""

    records: int
    imported_at: str | None = None


def holdings(db: Database, viewer: Viewer, sources: Iterable[str], prefixes: Iterable[str]) -> dict[str, Holding]:
    """By source; `prefixes` begin the identifiers that each source in turn gives."""
    wanted = dict(zip(sources, prefixes, strict=True))
    rows = db.read(COUNTED, prefixes=sorted(set(wanted.values())), **viewer.params())
    counts = {row["prefix"]: row["records"] for row in rows}
    last: dict[str, str] = {}
    for (source, _), at in last_imports(db).items():
        last[source] = max(at, last.get(source, ""))
    return {source: Holding(counts.get(prefix, 0), last.get(source)) for source, prefix in wanted.items()}
