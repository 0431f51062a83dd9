"""Who is written to about records: the people who bear them, at the address that they gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.database import Database
from graph.filtering import base, chosen, places_in
from graph.filters import Filters, checked
from graph.links import Brief, brief, brief_of, in_force
from graph.viewers import Viewer, sees

MOST = 20_000  # records of one letter


def _now(relation: str) -> str:
    return f"{in_force(relation)} AND coalesce({relation}.standing, '') <> 'contested'"


# Nearest first: the record itself when it is a person, who bears it, who writes for what bears it, who works there.
# Only records that the viewer keeps true, and only people that the viewer may see.
PEOPLE = f"""
CALL (n) {{
  WITH n WHERE n:Person RETURN n AS who, 0 AS rank
  UNION MATCH (n)<-[s:STEWARDS]-(who:Person) WHERE {_now("s")} RETURN who, 0 AS rank
  UNION MATCH (n)<-[m:MEMBER_OF]-(who:Person) WHERE m.writes AND {_now("m")} RETURN who, 1 AS rank
  UNION
  MATCH (n)<-[s:STEWARDS]-()<-[m:MEMBER_OF]-(who:Person) WHERE m.writes AND {_now("s")} AND {_now("m")}
  RETURN who, 1 AS rank
  UNION
  MATCH (n)-[k:MAINTAINED_BY]->()<-[m:MEMBER_OF]-(who:Person) WHERE m.writes AND {_now("k")} AND {_now("m")}
  RETURN who, 1 AS rank
  UNION
  MATCH (n)<-[p:HAS_RESOURCE]-()<-[s:STEWARDS]-(who:Person) WHERE {_now("p")} AND {_now("s")} RETURN who, 2 AS rank
  UNION MATCH (n)<-[w:WORKS_FOR]-(who:Person) WHERE {_now("w")} RETURN who, 3 AS rank
  UNION
  MATCH (n)<-[s:STEWARDS]-()<-[w:WORKS_FOR]-(who:Person) WHERE {_now("s")} AND {_now("w")} RETURN who, 3 AS rank
}}
WITH n, who, min(rank) AS rank WHERE who:Entity AND {sees("who")}
OPTIONAL MATCH (user:User {{person: who.id}}) WHERE user.email > '' AND user.suspended_at IS NULL
OPTIONAL MATCH (who)-[:HAS_CONTACT]->(contact:Contact)
WITH n, who, rank, user.id AS user, coalesce(user.email, contact.email) AS email
ORDER BY who.name_key, who.id
RETURN collect({{id: who.id, name: who.name, rank: rank, user: user, email: email}}) AS people
"""
KEPT = f"WITH n WHERE ($edits OR n.id IN $facilitated) AND {sees('n')} WITH n ORDER BY n.name_key, n.id LIMIT $most"
EACH = f"CALL (n) {{ {PEOPLE} }} RETURN {brief('n')} AS record, n.reviewed_at AS reviewed_at, people"
FACILITATORS = """
MATCH (user:User {role: 'facilitator'}) WHERE user.email > '' AND user.suspended_at IS NULL
RETURN user.email AS email ORDER BY email LIMIT 20
"""
BY_ID = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}})\n{KEPT}\n{EACH}"


@dataclass(frozen=True)
class Addressee:
    """A person behind a record. `user` is their account's id, `email` None when nobody knows one."""

    id: str
    name: str
    email: str | None = None
    user: str | None = None

    @property
    def masked(self) -> str:
        """Enough to know it again, too little to write to: z…@exemple.fr."""
        name, _, host = (self.email or "").partition("@")
        return f"{name[:1]}…@{host}" if host else ""


@dataclass(frozen=True)
class Borne:
    """A record and the nearest people behind it: those with an address if there are any."""

    record: Brief
    people: tuple[Addressee, ...]
    reviewed_at: str | None = None


def addressees(db: Database, viewer: Viewer, filters: Filters) -> list[Borne]:
    """Each record of a list that the viewer keeps true, by name, with who is written to about it. Invalid names each
    wrong filter."""
    asked = checked(filters)
    chosen(db, viewer, asked)
    found = base(viewer, asked, places_in(db, viewer, asked))
    return _borne(db, viewer, f"{found.matching}\n{KEPT}\n{EACH}", found.params)


def addressees_of(db: Database, viewer: Viewer, ids: Sequence[str]) -> list[Borne]:
    """The same for some records."""
    return _borne(db, viewer, BY_ID, {"ids": list(ids)})


def facilitators(db: Database) -> list[str]:
    """The addresses of those who animate the whole network: twenty at most are written to."""
    return [row["email"] for row in db.read(FACILITATORS)]


def _borne(db: Database, viewer: Viewer, query: str, params: Mapping[str, Any]) -> list[Borne]:
    today = {"at": datetime.now(UTC).date().isoformat(), "most": MOST}
    rows = db.read(query, **{**viewer.rights(), **params, **today})
    return [Borne(brief_of(row["record"]), _nearest(row["people"]), row["reviewed_at"]) for row in rows]


def _nearest(people: Sequence[Mapping[str, Any]]) -> tuple[Addressee, ...]:
    reached = [each for each in people if each["email"]] or people
    first = min((each["rank"] for each in reached), default=0)
    told = ("id", "name", "email", "user")
    return tuple(Addressee(**{name: each[name] for name in told}) for each in reached if each["rank"] == first)
