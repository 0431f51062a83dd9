"""Import runs as they are remembered: when, by whom, how far they came, what came of them, every problem."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from graph.database import Database
from graph.errors import NotFound
from graph.imports.drafts import Problem, Report
from graph.imports.leases import Claim
from graph.links import Brief, brief, brief_of
from graph.operations import now
from graph.schema import SCHEMA
from graph.undo import Undone
from graph.viewers import Viewer, sees

END = """
MATCH (run:Run {id: $id}) WHERE run.owner = $owner
SET run += {ended_at: $at, state: 'done', created: $created, updated: $updated, unchanged: $unchanged, seen: $seen,
            total: $seen, problems: $problems, matches: $matches, problem_count: $problem_count, tally: $tally,
            running: null, lease_until: 0, error: null}
"""
UNDONE = """
MATCH (run:Run {id: $id}) WHERE run.owner = $owner
SET run += {state: 'undone', undone_at: $at, taken_back: $taken_back, kept: $kept, lease_until: 0, error: null}
"""
# Prefixes come longest first: "service-" would be found in no other, but a kind may be added.
WRITTEN = """
MATCH (c:Change) WHERE c.op = $op AND c.seq > 0
WITH coalesce(c.relation, c.record) AS thing, max(c.type) AS type,
     max(CASE WHEN c.action = 'create' AND c.subject <> 'contact' THEN 1 ELSE 0 END) AS made
WITH coalesce(type, head([prefix IN $prefixes WHERE thing STARTS WITH prefix])) AS what, made
RETURN what, sum(made) AS created, sum(1 - made) AS updated ORDER BY what
"""
RECENT = """
MATCH (run:Run) WHERE run.started_at > ''
WITH run ORDER BY run.started_at DESC, run.id DESC LIMIT $limit
OPTIONAL MATCH (user:User {id: run.by})
RETURN run {.*, problems: null, matches: null, kept: null, by_name: user.name,
             cut: coalesce(run.lease_until, 0) <= timestamp()} AS run
"""
ONE = """
MATCH (run:Run {id: $id})
OPTIONAL MATCH (user:User {id: run.by})
RETURN run {.*, by_name: user.name, cut: coalesce(run.lease_until, 0) <= timestamp()} AS run
"""
# A person and their coordinates are one thing.
CHANGES_OF = (
    "MATCH (c:Change) WHERE c.op = $op AND c.seq > 0 RETURN count(DISTINCT coalesce(c.relation, c.record)) AS n"
)
MADE = f"""
MATCH (c:Change) WHERE c.op = $op AND c.seq > 0 AND c.subject = 'record' AND c.action = 'create'
MATCH (n:Entity {{id: c.record}}) WHERE {sees("n")}
WITH n, COUNT {{ (n)--(:Entity) }} AS links ORDER BY links DESC, n.name, n.id LIMIT $limit
RETURN {brief("n")} AS record
"""
LAST = """
MATCH (run:Run {state: 'done'}) WHERE run.started_at > ''
RETURN run.source AS source, run.path AS path, max(run.ended_at) AS at ORDER BY source, path
"""


@dataclass(frozen=True)
class Tally:
    """How many records of a kind, or relations of a type, a run created and changed."""

    what: str
    created: int = 0
    updated: int = 0


@dataclass(frozen=True)
class Run:
    """One import: `state` is running, done, undoing or undone; counts are of records and relations together.
    `cut`: nobody is at it any more. `seen` of `total` drafts and links were read (0: the total is not known)."""

    id: str
    source: str
    path: str
    by: str
    started_at: str
    state: str
    ended_at: str | None = None
    undone_at: str | None = None
    undo_op: str | None = None
    upload: str | None = None
    error: str | None = None
    by_name: str | None = None
    cut: bool = False
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problem_count: int = 0
    seen: int = 0
    total: int = 0
    taken_back: int = 0
    problems: tuple[Problem, ...] = ()
    matches: tuple[tuple[str, str, str], ...] = ()
    tally: tuple[Tally, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()


def finish(db: Database, claim: Claim, seen: int, report: Report) -> tuple[Tally, ...]:
    """Counts what the run wrote in all its pieces, and keeps the report."""
    tally = written(db, claim.op)
    report.created, report.updated = sum(one.created for one in tally), sum(one.updated for one in tally)
    report.unchanged = max(0, seen - report.created - report.updated - report.left_out)
    db.write(
        END, id=claim.run, owner=claim.owner, at=now(), created=report.created, updated=report.updated, seen=seen,
        unchanged=report.unchanged, problems=_json(asdict(problem) for problem in report.problems),
        matches=_json(report.matches), problem_count=len(report.problems), tally=_json(asdict(one) for one in tally),
    )  # fmt: skip
    return tally


def finish_undo(db: Database, claim: Claim, undone: Undone) -> None:
    """The run's writes were taken back, but for what was changed again since."""
    kept = _json(undone.kept)
    db.write(UNDONE, id=claim.run, owner=claim.owner, at=now(), taken_back=changes_of(db, claim.op), kept=kept)


def written(db: Database, op: str) -> tuple[Tally, ...]:
    """What an operation created and changed, by kind of record and type of relation."""
    prefixes = sorted((f"{kind.prefix}-" for kind in SCHEMA.kinds.values()), key=len, reverse=True)
    rows = db.read(WRITTEN, op=op, prefixes=prefixes)
    kinds = {f"{kind.prefix}-": kind.name for kind in SCHEMA.kinds.values()}
    return tuple(Tally(kinds.get(str(row["what"]), str(row["what"])), row["created"], row["updated"]) for row in rows)


def changes_of(db: Database, op: str) -> int:
    """How many records and relations an operation changed: how far an undo has come."""
    return int(db.read(CHANGES_OF, op=op)[0]["n"])


def made_by(db: Database, viewer: Viewer, op: str, limit: int = 12) -> list[Brief]:
    """Records that an operation created and that are still there, the most linked first."""
    return [brief_of(row["record"]) for row in db.read(MADE, op=op, limit=limit, **viewer.params())]


def recent(db: Database, limit: int = 50) -> list[Run]:
    """The last runs, newest first, without their problems."""
    return [_run(row["run"]) for row in db.read(RECENT, limit=limit)]


def run_of(db: Database, id: str) -> Run:
    """One run with its whole report."""
    rows = db.read(ONE, id=id)
    if not rows:
        raise NotFound(id)
    return _run(rows[0]["run"])


def last_imports(db: Database) -> dict[tuple[str, str], str]:
    """When each (source, path) was last imported to its end (UTC)."""
    return {(row["source"], row["path"]): row["at"] for row in db.read(LAST)}


def _json(items: Iterable[Any]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


def _run(row: Mapping[str, Any]) -> Run:
    lists = {name: json.loads(row.get(name) or "[]") for name in ("problems", "matches", "tally", "kept")}
    plain = {field.name: row[field.name] for field in fields(Run) if row.get(field.name) is not None}
    return Run(**plain | {
        "problems": tuple(Problem(**problem) for problem in lists["problems"]),
        "matches": tuple(tuple(match) for match in lists["matches"]),
        "tally": tuple(Tally(**one) for one in lists["tally"]),
        "kept": tuple(tuple(pair) for pair in lists["kept"]),
    })  # fmt: skip
