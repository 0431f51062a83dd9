"""Of what a list is asked: what is around a community or a call, what is in a territory, a filtered list or a saved
view, or all."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from graph.database import Database
from graph.errors import NotFound
from graph.filtering import base, chosen, places_in
from graph.filters import Filters, checked
from graph.freshness import Keeper
from graph.links import Brief, brief, brief_of, in_force, today
from graph.viewers import Viewer, sees, sees_link
from graph.walking import WALKED

CENTRE = f"MATCH (n:Entity {{id: $id}}) WHERE {sees('n')} RETURN {brief('n')} AS record"
# One step; of a call, its candidatures and what they are about, with who bears it.
AROUND = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
CALL (n) {{
  MATCH (n)-[r:{WALKED}]-(o:Entity) WHERE {sees_link("r")} AND {sees("o")} AND {in_force("r")} RETURN o
  UNION
  MATCH (n)<-[r:APPLIES_TO]-(a:Entity)-[p:APPLIES_TO]->(o:Entity)
  WHERE n.kind = 'Call' AND {sees_link("r")} AND {sees("a")} AND {sees_link("p")} AND {sees("o")} RETURN o
  UNION
  MATCH (n)<-[r:APPLIES_TO]-(a:Entity)-[p:APPLIES_TO]->(g:Entity)<-[s:STEWARDS]-(o:Entity)
  WHERE n.kind = 'Call' AND {sees_link("r")} AND {sees("a")} AND {sees_link("p")} AND {sees("g")}
    AND {sees_link("s")} AND {sees("o")} AND {in_force("s")} RETURN o
}}
RETURN collect(DISTINCT o.id) AS ids
"""


@dataclass(frozen=True)
class Perimeter:
    """What is looked at: `ids` is None for everything; `centre` the community, call or territory that it is of, `list`
    the address of a filtered list, `view` the title of a saved view."""

    ids: frozenset[str] | None = None
    centre: Brief | None = None
    list: str = ""
    view: str = ""

    def holds(self, id: str, others: tuple[str, ...] = ()) -> bool:
        return self.ids is None or id in self.ids or any(other in self.ids for other in others)


EVERYTHING = Perimeter()


def around(db: Database, viewer: Viewer, id: str) -> Perimeter:
    """A record and what is one step from it; of a territory, what is in it or in its parts. NotFound when it is
    unknown or hidden."""
    rows = db.read(CENTRE, id=id, **viewer.params())
    if not rows:
        raise NotFound(id)
    centre = brief_of(rows[0]["record"])
    if centre.kind == "Territory":
        return Perimeter(_kept(db, viewer, ("in", id), Filters(territory=id)), centre)
    ids = Keeper(db, viewer).kept(("around", id, today()), lambda: _around(db, viewer, id))
    return Perimeter(ids, centre)


def filtered(db: Database, viewer: Viewer, filters: Filters, address: str) -> Perimeter:
    """The records of a filtered list. Invalid names each wrong filter."""
    return Perimeter(_kept(db, viewer, ("list", address), filters), list=address)


def _around(db: Database, viewer: Viewer, id: str) -> frozenset[str]:
    return frozenset([id, *db.read(AROUND, id=id, at=today(), **viewer.params())[0]["ids"]])


def _kept(db: Database, viewer: Viewer, question: Hashable, filters: Filters) -> frozenset[str]:
    return Keeper(db, viewer).kept(("perimeter", question), lambda: _ids(db, viewer, filters))


def _ids(db: Database, viewer: Viewer, filters: Filters) -> frozenset[str]:
    asked = checked(filters)
    chosen(db, viewer, asked)
    found = base(viewer, asked, places_in(db, viewer, asked))
    return frozenset(db.read(f"{found.matching}\nRETURN collect(DISTINCT n.id) AS ids", **found.params)[0]["ids"])
