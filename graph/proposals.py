"""Changes that somebody suggests to a record, or that its bearer keeps as a draft: decided field by field, later."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from graph import states, terms
from graph.database import Database
from graph.differences import Difference, differences
from graph.editing import change_record
from graph.errors import Invalid, NotFound
from graph.links import Brief, brief, brief_of
from graph.operations import Operation, now
from graph.permissions import must_write
from graph.schema import SCHEMA
from graph.shaping import own_fields, parse_all, shape_record
from graph.viewers import Viewer, edits, sees

Standing = Literal["draft", "open", "accepted", "refused"]
MOST_OPEN = 50  # to decide on one record: more are noise, or an attack
LONGEST = 60_000  # characters of all fields
KEEP = f"""
MATCH (n:Entity {{id: $record}}) WHERE {sees("n")}
MERGE (p:Proposal {{id: $id}}) SET p += $set, p.record = n.id
RETURN p.id AS id
"""
OPEN_OF = "MATCH (p:Proposal {record: $record, state: 'open'}) RETURN count(p) AS open"
TOLD = f"""
CALL (p) {{ OPTIONAL MATCH (u:User {{id: p.by}}) RETURN u.name AS who }}
RETURN p {{.id, .raw, .base, .why, .by, .name, .email, .at, .state, .decided_by, .decided_at, .answer}} AS proposal,
       {brief("n")} AS record, who, {edits("n")} AS mine
ORDER BY p.at DESC, p.id DESC
"""
TO_DECIDE = f"""
MATCH (p:Proposal) WHERE p.state = 'open' AND p.at > ''
MATCH (n:Entity {{id: p.record}}) WHERE {edits("n")}
WITH p, n ORDER BY p.at DESC, p.id DESC LIMIT $limit {TOLD}
"""
BY_ME = f"""
MATCH (p:Proposal) WHERE p.by = $user AND p.at > ''
MATCH (n:Entity {{id: p.record}}) WHERE {sees("n")}
WITH p, n ORDER BY p.at DESC, p.id DESC LIMIT $limit {TOLD}
"""
# A draft is its author's; a suggestion is its author's and those's who may decide.
ONE = f"""
MATCH (p:Proposal {{id: $id}}) MATCH (n:Entity {{id: p.record}})
WHERE {sees("n")} AND (p.by = $user OR p.state <> 'draft' AND {edits("n")}) {TOLD}
"""
DRAFT = f"""
MATCH (p:Proposal {{id: $id, by: $user, state: 'draft'}}) MATCH (n:Entity {{id: p.record}}) WHERE {sees("n")} {TOLD}
"""
DECIDE = f"""
MATCH (p:Proposal {{id: $id}}) WHERE p.state IN ['draft', 'open']
MATCH (n:Entity {{id: p.record}}) WHERE {edits("n")} OR p.by = $user
SET p.state = $state, p.decided_by = $user, p.decided_at = $at, p.answer = $answer, p.email = null
RETURN p.id AS id
"""


@dataclass(frozen=True)
class Proposal:
    """What would change: `raw` as typed by field, `base` what the fields said then. `mine` when the reader decides."""

    id: str
    record: Brief
    raw: Mapping[str, str]
    base: Mapping[str, str]
    why: str
    by: str | None
    who: str
    email: str | None
    at: str
    state: Standing
    mine: bool
    answer: str = ""
    decided_at: str | None = None
    differences: tuple[Difference, ...] = ()
    moved: frozenset[str] = field(default_factory=frozenset)
    wrong: Mapping[str, str] = field(default_factory=dict)


def keep(
    db: Database, viewer: Viewer, record: str, raw: Mapping[str, str], base: Mapping[str, str], *, draft: bool = False,
    id: str | None = None, why: str = "", name: str = "", email: str = "",
) -> str:  # fmt: skip
    """Keeps the fields that differ from `base` and gives the proposal's id. Invalid names what cannot be kept."""
    changed = {field: text for field, text in raw.items() if text.strip() != base.get(field, "").strip()}
    _check(db, viewer, record, changed, draft)
    told = {
        "raw": json.dumps(changed, ensure_ascii=False), "why": why.strip()[:1000], "at": now(), "by": viewer.user,
        "base": json.dumps({field: base.get(field, "") for field in changed}, ensure_ascii=False),
        "name": name.strip()[:200], "email": email.strip()[:200] or None, "state": "draft" if draft else "open",
    }  # fmt: skip
    if id and (kept := proposal(db, viewer, id)) and (kept.by, kept.state) != (viewer.user, "draft"):
        raise NotFound(id)
    id = id or f"p-{secrets.token_urlsafe(9)}"
    if not db.write(KEEP, id=id, record=record, set=told, **viewer.params()):
        raise NotFound(record)
    return id


def to_decide(db: Database, viewer: Viewer, limit: int = 200) -> list[Proposal]:
    """The suggestions that wait for this viewer, newest first."""
    return [_proposal(row) for row in db.read(TO_DECIDE, limit=limit, **viewer.rights())]


def of_author(db: Database, viewer: Viewer, limit: int = 50) -> list[Proposal]:
    """What this account suggested or keeps as a draft, newest first."""
    rows = db.read(BY_ME, user=viewer.user, limit=limit, **viewer.rights()) if viewer.user else []
    return [_proposal(row) for row in rows]


def proposal(db: Database, viewer: Viewer, id: str, language: str = "fr") -> Proposal:
    """One proposal with what it would change today; `moved` are the fields that changed since it was written."""
    rows = db.read(ONE, id=id, user=viewer.user or "", **viewer.rights())
    if not rows:
        raise NotFound(id)
    found = _proposal(rows[0])
    now_said = states.records(db, [found.record.id])[found.record.id].state
    wrong = unreadable(found)
    after = as_if(now_said, {name: text for name, text in found.raw.items() if name not in wrong})
    told = differences("record", found.record.kind, None, now_said, after, terms.added(db), language)
    kind = SCHEMA.kinds[found.record.kind]
    told += tuple(
        Difference(name, own_fields(kind)[name].label, found.base[name] or None, found.raw[name]) for name in wrong
    )
    kept = as_if(now_said, found.base)
    moved = frozenset(name for name in found.raw if kept.get(name) != now_said.get(name))
    return replace(found, differences=told, moved=moved, wrong=wrong)


def unreadable(found: Proposal) -> dict[str, str]:
    """What a draft says that its fields cannot hold yet, with why."""
    try:
        parse_all(own_fields(SCHEMA.kinds[found.record.kind]).values(), found.raw)
    except Invalid as error:
        return dict(error.fields)
    return {}


def draft_of(db: Database, id: str, author: str) -> Proposal:
    """A draft by its author's link, whoever reads it. NotFound when it was published or thrown away."""
    rows = db.read(DRAFT, id=id, user=author, **Viewer(author, all=True).rights())
    if not rows:
        raise NotFound(id)
    return _proposal(rows[0])


def accept(
    db: Database, viewer: Viewer, id: str, fields: Iterable[str], operation: Operation, answer: str = ""
) -> None:
    """Writes the chosen fields to the record in the decider's name, and closes the proposal."""
    found = proposal(db, viewer, id)
    must_write(viewer, found.record.id)
    if found.state not in ("draft", "open"):
        raise NotFound(id)
    chosen = {name: text for name, text in found.raw.items() if name in set(fields)}
    if not chosen:
        raise Invalid({"champs": "choisissez au moins un champ, ou refusez"})
    version = states.records(db, [found.record.id])[found.record.id].version
    change_record(db, viewer, found.record.id, version, chosen, operation)
    _decide(db, viewer, id, "accepted", answer)


def refuse(db: Database, viewer: Viewer, id: str, answer: str = "") -> None:
    """Closes a proposal and changes nothing: the bearer refuses it, or its author takes it back."""
    _decide(db, viewer, id, "refused", answer)


def as_if(state: Mapping[str, Any], raw: Mapping[str, str]) -> dict[str, Any]:
    """The record's state with these fields as typed. Invalid names a field that cannot be read."""
    kind = SCHEMA.kinds[state["kind"]]
    return shape_record(state, kind, parse_all(own_fields(kind).values(), raw))


def _check(db: Database, viewer: Viewer, record: str, changed: Mapping[str, str], draft: bool) -> None:
    found = states.records(db, [record]).get(record)
    if found is None or not viewer.reads(found.state["audience"]):
        raise NotFound(record)
    if not changed.get("name", "…").strip():
        raise Invalid({"name": "un nom est nécessaire"})
    if not changed:
        raise Invalid({"name": "rien n'a été changé : modifiez ce qui doit l'être"})
    if sum(map(len, changed.values())) > LONGEST:
        raise Invalid({max(changed, key=lambda name: len(changed[name])): "trop long"})
    if not draft:
        as_if(found.state, changed)
        if db.read(OPEN_OF, record=record)[0]["open"] >= MOST_OPEN:
            raise Invalid({"name": "cette fiche a déjà beaucoup de suggestions en attente"})


def _decide(db: Database, viewer: Viewer, id: str, state: Standing, answer: str) -> None:
    told = {"state": state, "at": now(), "answer": answer.strip()[:1000], "user": viewer.user}
    if not db.write(DECIDE, id=id, **told, **viewer.rights()):
        raise NotFound(id)


def _proposal(row: Mapping[str, Any]) -> Proposal:
    told = row["proposal"]
    return Proposal(
        told["id"], brief_of(row["record"]), json.loads(told["raw"]), json.loads(told["base"]), told["why"] or "",
        told["by"], row["who"] or told["name"] or "", told["email"] if row["mine"] else None, told["at"],
        told["state"], bool(row["mine"]), told["answer"] or "", told["decided_at"],
    )  # fmt: skip
