"""One relation with its ends, as the page that corrects it shows it."""

from __future__ import annotations

from graph.database import Database
from graph.errors import NotFound
from graph.links import Link, brief, brief_of, link_of
from graph.schema import SCHEMA
from graph.states import type_of
from graph.viewers import Viewer, sees, sees_link

LINK = f"""
MATCH (a:Entity)-[r:TYPE {{id: $id}}]->(b:Entity) WHERE {sees("a")} AND {sees("b")} AND {sees_link("r")}
RETURN properties(r) AS properties, {brief("a")} AS source, {brief("b")} AS target
"""


def one_link(db: Database, viewer: Viewer, id: str) -> Link:
    """The relation of an id, told from its first end. NotFound when the viewer may not see it, or one of its ends."""
    type = type_of(id)
    rows = db.read(LINK.replace("TYPE", SCHEMA.relations[type].type), id=id, **viewer.params()) if type else []
    if not type or not rows:
        raise NotFound(id)
    row = rows[0]
    return link_of(row["properties"], type, brief_of(row["source"]), brief_of(row["target"]))
