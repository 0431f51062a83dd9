"""Taking an operation back: an edit, an import run, a merge, or an undo itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph import freezing, states
from graph.database import Database
from graph.errors import NotAllowed, NotFound
from graph.operations import GONE, Operation, Step
from graph.permissions import may_take
from graph.shaping import derive_record, without_empty
from graph.viewers import Viewer
from graph.writing import told, write

# Small batches let other people's saves through: 200 make them wait 41 ms (p95), 5,000 make them wait 1.2 s.
BATCH = 200
CHANGES = """
MATCH (c:Change) WHERE c.op = $op AND c.seq < $before
WITH c ORDER BY c.op DESC, c.seq DESC LIMIT $limit
RETURN c.seq AS seq, c.subject AS subject, c.record AS record, c.relation AS relation, c.action AS action,
       c.before AS before, c.after AS after
ORDER BY seq DESC
"""
TIED = """
UNWIND $ids AS id MATCH (n:Entity|Gone {id: id})
WHERE EXISTS { (n)-[r]-() WHERE NOT type(r) IN ['IDENTIFIES', 'HAS_CONTACT'] } OR EXISTS { (n)-[:HAS_CONTACT]->() }
RETURN n.id AS id ORDER BY id
"""
DERIVED = frozenset({"search", "title", "stems", "audience", "name_key", "updated_at", "updated_by"})


@dataclass
class Undone:
    """What an undo did: how many changes were taken back, and what was left because somebody changed it since."""

    op: str
    taken_back: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)


def undo(db: Database, viewer: Viewer, op: str, operation: Operation) -> Undone:
    """Takes back every change of `op`, the last first, except what was changed again since. May be repeated."""
    if not viewer.creates:
        raise NotAllowed("Seuls les porteurs et l'animation peuvent annuler.")
    out = Undone(operation.id)
    found = False
    for batch in _batches(db, op):
        found = True
        steps = [step for step in _inverses(db, batch, out) if _own(viewer, step, operation, out)]
        write(db, viewer, operation, steps)
        out.taken_back += len(steps)
    if not found:
        raise NotFound(op)
    return out


def _own(viewer: Viewer, step: Step, operation: Operation, out: Undone) -> bool:
    """Is it the viewer's to take back? What is not, or was adopted since, is kept, and told to who may know of it."""
    if may_take(viewer, step):
        why = freezing.refusal(operation, step)
        out.kept += [(step.id, why)] if why else []
        return not why
    if viewer.reads(str((step.before or step.after or {}).get("audience"))):
        out.kept.append((step.id, "n'est pas à vous"))
    return False


def _batches(db: Database, op: str) -> Iterator[list[dict[str, Any]]]:
    """Changes of the operation from the last, in batches of one subject each thing of which occurs once."""
    before = 1 << 62
    while rows := db.read(CHANGES, op=op, before=before, limit=BATCH):
        batch: list[dict[str, Any]] = []
        for row in rows:
            if row["subject"] != rows[0]["subject"] or any(_id(row) == _id(other) for other in batch):
                break
            batch.append(row)
        before = batch[-1]["seq"]
        yield batch


def _id(change: Mapping[str, Any]) -> str:
    return str(change["relation"] or change["record"])


def _inverses(db: Database, batch: list[dict[str, Any]], out: Undone) -> Iterator[Step]:
    subject = batch[0]["subject"]
    now = states.present(db, subject, [_id(change) for change in batch])
    made = [_id(change) for change in batch if change["action"] == "create" and subject == "record"]
    tied = {row["id"] for row in db.read(TIED, ids=made)} if made else set()
    ends = _ends(db, batch) if subject == "relation" else {}
    for change in batch:
        id = _id(change)
        present = now.get(id)
        if present is None and subject == "relation":
            present = ends.get(id)
        if id in tied:
            out.kept.append((id, "d'autres liens s'y rattachent depuis"))
        elif step := _inverse(change, present, out):
            yield step


def _inverse(change: Mapping[str, Any], present: states.Present | None, out: Undone) -> Step | None:
    id, before, after = _id(change), told(change["before"]), told(change["after"])
    current = present.state if present else None
    exists = present is not None and bool(present.state)
    if before is None:
        return _unmake(id, change, after or {}, present, out) if exists else None
    if after is None:
        return None if exists else _remade(id, change, before, present, out)
    if not exists or present is None or current is None:
        out.kept.append((id, "n'existe plus"))
        return None
    back = _set_back(current, before, after)
    lost = [name for name in after if name not in DERIVED and current.get(name) not in (after[name], before.get(name))]
    if lost:
        out.kept.append((id, f"modifié depuis : {', '.join(lost)}"))
        back = {name: value for name, value in back.items() if name not in DERIVED}
    made = without_empty({**current, **back})
    made = derive_record(made) if lost and change["subject"] == "record" else made
    step = Step(change["subject"], id, current, made, present.version, present.ends)
    return step if step.changed() else None


def _remade(
    id: str, change: Mapping[str, Any], before: Mapping[str, Any], present: states.Present | None, out: Undone
) -> Step | None:
    if change["subject"] == "relation" and present is None:
        out.kept.append((id, "une des deux fiches n'existe plus"))
        return None
    return Step(change["subject"], id, None, before, ends=present.ends if present else ("public", "public"))


def _set_back(current: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that are still as the change left them, at what they were before it."""
    return {name: before.get(name) for name in after if current.get(name) == after[name]}


def _unmake(
    id: str, change: Mapping[str, Any], made: Mapping[str, Any], present: states.Present | None, out: Undone
) -> Step | None:
    assert present is not None
    changed = [n for n in {*made, *present.state} - DERIVED if made.get(n) != present.state.get(n)]
    if changed:
        out.kept.append((id, f"modifié depuis : {', '.join(sorted(changed))}"))
        return None
    return Step(change["subject"], id, present.state, None, present.version, present.ends)


def _ends(db: Database, batch: list[dict[str, Any]]) -> dict[str, states.Present]:
    """For relations to be made again: the audiences of their ends today."""
    lost = {_id(c): told(c["before"]) or {} for c in batch if c["after"] is None}
    records = states.records(db, {state[end] for state in lost.values() for end in ("@from", "@to")})
    out = {}
    for id, state in lost.items():
        a, b = records.get(state["@from"]), records.get(state["@to"])
        if a and b and not a.state.get(GONE) and not b.state.get(GONE):
            out[id] = states.Present({}, 0, (a.state["audience"], b.state["audience"]))
    return out
