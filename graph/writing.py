"""The one write path: steps in, graph and feed changed in one transaction, or nothing at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from graph import beside, freezing, granting, viewers
from graph.database import Database, Transaction
from graph.errors import Conflict
from graph.operations import GONE, REFS, Operation, Step
from graph.schema import SCHEMA
from graph.viewers import Viewer

# Each statement takes the places of its rows in the feed first: a total order of all writes, no deadlock between
# writers, and no journey for the places alone. A row's place is its version too.
ROWS = """
MERGE (k:Counter {name: 'changes'}) ON CREATE SET k.n = 0
SET k.n = k.n + size($rows)
WITH k.n - size($rows) AS taken
UNWIND $rows AS row
WITH row, taken + row.place AS seq, row.set AS values
"""
SET = "values {.*, version: seq}"
# A commit may land without its acknowledgement: the second try looks for the first step before writing again.
LANDED = """
MATCH (c:Change) WHERE c.op = $op AND c.seq > 0 AND c.record = $record AND c.after = $after AND c.subject = $subject
RETURN c.seq AS seq LIMIT 1
"""

# Names one by one and 500 steps a statement: a map set afterwards, and all rows held at once behind the planner's
# Eager, filled the engine's heap. 12,000 steps of one operation: 4.0 s of the engine's time before, 3.4 after. What is
# the same for all of them (`$told`) is sent once.
TOLD = {
    "seq": "seq", "before": "row.before", "after": "row.after", "audience": "row.audience",
    **{name: f"$told.{name}" for name in ("op", "at", "by", "why", "action", "subject")},
}  # fmt: skip
OF_RECORD = {"record": "row.id"}
OF_RELATION = {"record": "row.source", "other": "row.target", "relation": "row.id", "type": "row.type"}


def tell(of: dict[str, str]) -> str:
    """Cypher: the :Change of a row."""
    return f"CREATE (c:Change {{{', '.join(f'{name}: {value}' for name, value in (TOLD | of).items())}}})"


TELL, TELL_RELATION = tell(OF_RECORD), tell(OF_RELATION)
MOST = 500  # steps of a statement

CREATE_RECORD = f"""
{ROWS} WHERE $creates AND NOT EXISTS {{ (:Gone {{id: row.id}}) }}
CREATE (n:$(row.labels)) SET n = {SET}
FOREACH (ref IN row.refs | CREATE (:Ref {{key: ref.key, imported: ref.imported}})-[:IDENTIFIES]->(n))
{TELL}
RETURN collect(row.id) AS done, min(seq) AS first
"""
UPDATE_RECORD = f"""
{ROWS}
MATCH (n:Entity {{id: row.id}}) WHERE n.version = row.version AND {viewers.edits("n")}
SET n += {SET}
FOREACH (_ IN CASE WHEN row.public THEN [1] ELSE [] END | SET n:Public)
FOREACH (_ IN CASE WHEN row.public THEN [] ELSE [1] END | REMOVE n:Public)
{TELL}
RETURN collect(row.id) AS done, min(seq) AS first
"""
DELETE_RECORD = UPDATE_RECORD.replace(TELL, f"REMOVE n:Entity SET n:Gone {TELL}")
RESTORE_RECORD = UPDATE_RECORD.replace("(n:Entity {", "(n:Gone {").replace(TELL, f"REMOVE n:Gone SET n:Entity {TELL}")
ERASE_RECORD = f"""
{ROWS}
CALL (row) {{ MATCH (n:Entity {{id: row.id}}) RETURN n UNION MATCH (n:Gone {{id: row.id}}) RETURN n }}
WITH row, seq, n WHERE n.version = row.version AND {viewers.edits("n")}
  AND NOT EXISTS {{ (n)-[r]-() WHERE type(r) <> 'IDENTIFIES' }}
OPTIONAL MATCH (ref:Ref)-[:IDENTIFIES]->(n)
DETACH DELETE ref
WITH DISTINCT row, seq, n
DETACH DELETE n
{TELL}
WITH row, seq
CALL (row) {{ MATCH (m:Mobilisation {{record: row.id}}) DELETE m }}
CALL (row) {{ MATCH (h:Handling {{record: row.id}}) DELETE h }}
CALL (row) {{ MATCH (d:ReviewDuty {{record: row.id}}) DELETE d }}
RETURN collect(row.id) AS done, min(seq) AS first
"""
DROP_REFS = "UNWIND $refs AS ref MATCH (f:Ref {key: ref.key}) DETACH DELETE f"
KEEP_REFS = "UNWIND $refs AS ref MATCH (f:Ref {key: ref.key}) SET f.imported = ref.imported"
ADD_REFS = """
UNWIND $refs AS ref MATCH (n:Entity {id: ref.id})
CREATE (:Ref {key: ref.key, imported: ref.imported})-[:IDENTIFIES]->(n)
"""
# Of a record in the bin too: one that was taken back, and comes back there, has its contact as before.
CREATE_CONTACT = f"""
{ROWS}
MATCH (n:Entity|Gone {{id: row.id}}) WHERE {viewers.edits("n")}
CREATE (n)-[:HAS_CONTACT]->(m:Contact) SET m = {SET}
{TELL}
RETURN collect(row.id) AS done, min(seq) AS first
"""
UPDATE_CONTACT = f"""
{ROWS}
MATCH (m:Contact {{id: row.id}}) WHERE m.version = row.version AND {viewers.edits("m")}
SET m += {SET}
{TELL}
RETURN collect(row.id) AS done, min(seq) AS first
"""
ERASE_CONTACT = UPDATE_CONTACT.replace(f"SET m += {SET}", "DETACH DELETE m")
CREATE_RELATION = f"""
{ROWS}
MATCH (a:Entity {{id: row.source}}) WHERE a.audience = row.source_audience
MATCH (b:Entity {{id: row.target}}) WHERE b.audience = row.target_audience AND {viewers.ties("a", "b", "row")}
CREATE (a)-[r:$(row.type)]->(b) SET r = {SET}
{TELL_RELATION}
RETURN collect(row.id) AS done, min(seq) AS first
"""
UPDATE_RELATION = f"""
{ROWS}
MATCH (a)-[r:TYPE {{id: row.id}}]->(b) WHERE r.version = row.version AND {viewers.unties("r", "a", "b", "row")}
SET r += {SET}
{TELL_RELATION}
RETURN collect(row.id) AS done, min(seq) AS first
"""
ERASE_RELATION = UPDATE_RELATION.replace(f"SET r += {SET}", "DELETE r")

STATEMENTS = {
    ("record", "create"): CREATE_RECORD,
    ("record", "update"): UPDATE_RECORD,
    ("record", "delete"): DELETE_RECORD,
    ("record", "restore"): RESTORE_RECORD,
    ("record", "erase"): ERASE_RECORD,
    ("contact", "create"): CREATE_CONTACT,
    ("contact", "update"): UPDATE_CONTACT,
    ("contact", "erase"): ERASE_CONTACT,
    ("relation", "create"): CREATE_RELATION,
    ("relation", "update"): UPDATE_RELATION,
    ("relation", "erase"): ERASE_RELATION,
}

SETS = ("update", "delete", "restore")  # of a record that there is, before and after


@dataclass(frozen=True)
class Group:
    """Steps that one statement carries out, with its rows, those of their Refs and of what stands beside them; `told`
    is what their Changes have in common. Made before the transaction begins: from its first statement on, everybody
    else's writes wait for it."""

    statement: str
    told: dict[str, Any]
    rows: list[dict[str, Any]]
    refs: list[tuple[str, list[dict[str, Any]]]]


def grouped(operation: Operation, steps: Sequence[Step]) -> list[Group]:
    """Steps ready to be written, in the same order: one group a run of the same sort of step, MOST of them. Invalid for
    what touches words that were adopted."""
    freezing.must_not_be_frozen(operation, steps)
    return [_group(operation, *each) for each in _together(steps)]


def _group(operation: Operation, sort: tuple[str, str, str], steps: Sequence[Step]) -> Group:
    subject, action, type = sort
    # Only types of the schema are written into the statement.
    query = STATEMENTS[subject, action].replace("TYPE", SCHEMA.relations[type].type if type else "")
    refs = [*_refs(steps), *beside.statements(steps)] if subject == "record" and action in SETS else []
    told = operation.told() | {"action": action, "subject": subject}
    return Group(query, told, [_row(step, place) for place, step in enumerate(steps, 1)], refs)


def write(db: Database, viewer: Viewer, operation: Operation, steps: Sequence[Step]) -> None:
    """Carries out all steps or none. Conflict tells the first thing that was not as read, or not the viewer's."""
    if len(steps) <= MOST:
        write_groups(db, viewer, grouped(operation, steps))
        return
    freezing.must_not_be_frozen(operation, steps)
    # The next groups are made while the engine writes: it takes four times longer, so that nobody waits more for it.
    with ThreadPoolExecutor(1) as ahead:
        made = [ahead.submit(_group, operation, *each) for each in _together(steps)]
        _write(db, viewer, lambda: (group.result() for group in made), len(steps))


def write_groups(db: Database, viewer: Viewer, groups: Sequence[Group]) -> range:
    """The same for steps that were made ready before; gives their places in the feed."""
    return _write(db, viewer, lambda: iter(groups), sum(len(group.rows) for group in groups))


def _write(db: Database, viewer: Viewer, groups: Callable[[], Iterator[Group]], count: int) -> range:
    tries, first = 0, 0

    def attempt(tx: Transaction) -> None:
        nonlocal tries, first
        tries += 1
        if tries == 1 or not _landed(tx, next(groups())):
            first = _write_in(tx, viewer, groups())

    if count:
        db.transaction(attempt)
    return range(first, first + count)


def _landed(tx: Transaction, group: Group) -> bool:
    row, told = group.rows[0], group.told
    record = row.get("source", row["id"])
    return bool(tx.run(LANDED, op=told["op"], subject=told["subject"], record=record, after=row["after"]))


def _write_in(tx: Transaction, viewer: Viewer, groups: Iterator[Group]) -> int:
    """The place in the feed of the first."""
    first, rights = 0, viewer.rights()
    for group in groups:
        found = tx.run(group.statement, rows=group.rows, told=group.told, **rights)[0]
        done = set(found["done"])
        if missing := [row["id"] for row in group.rows if row["id"] not in done]:
            raise Conflict(missing[0])
        first = first or int(found["first"])
        for query, refs in group.refs:
            tx.run(query, refs=refs)
    return first


def _together(steps: Sequence[Step]) -> Iterator[tuple[tuple[str, str, str], list[Step]]]:
    """Runs of the same sort of step, MOST at a time."""
    for sort, members in groupby(steps, key=_statement):
        while group := list(islice(members, MOST)):
            yield sort, group


def _statement(step: Step) -> tuple[str, str, str]:
    """Steps of one statement: what is created takes labels and types as data, a relation is found by its type."""
    return step.subject, step.action, "" if step.action == "create" else step.type


def _row(step: Step, place: int) -> dict[str, Any]:
    """What the statement needs of a step, the `place`-th of its group."""
    known = step.after or step.before or {}
    row: dict[str, Any] = {"id": step.id, "place": place, "set": step.set(), "version": step.version, **step.told()}
    if step.subject == "record":
        row["public"] = known.get("audience") == "public"
        row["labels"] = labels_of(known["kind"], public=row["public"], gone=bool(known.get(GONE)))
        row["refs"] = [{"key": key, "imported": kept} for key, kept in (known.get(REFS) or {}).items()]
    if step.subject == "relation":
        row |= {"source": known["@from"], "target": known["@to"], "type": SCHEMA.relations[step.type].type}
        row |= {"source_audience": step.ends[0], "target_audience": step.ends[1], **granting.of(step)}
    return row


def labels_of(kind: str, *, public: bool, gone: bool = False) -> list[str]:
    """The labels of a record: `Entity` (or `Gone`), its kind, its family, `Public` when everybody may see it."""
    family = SCHEMA.family_of(kind).node_label
    return ["Gone" if gone else "Entity", SCHEMA.kinds[kind].name, family, *(["Public"] if public else [])]


def _refs(steps: Sequence[Step]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The statements for Refs that go, come, or keep something else, with their rows."""
    dropped, added, kept = [], [], []
    for step in steps:
        before, after = (step.before or {}).get(REFS) or {}, (step.after or {}).get(REFS) or {}
        dropped += [{"key": key} for key in before if key not in after]
        added += [{"id": step.id, "key": key, "imported": after[key]} for key in after if key not in before]
        kept += [{"key": k, "imported": after[k]} for k in after if k in before and before[k] != after[k]]
    return [(query, refs) for query, refs in ((DROP_REFS, dropped), (ADD_REFS, added), (KEEP_REFS, kept)) if refs]


def told(change_json: str | None) -> dict[str, Any] | None:
    """A Change's `before` or `after` as a dict."""
    return None if change_json is None else json.loads(change_json)
