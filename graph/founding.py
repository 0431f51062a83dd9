"""A commons made with its parts (resource, community, rules) in one operation, which one « Annuler » takes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import states
from graph.database import Database
from graph.editing import check_ends, new_record, new_relation
from graph.errors import Invalid, NotAllowed
from graph.operations import GONE, Operation, Step
from graph.permissions import must_give, owner_of
from graph.schema import SCHEMA
from graph.viewers import Viewer
from graph.writing import write

PARTS = {"resource": "HAS_RESOURCE", "community": "MAINTAINED_BY", "rule": "GOVERNS"}


@dataclass(frozen=True)
class Part:
    """One of PARTS: a new record of a kind from raw input, or a known one by its id."""

    name: str
    kind: str
    raw: Mapping[str, object]
    known: str | None = None


def found_commons(
    db: Database, viewer: Viewer, raw: Mapping[str, object], parts: Sequence[Part], said: Mapping[str, object],
    operation: Operation,
) -> str:  # fmt: skip
    """Makes the commons, what is new of its parts, and their links, or nothing; gives its id. `said` is told of each
    link. Invalid names the wrong fields of the commons, or the part that is wrong."""
    steps = new_record(db, viewer, "Commons", raw, operation)
    commons = steps[0]
    ends, links = {}, []
    for part in parts:
        made = list(_made(db, viewer, part, raw, operation))
        steps += made
        ends[part.name] = made[0].after or {} if made else _known(db, viewer, part)
    owner = owner_of(viewer, steps)
    for part in parts:
        links.append(_link(owner, part, commons.after or {}, ends[part.name], said, operation))
    write(db, owner, operation, [*steps, *links])
    return commons.id


def _made(db: Database, viewer: Viewer, part: Part, raw: Mapping[str, object], operation: Operation) -> Iterator[Step]:
    """A new part is seen by those who see the commons: a private one has no public parts."""
    if part.known is None:
        shared = {name: raw[name] for name in ("visibility", "group") if name in raw}
        try:
            yield from new_record(db, viewer, part.kind, {**shared, **part.raw}, operation)
        except Invalid as error:
            raise Invalid({part.name: next(iter(error.fields.values()))}) from None


def _known(db: Database, viewer: Viewer, part: Part) -> Mapping[str, Any]:
    found = states.records(db, [part.known or ""]).get(part.known or "")
    if found is None or found.state.get(GONE) or not viewer.reads(found.state["audience"]):
        raise Invalid({part.name: "cette fiche n'existe pas"})
    return found.state


def _link(
    owner: Viewer, part: Part, commons: Mapping[str, Any], other: Mapping[str, Any], said: Mapping[str, object],
    operation: Operation,
) -> Step:  # fmt: skip
    relation = SCHEMA.relations[PARTS[part.name]]
    source, target = (other, commons) if part.name == "rule" else (commons, other)
    try:
        check_ends(relation, source, target)
        after = new_relation(relation, source["id"], target["id"], said, operation)
        step = Step("relation", after["id"], None, after, ends=(source["audience"], target["audience"]))
        must_give(owner, step)
    except Invalid as error:
        own = {name: told for name, told in error.fields.items() if name in said}
        raise Invalid(own or {part.name: next(iter(error.fields.values()))}) from None
    except NotAllowed as error:
        raise Invalid({part.name: error.why}) from None
    return step
