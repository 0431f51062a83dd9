"""The evidence file of a decision: its options side by side by criteria, and the pieces that were looked at.

One JSON text a decision, with a version; who may see the decision reads it, who may write it writes it. A record that
is named in it and that the reader may not see is « réservé »: its place is told, and nothing of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.briefs import briefs
from graph.database import Database
from graph.errors import Conflict, Invalid, NotFound
from graph.links import Brief, brief, brief_of
from graph.operations import now
from graph.permissions import must_write
from graph.schema import SCHEMA
from graph.selections import web_address
from graph.viewers import Viewer, edits, sees

SORTS = ("initiative", "benchmark", "document")
MOST_OPTIONS, MOST_CRITERIA, MOST_PIECES, MOST_SAID = 8, 15, 100, 500
LONGEST_NAME, LONGEST_TEXT = 200, 4_000
PERSON = f"{SCHEMA.kinds['Person'].prefix}-"
EMPTY: Mapping[str, Any] = {"question": "", "criteria": [], "options": [], "cells": {}, "pieces": [], "said": []}
READ = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
OPTIONAL MATCH (f:DecisionFile {{record: n.id}})
RETURN {brief("n")} AS record, n.audience AS audience, n.day AS day, f.told AS told, coalesce(f.version, 0) AS version
"""
WRITE = f"""
MATCH (n:Entity {{id: $id}}) WHERE {edits("n")}
MERGE (f:DecisionFile {{record: n.id}})
WITH f WHERE coalesce(f.version, 0) = $version
SET f.told = $told, f.version = $version + 1 RETURN f.version AS version
"""
HIDDEN = f"""
UNWIND $ids AS id OPTIONAL MATCH (n:Entity {{id: id}})
WITH id, n WHERE (n IS NULL AND id STARTS WITH $person) OR NOT {sees("n")}
RETURN DISTINCT id AS id ORDER BY id
"""
NAMES = "UNWIND $ids AS id MATCH (u:User {id: id}) RETURN u.id AS id, u.name AS name ORDER BY id"


@dataclass(frozen=True)
class DecisionFile:
    """`told` is what is kept (question, criteria, options, cells, pieces, said); `known` the records that it names and
    the reader sees, `hidden` the ids of those that they do not; `people` names of who wrote, by account."""

    record: Brief
    audience: str
    day: str | None
    told: Mapping[str, Any]
    version: int
    known: Mapping[str, Brief]
    hidden: frozenset[str]
    people: Mapping[str, str]

    @property
    def empty(self) -> bool:
        return not any(self.told[name] for name in ("question", "criteria", "options", "pieces"))


def decision_file(db: Database, viewer: Viewer, id: str) -> DecisionFile:
    """The file of a decision, empty when nothing was written. NotFound for what the viewer may not see."""
    rows = db.read(READ, id=id, **viewer.params())
    if not rows or rows[0]["record"]["kind"] != "Decision":
        raise NotFound(id)
    row = rows[0]
    told = {**EMPTY, **json.loads(row["told"])} if row["told"] else dict(EMPTY)
    ids = named(told)
    return DecisionFile(
        brief_of(row["record"]), row["audience"], row["day"], told, row["version"], briefs(db, viewer, ids),
        hidden(db, viewer, ids), people(db, told),
    )  # fmt: skip


def named(told: Mapping[str, Any]) -> set[str]:
    """Ids of the records that a file names."""
    return {each["record"] for name in ("options", "pieces") for each in told[name] if each["record"]}


def hidden(db: Database, viewer: Viewer, ids: Iterable[str]) -> frozenset[str]:
    """Those of these records that are there and not for this viewer, and the people who are no longer there."""
    rows = db.read(HIDDEN, ids=sorted(set(ids)), person=PERSON, **viewer.params())
    return frozenset(row["id"] for row in rows)


def people(db: Database, told: Mapping[str, Any]) -> dict[str, str]:
    """Names of who wrote, by account."""
    ids = {each["by"] for name in ("criteria", "options", "pieces", "said") for each in told[name]}
    ids |= {cell["by"] for cell in told["cells"].values()}
    return {row["id"]: row["name"] for row in db.read(NAMES, ids=sorted(filter(None, ids)))}


def change(
    db: Database, viewer: Viewer, id: str, edit: Callable[[dict[str, Any]], dict[str, Any]], what: str,
    version: int | None = None,
) -> None:  # fmt: skip
    """Writes what `edit` makes of the file, and that `what` was done. Conflict when somebody else wrote since."""
    found = decision_file(db, viewer, id)
    must_write(viewer, id)
    if version is not None and version != found.version:
        raise Conflict(id)
    told = edit(json.loads(json.dumps(found.told)))
    said = [*told["said"], {"at": now(), "by": viewer.user, "what": what}][-MOST_SAID:]
    text = json.dumps({**told, "said": said}, ensure_ascii=False)
    if not db.write(WRITE, id=id, version=found.version, told=text, **viewer.rights()):
        raise Conflict(id)


def add_piece(db: Database, viewer: Viewer, id: str, told: Mapping[str, str]) -> None:
    """Adds a record or an address, with a comment. Invalid names the field."""
    sort, record = told.get("sort", ""), told.get("record", "")
    wrong = {}
    if sort not in SORTS:
        wrong["sorte"] = "à choisir dans la liste"
    if not record and not told.get("title", "").strip():
        wrong["titre"] = "une fiche ou un titre est nécessaire"
    wrong |= {name: f"{most} caractères au plus" for name, key, most in
              (("titre", "title", LONGEST_NAME), ("commentaire", "comment", LONGEST_TEXT))
              if len(told.get(key, "").strip()) > most}  # fmt: skip
    if wrong:
        raise Invalid(wrong)
    if record and record not in briefs(db, viewer, [record]):
        raise NotFound(record)
    url = web_address(told["url"]) if told.get("url", "").strip() else ""
    piece = {"id": f"p-{secrets.token_urlsafe(6)}", "sort": sort, "record": record, "url": url, "by": viewer.user,
             "title": "" if record else told["title"].strip(), "comment": told.get("comment", "").strip(),
             "at": now()}  # fmt: skip

    def added(file: dict[str, Any]) -> dict[str, Any]:
        if len(file["pieces"]) >= MOST_PIECES:
            raise Invalid({"fiche": f"{MOST_PIECES} entrées au plus"})
        return {**file, "pieces": [*file["pieces"], piece]}

    change(db, viewer, id, added, "piece_added")


def take_piece(db: Database, viewer: Viewer, id: str, piece: str) -> None:
    """Takes a piece out."""
    change(
        db, viewer, id,
        lambda file: {**file, "pieces": [each for each in file["pieces"] if each["id"] != piece]}, "piece_taken",
    )  # fmt: skip
