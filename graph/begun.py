"""How many links of the network began each year: the ground of its time line."""

from __future__ import annotations

from graph.database import Database
from graph.freshness import Keeper
from graph.viewers import Viewer, sees, sees_link
from graph.walking import WALKED

# All links are the question: it is asked once between two writes.
YEARS = f"""
MATCH (a)-[r:{WALKED}]->(b)
WHERE r.since_from IS NOT NULL AND NOT a:Gone AND NOT b:Gone AND {sees("a")} AND {sees("b")} AND {sees_link("r")}
RETURN toInteger(left(r.since_from, 4)) AS year, count(r) AS count ORDER BY year
"""


def begun(db: Database, viewer: Viewer) -> dict[int, int]:
    """Links by the year they began, from the first year to the last; the undated are in none."""

    def ask() -> dict[int, int]:
        counts = {row["year"]: row["count"] for row in db.read(YEARS, **viewer.params())}
        return {year: counts.get(year, 0) for year in range(min(counts), max(counts) + 1)} if counts else {}

    return Keeper(db, viewer).kept("begun", ask)
