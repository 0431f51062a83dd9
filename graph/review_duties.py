"""Who looks at a record again, and how often: somebody who may write it, told when its day has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.briefs import briefs
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.links import Brief, brief, brief_of, today
from graph.operations import now
from graph.permissions import must_write
from graph.rights import viewer_for
from graph.viewers import Viewer, edits, sees

MONTHS = (3, 6, 12, 24)
MOST = 500
# From the day that it was entrusted or last looked at, whichever came last.
DUE = """toString(date(left(CASE WHEN n.reviewed_at > d.at THEN n.reviewed_at ELSE d.at END, 10))
  + duration({months: d.months}))"""
TOLD = f"""{brief("n")} AS record, d.user AS user, d.months AS months, {DUE} AS due, n.reviewed_at AS reviewed_at,
  COLLECT {{ MATCH (u:User {{id: d.user}}) RETURN u.name }}[0] AS name"""
OF_RECORD = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")} AND {edits("n")}
MATCH (d:ReviewDuty {{record: n.id}}) RETURN {TOLD}
"""
OF_ACCOUNT = f"""
MATCH (d:ReviewDuty {{user: $user}}) MATCH (n:Entity {{id: d.record}}) WHERE {sees("n")} AND {edits("n")}
RETURN {TOLD} ORDER BY due, n.name_key, n.id LIMIT {MOST}
"""
ALL = f"""
MATCH (d:ReviewDuty) WHERE d.record > ''
MATCH (n:Entity {{id: d.record}}) WHERE {sees("n")} AND {edits("n")}
RETURN {TOLD} ORDER BY due, n.name_key, n.id LIMIT {MOST}
"""
# Those who write everything, and those whose person bears or animates it, themselves or with their employer.
MAY = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")} AND {edits("n")}
CALL (n) {{
  MATCH (u:User) WHERE u.email > '' AND u.role IN ['facilitator', 'administrator'] RETURN u
  UNION MATCH (n)<-[:STEWARDS|ANIMATES|PRODUCES]-(who:Entity) MATCH (u:User {{person: who.id}}) RETURN u
  UNION MATCH (n)<-[:STEWARDS|ANIMATES|PRODUCES]-(:Entity)<-[:WORKS_FOR]-(who:Entity)
  MATCH (u:User {{person: who.id}}) RETURN u
  UNION MATCH (u:User {{id: $user}}) RETURN u
}}
WITH DISTINCT u WHERE u.suspended_at IS NULL AND u.email > ''
RETURN u.id AS id, u.name AS name ORDER BY u.name, u.id LIMIT {MOST}
"""
ENTRUST = """
MERGE (d:ReviewDuty {record: $id}) SET d.user = $whose, d.months = $months, d.by = $user, d.at = $now
RETURN d.record AS id
"""
RELEASE = "MATCH (d:ReviewDuty {record: $id}) DELETE d"
ENTRUSTED = """
MATCH (d:ReviewDuty) WHERE d.record > '' MATCH (u:User {id: d.user}) WHERE u.email > '' AND u.suspended_at IS NULL
RETURN DISTINCT u.id AS id ORDER BY id
"""


@dataclass(frozen=True)
class Duty:
    """A record to look at every so many months: whose it is, and the next day (ISO) of it."""

    record: Brief
    user: str
    name: str | None
    months: int
    due: str
    reviewed_at: str | None

    @property
    def late(self) -> bool:
        return self.due <= today()


def duty_of(db: Database, viewer: Viewer, id: str) -> Duty | None:
    """For who may write the record; None when it is entrusted to nobody."""
    rows = db.read(OF_RECORD, id=id, **viewer.rights())
    return _duty(rows[0]) if rows else None


def duties(db: Database, viewer: Viewer, *, every: bool = False) -> list[Duty]:
    """One's own, or `every` one of records that the viewer may write; the first to come first."""
    rows = db.read(ALL, **viewer.rights()) if every else db.read(OF_ACCOUNT, user=viewer.user, **viewer.rights())
    return list(map(_duty, rows))


def readers(db: Database, viewer: Viewer, id: str) -> list[tuple[str, str]]:
    """The accounts (id, name) to whom the record may be entrusted."""
    return [(row["id"], row["name"]) for row in db.read(MAY, id=id, user=viewer.user, **viewer.rights())]


def entrust(db: Database, viewer: Viewer, id: str, whose: str, months: str) -> None:
    """To an account that may write the record. Invalid("compte") and ("mois") for what is of neither list."""
    _must_have(db, viewer, id)
    faults = {}
    if not viewer_for(db, whose).writes(id):
        faults["compte"] = "à choisir parmi ceux qui peuvent modifier la fiche"
    if months not in map(str, MONTHS):
        faults["mois"] = "à choisir dans la liste"
    if faults:
        raise Invalid(faults)
    db.write(ENTRUST, id=id, whose=whose, months=int(months), user=viewer.user, now=now())


def release(db: Database, viewer: Viewer, id: str) -> None:
    """To nobody any more."""
    _must_have(db, viewer, id)
    db.write(RELEASE, id=id)


def entrusted(db: Database) -> list[str]:
    """The accounts that have records to look at."""
    return [row["id"] for row in db.read(ENTRUSTED)]


def _must_have(db: Database, viewer: Viewer, id: str) -> None:
    if id not in briefs(db, viewer, [id]):
        raise NotFound(id)
    must_write(viewer, id)


def _duty(row: Mapping[str, Any]) -> Duty:
    return Duty(brief_of(row["record"]), row["user"], row["name"], row["months"], row["due"], row["reviewed_at"])
