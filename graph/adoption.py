"""Minutes that are adopted: by whom, at which meeting; and a mistaken adoption taken back, which leaves a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from graph import live_saving, states
from graph.database import Database
from graph.errors import Conflict, Invalid, NotAllowed, NotFound
from graph.freezing import ADOPTION, AT, OPERATION
from graph.links import Brief, brief, brief_of
from graph.operations import Operation, Step, new_op
from graph.viewers import Viewer, sees
from graph.writing import write

LONGEST = 300  # of a meeting or a reason
# Whose note it is: of its group; else of the communities that it names; else of who wrote it.
COMMUNITIES = """COLLECT {
  MATCH (c:Entity {id: n.group}) WHERE n.visibility = 'group' RETURN c
  UNION MATCH (n)-[:MENTIONS]->(c:Community) WHERE NOT c:Gone AND n.visibility <> 'group' RETURN c
}"""
MAY = """($edits OR any(c IN communities WHERE c.id IN $facilitated)
  OR (communities = [] AND $user IS NOT NULL AND n.created_by = $user))"""
STANDING = f"""
MATCH (n:Entity {{id: $id}}) WHERE n.kind = 'Note' AND {sees("n")}
WITH n, {COMMUNITIES} AS communities
RETURN n {{.adopted_at, .adopted_in, .adopted_hash, .amended, .text, .version}} AS note, {MAY} AS may,
       COLLECT {{ MATCH (u:User {{id: n.adopted_by}}) RETURN u.name }}[0] AS who, n.adopted_by AS by,
       COLLECT {{ UNWIND communities AS c WITH c WHERE {sees("c")} RETURN {brief("c")} ORDER BY c.name, c.id LIMIT 10 }}
         AS communities
"""


@dataclass(frozen=True)
class Standing:
    """How a note stands: adopted (`at`, by `who`, in `meeting`; `hash` is the SHA-256 of its text) or not; whether the
    viewer adopts it, and which communities' facilitators do. `amended` counts its adopted amendments."""

    id: str
    text: str
    version: int
    may: bool
    communities: tuple[Brief, ...] = ()
    at: str = ""
    who: str = ""
    meeting: str = ""
    hash: str = ""
    amended: int = 0

    @property
    def adopted(self) -> bool:
        return bool(self.at)


def standing(db: Database, viewer: Viewer, id: str) -> Standing:
    """NotFound for what is no note, or not the viewer's to see."""
    rows = db.read(STANDING, id=id, user=viewer.user, **viewer.rights())
    if not rows:
        raise NotFound(id)
    row, note = rows[0], rows[0]["note"]
    return Standing(
        id, note["text"] or "", note["version"], bool(row["may"]), tuple(map(brief_of, row["communities"])),
        note["adopted_at"] or "", row["who"] or row["by"] or "", note["adopted_in"] or "", note["adopted_hash"] or "",
        note["amended"] or 0,
    )  # fmt: skip


def fingerprint(text: str) -> str:
    """SHA-256 of a text, as anybody computes it of the file."""
    return sha256(text.encode()).hexdigest()


def adopt(db: Database, viewer: Viewer, id: str, version: int, meeting: str) -> None:
    """Freezes the note as it was read at `version`. Conflict when it changed since; Invalid names what is missing."""
    must_adopt(db, viewer, id)
    live_saving.settle(db, id)  # what somebody is still typing makes it another text than the one that was read
    found, meeting = must_adopt(db, viewer, id), _sentence(meeting, "reunion")
    if found.adopted:
        raise Invalid({"reunion": "cette note est déjà adoptée"})
    if not found.text.strip():
        raise Invalid({"reunion": "une note sans texte ne s'adopte pas"})
    if found.version != version:
        raise Conflict(id)
    told = {AT: "", "adopted_by": viewer.user, "adopted_in": meeting, "adopted_hash": fingerprint(found.text)}
    touch(db, viewer, id, version, told, f"adoptée : {meeting}")


def take_back(db: Database, viewer: Viewer, id: str, why: str) -> None:
    """A mistaken adoption: the text opens again. Only while no amendment was adopted; the feed keeps who, when, why."""
    found, why = must_adopt(db, viewer, id), _sentence(why, "pourquoi")
    if not found.adopted:
        raise Invalid({"pourquoi": "cette note n'est pas adoptée"})
    if found.amended:
        raise Invalid({"pourquoi": "un amendement est déjà adopté : proposez-en un autre"})
    touch(db, viewer, id, found.version, dict.fromkeys(ADOPTION), f"adoption retirée : {why}")


def must_adopt(db: Database, viewer: Viewer, id: str) -> Standing:
    """NotAllowed for who neither facilitates the note's community nor wrote a note that has none."""
    found = standing(db, viewer, id)
    if not found.may:
        raise NotAllowed("L'animation de sa communauté adopte une note, ou son auteur si elle n'en a pas.")
    return found


def touch(db: Database, viewer: Viewer, id: str, version: int, told: Mapping[str, Any], why: str) -> None:
    """Writes what is told of an adoption, for who was found to have the right: they need not be the note's writer."""
    present = states.records(db, [id])[id]
    operation = Operation(viewer.user or "", why, id=new_op(OPERATION))
    own = {name: operation.at if name == AT and value == "" else value for name, value in told.items()}
    after = {**present.state, **own, "updated_at": operation.at, "updated_by": operation.by}
    after = {name: value for name, value in after.items() if value is not None}
    writer = replace(
        viewer, stewards=viewer.stewards | {id}, audiences=(*viewer.audiences, str(present.state["audience"]))
    )
    write(db, writer, operation, [Step("record", id, present.state, after, version)])


def _sentence(text: str, field: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise Invalid({field: f"{LONGEST} caractères au plus" if text else "écrivez une phrase"})
    return text
