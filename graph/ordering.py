"""The order of a list and the cut of its pages, in Cypher."""

from __future__ import annotations

from graph.filtering import BY_NAME, Base
from graph.filters import Filters
from graph.links import in_force
from graph.schema import SCHEMA
from graph.viewers import sees, sees_link

LINKS = f"COUNT {{ MATCH (n)-[r]-(o:Entity) WHERE {sees_link('r')} AND {sees('o')} AND {in_force('r')} }}"
# `name_key` is the kind's prefix, a slash, and the folded name.
NAME = "split(n.name_key, '/')[1]"
ORDERS = {
    "name": f"{NAME}, n.id",
    "-name": f"{NAME} DESC, n.id",
    "updated": "coalesce(n.updated_at, n.created_at) DESC, n.id",
    "links": f"{LINKS} DESC, {NAME}, n.id",
    "relevance": "score DESC, size(n.title), n.name_key, n.id",
}


def in_order(found: Base, filters: Filters) -> str:
    """Clauses that bind the matching `n`, all of them, in the order asked for."""
    scored = ", score" if "lucene" in found.params else ""
    return f"{found.matching} WITH n{scored} ORDER BY {ORDERS[_order(found, filters)]}"


def one_page(found: Base, filters: Filters) -> str:
    """Clauses that bind `page`, the records of one page; they need $skip, $limit, $end and $prefixes."""
    order = _order(found, filters)
    if not found.by_kind or order not in ("name", "-name"):
        return f"{in_order(found, filters)} SKIP $skip LIMIT $limit WITH collect(n) AS page"
    # From the index in its order, a kind at a time, and no further than the page.
    way = " DESC" if order == "-name" else ""
    conditions = " AND ".join([BY_NAME, sees("n"), *found.conditions])
    return f"""
UNWIND $prefixes AS prefix
CALL (prefix) {{ {conditions} WITH n ORDER BY n.name_key{way}, n.id LIMIT $end RETURN n }}
WITH n ORDER BY {ORDERS[order]} SKIP $skip LIMIT $limit WITH collect(n) AS page
"""


def prefixes(filters: Filters) -> list[str]:
    """What the name keys of the listed kinds begin with."""
    return [f"{SCHEMA.kinds[kind].prefix}/" for kind in filters.scope]


def _order(found: Base, filters: Filters) -> str:
    return "name" if filters.order == "relevance" and "lucene" not in found.params else filters.order
