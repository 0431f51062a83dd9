"""Records taken out of the network: kept thirty days, brought back with all their links, then gone for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from graph.database import Database
from graph.files import OWN_IDS
from graph.links import Brief, brief, brief_of
from graph.viewers import Viewer, edits, sees, sees_link

DAYS = 30
# By the index on (gone_at).
LATELY = f"""
MATCH (n:Gone) WHERE n.gone_at > $since AND n.merged_into IS NULL AND {edits("n")}
CALL (n) {{ OPTIONAL MATCH (u:User {{id: n.gone_by}}) RETURN u.name AS who }}
RETURN {brief("n")} AS record, n.gone_at AS at, coalesce(who, n.gone_by) AS who,
       COUNT {{ (n)-[r]-(o:Entity) WHERE r.key IS NOT NULL }} AS links
ORDER BY at DESC, record.id LIMIT $limit
"""
LINKS = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
RETURN COUNT {{ (n)-[r]-(o:Entity) WHERE {sees_link("r")} AND {sees("o")} }} AS links
"""
# A batch a transaction; the feed keeps the name of what was, so that history still reads.
PURGE = f"""
MATCH (n:Gone) WHERE n.gone_at <= $before AND n.merged_into IS NULL
WITH n LIMIT 200
CALL (n) {{ UNWIND {OWN_IDS} AS own MATCH (f:File {{record: own}}) DELETE f }}
CALL (n) {{ MATCH (d:DecisionFile {{record: n.id}}) DELETE d }}
CALL (n) {{ MATCH (s:Snapshot {{record: n.id}}) DELETE s }}
CALL (n) {{ MATCH (l:LiveNote {{id: n.id}}) DELETE l }}
CALL (n) {{ MATCH (u:NoteUpdate {{record: n.id}}) WHERE u.seq > 0 DELETE u }}
CALL (n) {{ MATCH (p:NotePresence {{record: n.id}}) WHERE p.seen_at > 0 DELETE p }}
CALL (n) {{ MATCH (g:Guest {{meeting: n.id}}) DELETE g }}
CALL (n) {{ MATCH (g:Guest {{person: n.id}}) DELETE g }}
CALL (n) {{ MATCH (m:Mobilisation {{record: n.id}}) DELETE m }}
CALL (n) {{ MATCH (m:Mobilisation {{committee: n.id}}) DELETE m }}
CALL (n) {{ MATCH (h:Handling {{record: n.id}}) DELETE h }}
CALL (n) {{ MATCH (h:Handling {{list: 'committee ' + n.id}}) DELETE h }}
CALL (n) {{ MATCH (p:AgendaPoint {{meeting: n.id}}) DELETE p }}
CALL (n) {{ MATCH (l:MeetingLetter {{meeting: n.id}}) DELETE l }}
CALL (n) {{ MATCH (p:MeetingPlan {{meeting: n.id}}) DELETE p }}
CALL (n) {{ MATCH (k:ActionAsk {{person: n.id}}) DELETE k }}
CALL (n) {{ MATCH (d:ReviewDuty {{record: n.id}}) DELETE d }}
OPTIONAL MATCH (n)-[:HAS_CONTACT]->(contact:Contact)
OPTIONAL MATCH (ref:Ref)-[:IDENTIFIES]->(n)
DETACH DELETE contact, ref
WITH DISTINCT n
DETACH DELETE n
RETURN count(*) AS purged
"""


@dataclass(frozen=True)
class Gone:
    """A record that can be brought back; `links` come back with it."""

    record: Brief
    at: str
    who: str
    links: int

    @property
    def until(self) -> str:
        """The last day that it is kept (ISO)."""
        return (datetime.fromisoformat(self.at) + timedelta(days=DAYS)).date().isoformat()


def lately_gone(db: Database, viewer: Viewer, limit: int = 200) -> list[Gone]:
    """What the viewer may bring back, last taken out first."""
    rows = db.read(LATELY, since=_ago(DAYS), limit=limit, **viewer.rights())
    return [Gone(brief_of(row["record"]), row["at"], row["who"], row["links"]) for row in rows]


def links_that_go(db: Database, viewer: Viewer, id: str) -> int:
    """How many links, of those that the viewer may see, go with a record."""
    rows = db.read(LINKS, id=id, **viewer.params())
    return int(rows[0]["links"]) if rows else 0


def purge(db: Database, days: int = DAYS) -> int:
    """Erases for good what was taken out more than `days` ago; gives how many records."""
    total = 0
    while done := int(db.write(PURGE, before=_ago(days))[0]["purged"]):
        total += done
    return total


def _ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
