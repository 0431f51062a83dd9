"""« Needed, not found »: a need that nothing covers, for a policy or a use case, told by somebody, in one operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph import states
from graph.database import Database
from graph.editing import check_ends, new_record, new_relation
from graph.errors import Invalid
from graph.operations import GONE, Operation, Step
from graph.permissions import must_give
from graph.schema import SCHEMA
from graph.viewers import Viewer
from graph.writing import write

ABOUT = tuple(sorted(SCHEMA.relations["NEEDS"].sources))
VOICES = tuple(sorted(SCHEMA.relations["EXPRESSES"].sources))
SOURCE_ASKED = "dites d'où vous le tenez : une page, une réunion, une personne"


@dataclass(frozen=True)
class Declared:
    """What the form says: the need's own fields, the id of what needs it, who says so, and what is told of both
    links (since, source…)."""

    need: Mapping[str, object]
    about: str
    voice: str
    said: Mapping[str, object]


def declare_gap(db: Database, viewer: Viewer, told: Declared, operation: Operation) -> str:
    """Makes the need with its links, or nothing; gives its id. Invalid names the wrong fields: those of the need, of
    the links, `pour` or `qui`."""
    about, voice = _known(db, viewer, told.about, "pour", ABOUT), _known(db, viewer, told.voice, "qui", VOICES)
    says = "actor" if {about["id"], voice["id"]} & viewer.stewards else "curator"
    if says == "curator" and not (told.said.get("source") or told.said.get("source_url")):
        raise Invalid({"source": SOURCE_ASKED})
    made = new_record(db, viewer, "Need", {**told.need, "status": "not_covered"}, operation)
    need = made[0].after or {}
    # Who makes a record may write it: within this operation the need is the viewer's already.
    owner = replace(
        viewer, stewards=viewer.stewards | {need["id"]}, audiences=(*viewer.audiences, str(need["audience"]))
    )
    said = {**told.said, "declared_by": says}
    links = [
        _link(owner, "NEEDS", about, need, said, operation), _link(owner, "EXPRESSES", voice, need, said, operation)
    ]  # fmt: skip
    write(db, owner, operation, [*made, *links])
    return str(need["id"])


def _known(db: Database, viewer: Viewer, id: str, field: str, kinds: Sequence[str]) -> Mapping[str, Any]:
    found = states.records(db, [id]).get(id)
    if found is None or found.state.get(GONE) or not viewer.reads(found.state["audience"]):
        raise Invalid({field: "cette fiche n'existe pas"})
    if found.state["kind"] not in kinds:
        raise Invalid({field: "cette sorte de fiche ne va pas ici"})
    return found.state


def _link(
    owner: Viewer, type: str, source: Mapping[str, Any], need: Mapping[str, Any], said: Mapping[str, object],
    operation: Operation,
) -> Step:  # fmt: skip
    relation = SCHEMA.relations[type]
    check_ends(relation, source, need)
    after = new_relation(relation, source["id"], need["id"], said, operation)
    step = Step("relation", after["id"], None, after, ends=(source["audience"], need["audience"]))
    must_give(owner, step)
    return step
