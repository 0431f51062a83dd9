"""« Ce n'est plus moi »: who bore a record names who comes next; the facilitators see to it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.links import Brief, brief, brief_of
from graph.operations import now
from graph.permissions import must_write
from graph.values import EMAIL
from graph.viewers import Viewer, edits

KEEP = f"""
MATCH (n:Entity {{id: $record}}) WHERE {edits("n")}
MERGE (h:Handover {{key: $record + '|' + $from}})
SET h.id = coalesce(h.id, $id), h.record = $record, h.name = $name, h.email = $email, h.from = $from, h.at = $at,
    h.state = 'open'
RETURN h.id AS id
"""
WAITING = f"""
MATCH (h:Handover) WHERE h.state = 'open' AND h.at > ''
MATCH (n:Entity {{id: h.record}}) WHERE $edits
RETURN h {{.id, .name, .email, .from, .at}} AS handover, {brief("n")} AS record ORDER BY h.at DESC, h.id LIMIT 200
"""
# The address of a person is kept while it is needed.
CLOSE = """
MATCH (h:Handover {id: $id}) WHERE $edits SET h.state = 'done', h.email = null RETURN h.id AS id
"""


@dataclass(frozen=True)
class Handover:
    """Who left a record, and who should be asked now."""

    id: str
    record: Brief
    name: str
    email: str
    leaving: str
    at: str


def hand_over(db: Database, viewer: Viewer, record: str, name: str, email: str, leaving: str) -> None:
    """Keeps the successor's name and address. Invalid names what is missing."""
    must_write(viewer, record)
    wrong = {}
    if not name.strip() and not email.strip():
        wrong["nom"] = "un nom ou une adresse, même approximatifs, aideront"
    if email.strip() and not EMAIL.fullmatch(email.strip()):
        wrong["adresse"] = "adresse électronique attendue"
    if wrong:
        raise Invalid(wrong)
    told = {"name": name.strip()[:200], "email": email.strip()[:200] or None, "from": leaving[:200], "at": now()}
    id = f"h-{secrets.token_urlsafe(9)}"
    if not db.write(KEEP, record=record, id=id, **told, **viewer.rights()):
        raise NotFound(record)


def waiting(db: Database, viewer: Viewer) -> list[Handover]:
    """What the facilitators of the whole have to see to, newest first."""
    rows = db.read(WAITING, **viewer.rights())
    return [
        Handover(row["handover"]["id"], brief_of(row["record"]), row["handover"]["name"],
                 row["handover"]["email"] or "", row["handover"]["from"], row["handover"]["at"])
        for row in rows
    ]  # fmt: skip


def close(db: Database, viewer: Viewer, id: str) -> None:
    """Seen to."""
    if not db.write(CLOSE, id=id, **viewer.rights()):
        raise NotFound(id)
