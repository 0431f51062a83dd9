"""What an administrator asks of the graph: version, indexes, and whether the feed and its counter agree."""

from graph.database import Database
from graph.migrations import missing

VERSION = """
CALL dbms.components() YIELD name, versions, edition
WHERE name = 'Neo4j Kernel'
RETURN versions[0] AS version, edition
"""
COUNTER = """
OPTIONAL MATCH (k:Counter {name: 'changes'})
CALL () { MATCH (c:Change) WHERE c.seq > 0 RETURN max(c.seq) AS last }
RETURN coalesce(k.n, 0) AS counted, coalesce(last, 0) AS last
"""


def version(db: Database) -> str:
    """Version and edition of the server, such as '5.26.30 community'."""
    row = db.read(VERSION)[0]
    return f"{row['version']} {row['edition']}"


def not_online(db: Database) -> list[str]:
    """Constraints and indexes of the schema that are absent or not ready, by name."""
    return sorted(missing(db))


def counter(db: Database) -> tuple[int, int]:
    """The change counter, and the number of the last change: equal unless something wrote beside the write path."""
    row = db.read(COUNTER)[0]
    return row["counted"], row["last"]
