"""Creating, changing and deleting records and relations by hand: raw input in, one operation out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import mandates, states
from graph.circles import given
from graph.database import Database
from graph.errors import AlreadyExists, Invalid, NotFound
from graph.folding import slug
from graph.granting import STANDING
from graph.identifiers import identified
from graph.mentions import mentioned
from graph.operations import GONE, REFS, Operation, Step
from graph.permissions import must_create, must_give, must_judge, must_write, owner_of
from graph.schema import SCHEMA, Kind, Relation
from graph.shaping import (
    contact_fields,
    parse_all,
    shape_record,
    shape_relation,
    without_empty,
)
from graph.ticks import ticked
from graph.values import State
from graph.viewers import Viewer, audience_of
from graph.vote_rules import must_be_a_vote
from graph.writing import write


def is_taken(id: str) -> str:
    """Cypher condition: a record has this id, had it before it was deleted, or is still found by it."""
    found = "(:Entity {id: ID})", "(:Gone {id: ID})", "(:Ref {key: 'maillage:' + ID})"
    return " OR ".join(f"EXISTS {{ {each.replace('ID', id)} }}" for each in found)


TAKEN = f"UNWIND $ids AS id WITH id WHERE {is_taken('id')} RETURN id ORDER BY id"


@dataclass(frozen=True)
class Tie:
    """A link to be made, with what is said of it as typed."""

    type: str
    source: str
    target: str
    raw: Mapping[str, object]


def create_record(db: Database, viewer: Viewer, kind_name: str, raw: Mapping[str, object], operation: Operation) -> str:
    """Creates a record from raw input and gives its id. Invalid tells each wrong field; nothing is kept then."""
    steps = new_record(db, viewer, kind_name, raw, operation)
    write(db, owner_of(viewer, steps), operation, steps)
    return steps[0].id


def new_record(
    db: Database, viewer: Viewer, kind_name: str, raw: Mapping[str, object], operation: Operation, id: str = ""
) -> list[Step]:
    """The steps that make a record, itself first, without carrying them out; `id` is one that is free."""
    kind = SCHEMA.kinds[kind_name]
    must_create(viewer, kind)
    values, contact = _values(kind, raw, new=True)
    id = id or free_id(db, f"{kind.prefix}-{slug(str(values['name']))}")
    base: dict[str, Any] = {
        "id": id, "kind": kind.name, REFS: {}, "visibility": "public",
        "created_at": operation.at, "created_by": operation.by,
    }  # fmt: skip
    after = must_be_a_vote(shape_record(base | given(viewer, kind, raw, base, operation.at), kind, values))
    after, mentions = mentioned(db, viewer, {}, identified(db, viewer, {}, after), operation)
    steps = [Step("record", id, None, after)]
    if contact:
        steps.append(Step("contact", id, None, contact_state(id, contact, values)))
    return [*steps, *mentions]


def change_record(
    db: Database, viewer: Viewer, id: str, version: int, raw: Mapping[str, object], operation: Operation
) -> None:
    """Sets the given fields. Conflict when the record is no longer at `version`."""
    found = _editable(db, viewer, id)
    kind = SCHEMA.kinds[found.state["kind"]]
    values, contact = _values(kind, raw)
    if values.get("name", "") in (State.NONE, State.NOT_APPLICABLE, State.NOT_GIVEN):
        raise Invalid({"name": "un nom est nécessaire"})
    standing = given(viewer, kind, raw, found.state, operation.at)
    after = must_be_a_vote(shape_record(dict(found.state) | standing, kind, values))
    after, actions = ticked(db, viewer, found.state, identified(db, viewer, found.state, after), operation)
    after, mentions = mentioned(db, viewer, found.state, after, operation)
    steps = touched(Step("record", id, found.state, after, version), operation)
    if contact:
        old = states.contacts(db, [id]).get(id)
        kept = contact_state(id, contact, values, old.state if old else None)
        steps.append(Step("contact", id, old.state if old else None, kept, old.version if old else 0))
    write(db, viewer, operation, [*(step for step in steps if step.changed()), *actions, *mentions])


def delete_record(db: Database, viewer: Viewer, id: str, version: int, operation: Operation) -> None:
    """Takes the record out of the network; it can be brought back for 30 days."""
    found = _editable(db, viewer, id)
    after = dict(found.state) | {GONE: True, "gone_at": operation.at, "gone_by": operation.by}
    write(db, viewer, operation, [Step("record", id, found.state, after, version)])


def restore_record(db: Database, viewer: Viewer, id: str, operation: Operation) -> None:
    """Brings a deleted record back with all its relations."""
    found = states.records(db, [id]).get(id)
    if found is None or not viewer.reads(found.state["audience"]):
        raise NotFound(id)
    must_write(viewer, id)
    if not found.state.get(GONE):
        raise NotFound(id)
    after = {name: value for name, value in found.state.items() if name not in (GONE, "gone_at", "gone_by")}
    write(db, viewer, operation, [Step("record", id, found.state, after, found.version)])


def create_relation(
    db: Database, viewer: Viewer, type: str, source: str, target: str, raw: Mapping[str, object],
    operation: Operation,
) -> str:  # fmt: skip
    """Ties two records and gives the relation's id. AlreadyExists("key") when the same link is there."""
    step = new_tie(db, viewer, Tie(type, source, target, raw), operation)
    write(db, viewer, operation, [step])
    return step.id


def create_relations(db: Database, viewer: Viewer, ties: Sequence[Tie], operation: Operation) -> list[str]:
    """Several links in one operation, taken back together: all of them, or none."""
    steps = [new_tie(db, viewer, tie, operation) for tie in ties]
    write(db, viewer, operation, steps)
    return [step.id for step in steps]


def change_relation(
    db: Database, viewer: Viewer, id: str, version: int, raw: Mapping[str, object], operation: Operation
) -> None:
    """Sets the given fields of a relation; its id stays, its key follows since and role."""
    write(db, viewer, operation, changed_tie(db, viewer, id, version, raw, operation))


def changed_tie(
    db: Database, viewer: Viewer, id: str, version: int, raw: Mapping[str, object], operation: Operation
) -> list[Step]:
    """The steps that change a link, none when nothing changes, to be written with others."""
    found = _relation(db, viewer, id, judged=set(raw) <= STANDING)
    relation = SCHEMA.relations[found.state["@type"]]
    values = parse_all(relation.fields, raw)
    after = shape_relation(found.state, relation, found.state["@from"], found.state["@to"], values)
    steps = touched(Step("relation", id, found.state, after, version, found.ends), operation)
    for step in steps:
        must_give(viewer, step)
        if mandates.FIELDS.intersection(step.changed()):
            mandates.must_fit(db, viewer, after)
    return steps


def delete_relation(db: Database, viewer: Viewer, id: str, version: int, operation: Operation) -> None:
    """Takes a relation away; its history stays in the feed, from which it can be undone."""
    write(db, viewer, operation, [dropped_tie(db, viewer, id, version)])


def dropped_tie(db: Database, viewer: Viewer, id: str, version: int) -> Step:
    """The step that takes a link away, to be written with others."""
    found = _relation(db, viewer, id)
    step = Step("relation", id, found.state, None, version, found.ends)
    must_give(viewer, step)
    return step


def check_ends(relation: Relation, source: Mapping[str, Any], target: Mapping[str, Any]) -> None:
    """Invalid when the schema does not allow this relation between these kinds, or from a record to itself."""
    if source["id"] == target["id"]:
        raise Invalid({"target": "une fiche ne peut pas être liée à elle-même"})
    if not SCHEMA.allows(relation.type, source["kind"], target["kind"]):
        ends = f"{SCHEMA.kinds[source['kind']].label} → {SCHEMA.kinds[target['kind']].label}"
        raise Invalid({"type": f"« {relation.sentence} » ne va pas de ce type de fiche à cet autre ({ends})"})


def free_id(db: Database, wish: str, promised: Collection[str] = ()) -> str:
    """`wish`, or the first of wish-2, wish-3… that no record has or ever had, nor is `promised` one."""
    tries = [wish, *(f"{wish}-{n}" for n in range(2, 100 + len(promised)))]
    taken = {*promised, *(row["id"] for row in db.read(TAKEN, ids=tries))}
    return next(id for id in tries if id not in taken)


def contact_state(
    id: str, contact: Mapping[str, Any], values: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The contact node of a record: private, with its stated purpose and origin."""
    why = {name: values[name] for name in ("purpose", "origin") if isinstance(values.get(name), str)}
    given = {name: None if isinstance(value, State) else value for name, value in contact.items()}
    return without_empty({"id": id, "audience": audience_of("private", id, None), **(before or {}), **why, **given})


def _values(kind: Kind, raw: Mapping[str, object], *, new: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    values = parse_all(kind.fields, raw, new=new)
    apart = contact_fields(kind)
    return (
        {name: value for name, value in values.items() if name not in apart},
        {name: value for name, value in values.items() if name in apart},
    )


def touched(step: Step, operation: Operation) -> list[Step]:
    """The step with its author noted, or nothing when it changes nothing."""
    if not step.changed() or step.after is None:
        return []
    after = dict(step.after) | {"updated_at": operation.at, "updated_by": operation.by}
    return [Step(step.subject, step.id, step.before, after, step.version, step.ends)]


def new_relation(
    relation: Relation, source: str, target: str, raw: Mapping[str, object], operation: Operation
) -> dict[str, Any]:
    """The state of a relation that is not there yet. Invalid tells each wrong field."""
    values = parse_all(relation.fields, raw)
    made = {"created_at": operation.at, "created_by": operation.by}
    return shape_relation(made, relation, source, target, values)


def new_tie(db: Database, viewer: Viewer, tie: Tie, operation: Operation) -> Step:
    """The step that makes a link, to be written with others."""
    relation = SCHEMA.relations.get(tie.type)
    if relation is None:
        raise Invalid({"type": f"« {tie.type} » n'est pas une relation connue"})
    ends = states.records(db, [tie.source, tie.target])
    for field, id in (("source", tie.source), ("target", tie.target)):
        if id not in ends or ends[id].state.get(GONE) or not viewer.reads(ends[id].state["audience"]):
            raise Invalid({field: "cette fiche n'existe pas"})
    after = new_relation(relation, tie.source, tie.target, tie.raw, operation)
    check_ends(relation, ends[tie.source].state, ends[tie.target].state)
    must_write(viewer, tie.source, tie.target)
    audiences = (ends[after["@from"]].state["audience"], ends[after["@to"]].state["audience"])
    if states.relations(db, [after["id"]]):
        raise AlreadyExists("key", after["id"])
    mandates.must_fit(db, viewer, after)
    step = Step("relation", after["id"], None, after, ends=audiences)
    must_give(viewer, step)
    return step


def _editable(db: Database, viewer: Viewer, id: str) -> states.Present:
    found = states.records(db, [id]).get(id)
    if found is None or found.state.get(GONE) or not viewer.reads(found.state["audience"]):
        raise NotFound(id)
    must_write(viewer, id)
    return found


def _relation(db: Database, viewer: Viewer, id: str, *, judged: bool = False) -> states.Present:
    found = states.relations(db, [id]).get(id)
    if found is None or not all(viewer.reads(audience) for audience in (found.state["audience"], *found.ends)):
        raise NotFound(id)
    ends = found.state["@from"], found.state["@to"]
    if judged:
        must_judge(viewer, found.state["@type"], *ends)
    else:
        must_write(viewer, *ends)
    return found
