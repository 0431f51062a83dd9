"""No page may read the whole graph: every query's plan is looked at before it runs."""

from collections.abc import Iterator
from typing import Any

from graph.database import Database, Rows

# What the graph of a test has a few of is read as quickly from its relations as from an index: no plan to forbid.
FEW = 10
SCANS = ("AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "AllRelationshipsScan", "RelationshipTypeScan")


# Of a handful of records, reading them all is the best plan: a network of a usual size is put around them.
CROWD = """
UNWIND range(1, $size) AS i
CREATE (:Entity:Organisation:Actor:Public {
  id: 'organisation-crowd-' + i, kind: 'Organisation', name: 'Crowd ' + i, audience: 'public', visibility: 'public'})
"""
TIES = """
UNWIND range(1, $size) AS i UNWIND [1, 7, 31] AS step
MATCH (a:Entity {id: 'organisation-crowd-' + i}), (b:Entity {id: 'organisation-crowd-' + ((i + step) % $size + 1)})
CREATE (a)-[:PARTNERS {id: 'partners.crowd-' + i + '-' + step, key: 'crowd-' + i + '-' + step, audience: 'public'}]->(b)
"""


def operators(db: Database, query: str, *, anew: bool = False, **params: Any) -> list[str]:
    """The operators of a query's plan, without carrying it out; `anew` forgets the plan made for other data."""
    with db._connected().session(database=db._name) as session:
        plan = session.run(f"EXPLAIN {'CYPHER replan=force ' if anew else ''}{query}", params).consume().plan
    return list(_walk(plan or {}))


def _walk(plan: dict[str, Any]) -> Iterator[str]:
    named = str(plan.get("operatorType", "")).partition("@")[0]
    if not named.endswith("RelationshipTypeScan") or plan["args"]["EstimatedRows"] > FEW:
        yield named
    for child in plan.get("children", ()):
        yield from _walk(child)


def assert_no_scan(db: Database, query: str, *, anew: bool = False, **params: Any) -> None:
    """Fails when the plan holds a scan of all nodes, of a label, or of all relations."""
    found = [each for each in operators(db, query, anew=anew, **params) if each.endswith(SCANS)]
    assert not found, f"{found} in the plan of:\n{query}"


class Watched(Database):
    """A database whose reads are planned without a scan, or fail."""

    def __init__(self, db: Database, *, anew: bool = False):
        self.watched, self.anew = db, anew
        self.asked: list[str] = []

    def read(self, query: str, /, **params: Any) -> Rows:
        assert_no_scan(self.watched, query, anew=self.anew, **params)
        self.asked.append(query)
        return self.watched.read(query, **params)


def no_scans(db: Database, crowd: int = 0) -> Watched:
    """The same database, watched; `crowd` puts so many linked records more in it, and plans anew."""
    if crowd:
        db.write(CROWD, size=crowd)
        db.write(TIES, size=crowd)
    return Watched(db, anew=crowd > 0)
