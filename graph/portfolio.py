"""The portfolio of a call: its candidatures, what each is about, who bears it, when somebody last looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.asof import day_of
from graph.database import Database
from graph.errors import NotFound
from graph.links import Brief, brief, brief_of, in_force
from graph.viewers import Viewer, sees, sees_link

SHOWN = 3  # names of bearers on a card


def _tie(relation: str, end: str) -> str:
    return f"NOT {end}:Gone AND {sees_link(relation)} AND {sees(end)} AND {in_force(relation)}"


CALL = f"MATCH (call:Call {{id: $id}}) WHERE call:Entity AND {sees('call')} RETURN {brief('call')} AS call"
CARDS = f"""
MATCH (:Call {{id: $id}})<-[r:APPLIES_TO]-(a:Application) WHERE {_tie("r", "a")}
RETURN {brief("a")} AS application, a.version AS version, a.reviewed_at AS reviewed_at,
  COLLECT {{
    MATCH (a)-[t:APPLIES_TO]->(c:Commons|Project) WHERE {_tie("t", "c")}
    RETURN c {{.id, .kind, .name, .summary, .status, .visibility, .reviewed_at, .version}} ORDER BY c.name_key LIMIT 1
  }}[0] AS about,
  COLLECT {{
    MATCH (a)-[t:APPLIES_TO]->(:Commons|Project)<-[s:STEWARDS]-(who) WHERE {sees_link("t")} AND {_tie("s", "who")}
    RETURN DISTINCT {brief("who")} AS who ORDER BY who.name, who.id LIMIT {SHOWN}
  }} AS bearers
ORDER BY a.name_key, a.id
"""


@dataclass(frozen=True)
class Card:
    """A candidature; `about` is its commons or project, if one is known, and `record` what its state is read from."""

    application: Brief
    version: int
    about: Brief | None
    about_version: int
    bearers: tuple[Brief, ...]
    reviewed_at: str | None


@dataclass(frozen=True)
class Portfolio:
    """A call and its cards, by name."""

    call: Brief
    cards: tuple[Card, ...]


def portfolio(db: Database, viewer: Viewer, id: str) -> Portfolio:
    """NotFound for what is no call that the viewer may see."""
    params = {"id": id, "at": day_of(None) or datetime.now(UTC).date().isoformat(), **viewer.params()}
    found = db.read(CALL, **params)
    if not found:
        raise NotFound(id)
    return Portfolio(brief_of(found[0]["call"]), tuple(map(_card, db.read(CARDS, **params))))


def _card(row: Mapping[str, Any]) -> Card:
    about = row["about"]
    looked = max((day for day in (row["reviewed_at"], (about or {}).get("reviewed_at")) if day), default=None)
    return Card(
        brief_of(row["application"]), row["version"], brief_of(about) if about else None,
        about["version"] if about else 0, tuple(map(brief_of, row["bearers"])), looked,
    )  # fmt: skip
