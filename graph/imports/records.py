"""A batch of drafts against the graph: which record each one is, and the steps that bring it up to date."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import freezing, states
from graph.database import Database
from graph.editing import TAKEN, contact_state, is_taken
from graph.folding import fold, slug
from graph.imports import names
from graph.imports.checking import missing
from graph.imports.drafts import Draft, Report
from graph.imports.threeway import dumps, loads, merge, parsed, plain, present
from graph.operations import REFS, Operation, Step
from graph.schema import SCHEMA
from graph.shaping import contact_fields, own_fields, shape_record
from graph.values import State

PROVENANCE = frozenset({"source", "source_url", "source_date"})

# One row: the driver takes 25 µs for each. Which ids are taken is asked along: a journey less for each batch.
WHO = f"""
CALL () {{
  CALL () {{
    UNWIND $ids AS key MATCH (n:Entity {{id: substring(key, 9)}}) RETURN key, n
    UNION ALL UNWIND $refs AS key MATCH (:Ref {{key: key}})-[:IDENTIFIES]->(n) RETURN key, n
    UNION ALL UNWIND $names AS key MATCH (n:Entity {{name_key: substring(key, 5)}})
    WITH key, collect(n)[..2] AS found WHERE size(found) = 1 RETURN key, found[0] AS n
  }}
  RETURN collect([key, n.id, n.kind, n.audience, n:Gone]) AS found
}}
CALL () {{ UNWIND $wishes AS wish WITH wish WHERE {is_taken("wish")} RETURN collect(wish) AS taken }}
RETURN found, taken
"""


@dataclass(frozen=True)
class Known:
    """A record that a ref points at."""

    id: str
    kind: str
    audience: str
    gone: bool = False


def resolve(db: Database, keys: Sequence[str], pending: Mapping[str, Known]) -> dict[str, Known]:
    """Who each key is: a Ref, `maillage:<id>`, or `name:<prefix>/<folded name>` when only one record bears it (of all
    the kinds, where `names` tells several). `pending` is what this run knows besides: later drafts and links may
    point at it."""
    return resolve_beside(db, keys, pending)[0]


def resolve_beside(
    db: Database, keys: Sequence[str], pending: Mapping[str, Known], wishes: Sequence[str] = ()
) -> tuple[dict[str, Known], set[str]]:
    """The same, and which of these ids are taken."""
    asked = sorted(set(keys))
    several = [key for key in asked if names.of_several_kinds(key)]
    single = [key for key in asked if key not in set(several)]
    groups = {
        "names": [key for key in single if key.startswith("name:")],
        "ids": [key for key in single if key.startswith("maillage:")],
        "refs": [key for key in single if not key.startswith("name:")],
    }
    found = {key: pending[key] for key in asked if key in pending}
    row = db.read(WHO, **groups, wishes=wishes)[0] if single or wishes else {"found": (), "taken": ()}
    found |= {key: Known(*who) for key, *who in row["found"]}
    return found | _of_several_kinds(db, several, pending), set(row["taken"])


def _of_several_kinds(db: Database, keys: Sequence[str], pending: Mapping[str, Known]) -> dict[str, Known]:
    found = {key: [pending[each] for each in names.each_kind(key) if each in pending] for key in keys}
    for row in names.bearers(db, keys):
        found[row["key"]].append(Known(row["id"], row["kind"], row["audience"]))
    return {key: each[0] for key, each in found.items() if len({known.id for known in each}) == 1}


def record_steps(
    db: Database, drafts: Sequence[Draft], operation: Operation, report: Report, pending: MutableMapping[str, Known], *,
    dry: bool = False,
) -> list[Step]:  # fmt: skip
    """The steps for drafts whose values are parsed (see `checking`). Unchanged drafts give none. To `pending` are added
    the other names that records go by here and, in a dry run, what would be created."""
    wishes = [wished_id(draft) for draft in drafts]
    known, taken = resolve_beside(db, [ref for draft in drafts for ref in draft.refs], pending, wishes)
    now = states.records(db, {found.id for found in known.values()})
    contacts = states.contacts(db, now) if any(draft.contact for draft in drafts) else {}
    matches = [(draft, _match(draft, known, now, report)) for draft in drafts]
    ids = _new_ids(db, [draft for draft, match in matches if match is None], pending, taken)
    taken_refs = set(known)
    steps: list[Step] = []
    for draft, match in matches:
        if match and draft.says == "name":
            continue
        if match and match.gone:
            name = draft.fields.get("name") or draft.refs[0]
            report.problem(draft.where, None, name, "la fiche a été supprimée", "laissée supprimée")
            continue
        if match and match.id not in now:  # only a dry run knows it
            continue
        if match:
            changed = _update(draft, now[match.id], operation, report, taken_refs)
            if any(freezing.refusal(operation, step) for step in changed):
                report.problem(draft.where, "text", "", "la note est adoptée", "fiche laissée telle quelle")
                continue
            steps += changed
            id = match.id
            # A record known by its number may go by another name in this file, and links name it so.
            pending.update({ref: match for ref in draft.refs if ref not in known})
        elif absent := missing(draft):
            labels = ", ".join(str(field.label) for field in absent)
            report.leave_out(draft.where, absent[0].name, "", f"il manque : {labels}", "fiche non créée")
            continue
        else:
            id = ids[draft.refs[0]]
            steps.append(_create(draft, id, operation, taken_refs))
            if dry:
                pending.update(_told_keys(draft, id, str(steps[-1].after["audience"] if steps[-1].after else "")))
        steps += _contact(draft, id, contacts)
    return steps


def _match(draft: Draft, known: Mapping[str, Known], now: Mapping[str, states.Present], report: Report) -> Known | None:
    """The record that a draft is: by its own ref, else by evidence, unless that record is another of this source."""
    own = known.get(draft.refs[0])
    if own:
        return own
    for ref in draft.refs[1:]:
        found = known.get(ref)
        if found and SCHEMA.family_of(found.kind).name == SCHEMA.family_of(draft.kind).name:
            rival = _rival(draft, now.get(found.id))
            if rival is None:
                return found
            if (match := (draft.refs[0], rival, f"même {ref}")) not in report.matches:
                report.matches.append(match)
    return None


def _rival(draft: Draft, present: states.Present | None) -> str | None:
    """A ref of the found record in the draft's own namespace: the source says that they are two."""
    if present is None:
        return None
    space = draft.refs[0].rpartition("/")[0] or draft.refs[0].partition(":")[0]
    if space == "maillage":
        return f"maillage:{present.state['id']}"
    return next((key for key in present.state[REFS] if key.rpartition("/")[0] == space), None)


def _new_ids(db: Database, drafts: Sequence[Draft], pending: Mapping[str, Known], taken: set[str]) -> dict[str, str]:
    wishes = {draft.refs[0]: wished_id(draft) for draft in drafts}
    mine = taken.intersection(wishes.values())
    taken = taken | _taken(db, {f"{wish}-{n}" for wish in mine for n in range(2, 6)})
    taken |= {known.id for known in pending.values()}
    out = {}
    for ref, wish in wishes.items():
        id, n = wish, 1
        while id in taken:
            n += 1
            id = f"{wish}-{n}"
        taken.add(id)
        out[ref] = id
    return out


def _taken(db: Database, ids: set[str]) -> set[str]:
    return {row["id"] for row in db.read(TAKEN, ids=sorted(ids))} if ids else set()


def wished_id(draft: Draft) -> str:
    """The id that a new record would like to have."""
    prefix = SCHEMA.kinds[draft.kind].prefix
    return f"{prefix}-{draft.slug or slug(str(draft.fields.get('name', '')))}"


def _told_keys(draft: Draft, id: str, audience: str) -> dict[str, Known]:
    return dict.fromkeys((*draft.refs, f"maillage:{id}"), Known(id, draft.kind, audience))


def _said(draft: Draft) -> dict[str, Any]:
    """Everything a draft says of its record, as kept on its Ref."""
    kept = own_fields(SCHEMA.kinds[draft.kind])
    told = plain({name: value for name, value in draft.fields.items() if name in kept})
    if draft.history:
        told["status_states"] = [state for state, _ in draft.history]
        told["status_days"] = [day for _, day in draft.history]
    status = draft.status or (draft.history[-1][0] if draft.history else None)
    return told | ({"status": status} if status else {})


def _set(before: Mapping[str, Any], kind: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """The record with these told values."""
    special = {name: told[name] for name in ("status", "status_states", "status_days") if name in told}
    values = parsed({name: value for name, value in told.items() if name not in special})
    return shape_record(dict(before) | special, SCHEMA.kinds[kind], values)


def _create(draft: Draft, id: str, operation: Operation, taken: set[str]) -> Step:
    told = _said(draft)
    refs: dict[str, str | None] = {key: None for key in _kept_refs(draft, id) if key not in taken}
    taken |= set(refs)
    refs[_own(draft, id)] = dumps(told)
    base = {
        "id": id, "kind": draft.kind, REFS: refs, "visibility": draft.visibility, "group": draft.group,
        "created_at": operation.at, "created_by": operation.by,
    }  # fmt: skip
    return Step("record", id, None, _set(base, draft.kind, told))


def _update(draft: Draft, found: states.Present, operation: Operation, report: Report, taken: set[str]) -> list[Step]:
    before = found.state
    told = _said(draft)
    own = _own(draft, str(before["id"]))
    last = loads(before[REFS].get(own))
    if draft.says == "some":
        withdrawn = {name for name, value in draft.fields.items() if value is State.NOT_GIVEN}
        told = {name: value for name, value in ((last or {}) | told).items() if name not in withdrawn}

    def complain(name: str, value: Any, reason: str, action: str) -> None:
        if not _first_teller(name, value, before, last):
            report.problem(draft.where, name, value, reason, action)

    change = merge(present(before, {*told, *(last or {})}), last, told, complain)
    kind = before["kind"]
    fields = {n: v for n, v in change.items() if n in own_fields(SCHEMA.kinds[kind]) or n.startswith("status")}
    after = _set(before, kind, fields) if fields else dict(before)
    new = {key: None for key in _kept_refs(draft, str(before["id"])) if key not in taken and key not in before[REFS]}
    taken |= set(new)
    after[REFS] = {**before[REFS], **new, own: dumps(told)}
    step = Step("record", str(before["id"]), before, after, found.version)
    if not step.changed():
        return []
    if fields:
        after |= {"updated_at": operation.at, "updated_by": operation.by}
    return [step]


def _first_teller(name: str, value: Any, before: Mapping[str, Any], last: Mapping[str, Any] | None) -> bool:
    """A second source on the same record: the first one's address and spelling of the name stay, without a word."""
    if last is not None:
        return False
    return name in PROVENANCE or (name == "name" and fold(str(value)) == fold(str(before.get("name"))))


def _kept_refs(draft: Draft, id: str) -> list[str]:
    """The refs worth a node: ids and names are found without one."""
    return [ref for ref in draft.refs if not ref.startswith("name:") and ref != f"maillage:{id}"]


def _own(draft: Draft, id: str) -> str:
    """The ref that keeps what this source said last; a table that names records by id or name keeps it by id."""
    return f"table:{id}" if draft.refs[0].startswith(("maillage:", "name:")) else draft.refs[0]


def _contact(draft: Draft, id: str, contacts: Mapping[str, states.Present]) -> list[Step]:
    fields = contact_fields(SCHEMA.kinds[draft.kind])
    given = {name: value for name, value in draft.contact.items() if name in fields and not isinstance(value, State)}
    if not given:
        return []
    old = contacts.get(id)
    after = contact_state(id, given, draft.fields, old.state if old else None)
    step = Step("contact", id, old.state if old else None, after, old.version if old else 0)
    return [step] if step.changed() else []
