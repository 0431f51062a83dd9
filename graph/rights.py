"""What an account may read and write: told by the links of the person that it is, asked in one place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from graph.database import Database
from graph.links import in_force
from graph.users import User, user_by_id
from graph.viewers import ANONYMOUS, Viewer, audience_of

WHOLE_SITE = ("facilitator", "administrator")
MOST = 5_000  # records of one person: a national programme's laureates and their parts are a tenth of it


def _now(relation: str) -> str:
    """Cypher condition: the link is in force today, and its end does not contest it."""
    return f"{in_force(relation)} AND coalesce({relation}.standing, '') <> 'contested'"


# A person acts for herself, for the bodies that she works for, and for those that let her write for them.
BODIES = f"""
MATCH (me:Entity {{id: $person}})
CALL (me) {{
  RETURN me AS body
  UNION MATCH (me)-[w:WORKS_FOR]->(o:Entity) WHERE {_now("w")} RETURN o AS body
  UNION MATCH (me)-[m:MEMBER_OF]->(o:Entity) WHERE m.writes AND {_now("m")} RETURN o AS body
}}"""
# They steward commons and resources; who stewards a commons stewards its parts: resources, community, rules,
# candidatures, and the indicators that measure it.
STEWARDED = f"""{BODIES}
CALL (me, body) {{
  MATCH (body) WHERE body = me OR EXISTS {{ MATCH (me)-[m:MEMBER_OF]->(body) WHERE m.writes AND {_now("m")} }}
  RETURN body AS mine
  UNION MATCH (body)-[s:STEWARDS]->(mine:Entity|Gone) WHERE {_now("s")} RETURN mine
  UNION
  MATCH (me)-[m:MEMBER_OF]->(body)<-[k:MAINTAINED_BY]-(mine:Entity) WHERE m.writes AND {_now("m")} AND {_now("k")}
  RETURN mine
}}
CALL (mine) {{
  RETURN mine AS n
  UNION MATCH (mine:Commons)-[r:HAS_RESOURCE|MAINTAINED_BY]->(n:Entity) WHERE {_now("r")} RETURN n
  UNION MATCH (mine:Commons)<-[r:GOVERNS|APPLIES_TO|MEASURES]-(n:Entity) WHERE {_now("r")} RETURN n
}}
RETURN DISTINCT n.id AS id ORDER BY id LIMIT $most
"""
# Who animates a community or a call keeps true what is in it: members, commons, meetings, candidatures, challenges,
# roadmaps with their topics and actions.
FACILITATED = f"""
MATCH (:Entity {{id: $person}})-[a:ANIMATES]->(top:Entity) WHERE {_now("a")}
MATCH (top)(()<-[p:PART_OF]-(:Entity) WHERE {_now("p")}){{0,5}}(scope)
CALL (scope) {{
  RETURN scope AS n
  UNION MATCH (scope)<-[r:MEMBER_OF|MAINTAINED_BY]-(n:Entity) WHERE {_now("r")} RETURN n
  UNION MATCH (scope)-[r:STEWARDS|RAISES|HOLDS]->(n:Entity) WHERE {_now("r")} RETURN n
  UNION
  MATCH (scope)-[r:HAS_ROADMAP]->(road:Entity) WHERE {_now("r")}
  MATCH (road)(()<-[p:PART_OF]-(:Entity) WHERE {_now("p")}){{0,2}}(n) RETURN n
  UNION
  MATCH (scope)<-[r:APPLIES_TO]-(application:Entity) WHERE {_now("r")}
  CALL (application) {{
    RETURN application AS n
    UNION MATCH (application)-[t:APPLIES_TO]->(n:Commons|Project) WHERE {_now("t")} RETURN n
  }}
  RETURN n
}}
RETURN DISTINCT n.id AS id ORDER BY id LIMIT $most
"""
# Who leads a policy says whether what is told to serve it, or a part of it, does.
LED = f"""{BODIES}
MATCH (body)-[l:LEADS]->(top:Policy) WHERE {_now("l")}
MATCH (top)(()<-[p:PART_OF]-(:Entity) WHERE {_now("p")}){{0,5}}(n)
RETURN DISTINCT n.id AS id ORDER BY id LIMIT $most
"""
# What one wrote is one's own while nobody else bears it. Never an actor: who made its record is not who it is.
WRITTEN = """
MATCH (n:Entity) WHERE n.created_by = $user AND n.visibility IN ['public', 'members', 'group', 'private']
  AND (n.visibility = 'private' OR n:Writing OR n:Work OR n:Demand OR n:Norm
       OR (n:CommonGood OR n:Resource OR n:Collective) AND NOT EXISTS { (n)<-[:STEWARDS]-() })
RETURN n.id AS id ORDER BY id LIMIT $most
"""
GROUPS = f"""
MATCH (me:Entity {{id: $person}})
CALL (me) {{
  MATCH (me)-[m:MEMBER_OF|ANIMATES]->(c:Community) WHERE {_now("m")} RETURN c
  UNION
  MATCH (me)-[w:WORKS_FOR]->(:Entity)-[m:MEMBER_OF]->(c:Community) WHERE {_now("w")} AND {_now("m")} RETURN c
}}
RETURN DISTINCT c.id AS id ORDER BY id
"""
RIGHTS = f"""
RETURN COLLECT {{ {STEWARDED} }} AS stewards, COLLECT {{ {FACILITATED} }} AS facilitates,
       COLLECT {{ {WRITTEN} }} AS written, COLLECT {{ {GROUPS} }} AS groups, COLLECT {{ {LED} }} AS led
"""


def viewer_for(db: Database, user_id: str | None) -> Viewer:
    """The viewer that an account is now; anonymous for nobody."""
    user = user_by_id(db, user_id) if user_id else None
    return viewer_as(db, user) if user else ANONYMOUS


def viewer_as(db: Database, user: User) -> Viewer:
    """The same for an account already read: facilitators and administrators read and write the whole site; others what
    their links say."""
    if user.role in WHOLE_SITE:
        return Viewer(user.id, ("public", "members"), all=True, edits=True, administers=user.role == "administrator")
    return _viewer(user, db.read(RIGHTS, person=user.person, user=user.id, at=_today(), most=MOST)[0])


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _viewer(user: User, told: Mapping[str, Any]) -> Viewer:
    own = [*told["stewards"], *told["written"]]
    audiences = [audience_of("group", "", group) for group in (*user.groups, *told["groups"])]
    audiences += [audience_of("private", id, None) for id in own]
    return Viewer(
        user.id, ("public", "members", *dict.fromkeys(audiences)),
        stewards=frozenset(own), facilitates=frozenset(told["facilitates"]), person=user.person,
        leads=frozenset(told["led"]),
    )  # fmt: skip
