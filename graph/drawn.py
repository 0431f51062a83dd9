"""What records that are drawn could be narrowed to: their states, themes, territories and visibilities, counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.asof import status_at
from graph.database import Database
from graph.facets import TOLD, Facet, FacetValue, by_count
from graph.links import in_force
from graph.schema import SCHEMA, Label
from graph.viewers import Viewer, sees, sees_link

_EACH = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees('n')}"
_TIED = f"MATCH (n)-[r:TYPE]->(o:Entity) WHERE {sees_link('r')} AND {sees('o')} AND {in_force('r')}"
_COUNT = "AS facet, o.id AS key, o.name AS name, count(DISTINCT n) AS count"
COUNTS = f"""
{_EACH} AND n.status IS NOT NULL WITH n, {status_at("n")} AS status WHERE status IS NOT NULL
RETURN 'status' AS facet, status AS key, '' AS name, count(*) AS count
UNION ALL {_EACH} RETURN 'visibility' AS facet, n.visibility AS key, '' AS name, count(*) AS count
UNION ALL {_EACH} {_TIED.replace("TYPE", "ABOUT")} RETURN 'theme' {_COUNT}
UNION ALL {_EACH} {_TIED.replace("TYPE", "IN_TERRITORY")} RETURN 'territory' {_COUNT}
"""
SEVERAL = 2  # a facet of one value narrows nothing


def facets(
    db: Database, viewer: Viewer, ids: Sequence[str], at: str | None, chosen: Iterable[tuple[str, str]] = ()
) -> tuple[Facet, ...]:
    """Facets with at least two values, or a chosen one: pairs (facet, key) of what the view is narrowed to already."""
    taken = set(chosen)
    found: dict[str, list[FacetValue]] = {"theme": [], "territory": [], "status": [], "visibility": []}
    for row in db.read(COUNTS, ids=list(ids), at=at, **viewer.params()):
        name, key = row["facet"], row["key"]
        label = _label(name, key) or Label(row["name"] or key, row["name"] or key)
        found[name].append(FacetValue(key, label, row["count"], (name, key) in taken))
    return tuple(
        Facet(name, TOLD[name], by_count(values)) for name, values in found.items()
        if len(values) >= SEVERAL or any(value.active for value in values)
    )  # fmt: skip


def _label(facet: str, key: str) -> Label | None:
    if facet == "visibility":
        return SCHEMA.vocabularies["visibility"].terms.get(key)
    if facet == "status":
        terms = (SCHEMA.states(kind).get(key) for kind in SCHEMA.kinds)
        return next((label for label in terms if label), None)
    return None
