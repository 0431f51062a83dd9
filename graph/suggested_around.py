"""The records that share something with one, found by the indexes: who says its rare words, has its themes, is used by
its users, gives an address that it names or names one that it gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from graph.database import Database
from graph.folding import fold
from graph.fulltext import restricted
from graph.links import in_force, today
from graph.migrations import TEXT_INDEX
from graph.suggested_clues import Clues, of_ids
from graph.suggested_pairs import bearers
from graph.suggested_rules import COMMON, CROWD, KINDS, NAMING, Sort, says
from graph.viewers import Viewer, sees, sees_link

MOST = 200  # records that are looked at closely: those that share the most
WORDS = 40  # of a record: its name and summary rarely say more
HITS = 3 * COMMON  # a word that so many texts hold is taken as common, without reading them
_TIED = f"{sees_link('r')} AND {sees('o')} AND {in_force('r')}"
SAYING = f"""
UNWIND $asked AS asked
CALL (asked) {{
  CALL db.index.fulltext.queryNodes('{TEXT_INDEX}', asked[1], {{limit: $hits}}) YIELD node AS n
  WHERE {sees("n")} RETURN collect(n.id) AS ids
}}
RETURN asked[0] AS key, ids ORDER BY key
"""
SHARING = f"""
MATCH (a:Entity {{id: $id}}) WHERE {sees("a")}
CALL (a) {{
  MATCH (a)-[r:ABOUT]->(o:Entity) WHERE {_TIED} RETURN o AS shared, 'themes' AS sort
  UNION MATCH (a)<-[r:USES]-(o:Entity) WHERE {_TIED} RETURN o AS shared, 'uses' AS sort
}}
CALL (shared, sort) {{
  MATCH (shared)-[r:ABOUT|USES]-(o:Entity)
  WHERE ((sort = 'themes' AND type(r) = 'ABOUT' AND endNode(r) = shared)
         OR (sort = 'uses' AND type(r) = 'USES' AND startNode(r) = shared))
    AND {_TIED} AND o.kind IN $kinds
  WITH DISTINCT o LIMIT $limit RETURN collect(o.id) AS ids
}}
RETURN sort, shared.id AS key, ids ORDER BY sort, key
"""
BEARING = f"""
UNWIND $asked AS asked
CALL (asked) {{
  MATCH (n:Entity) WHERE n.website = asked RETURN n
  UNION MATCH (n:Entity) WHERE n.repository = asked RETURN n
  UNION MATCH (:Ref {{key: 'siren:' + asked}})-[:IDENTIFIES]->(n:Entity) RETURN n
}}
WITH n WHERE {sees("n")} RETURN DISTINCT n.id AS id ORDER BY id LIMIT $limit
"""
Borne = dict[tuple[Sort, str], list[str]]


def around(db: Database, viewer: Viewer, id: str) -> tuple[dict[str, Clues], Borne]:
    """The clues of a record and of those that share the most with it, and by whom each thing is shared; empty when it
    is hidden, or of a kind that no link is guessed for."""
    own = next(iter(of_ids(db, viewer, [id])), None)
    if own is None:
        return {}, {}
    rough = _rough(db, viewer, own) if own.kind in KINDS else {}
    weights = Counter[str]()
    for (sort, _), ids in rough.items():
        for each in ids:
            weights[each] += says(sort, len(ids))  # type: ignore[assignment]
    close = [each for each, _ in weights.most_common(MOST)]
    clues = {each.id: each for each in of_ids(db, viewer, [id, *close, *_naming(db, viewer, own)])}
    said = bearers(clues.values())
    return clues, {key: ids if key[0] != "words" else said.get(key, []) for key, ids in rough.items()}


def _rough(db: Database, viewer: Viewer, own: Clues) -> Borne:
    """Who may share each thing: by the index a word is looked for in the whole text, not only name and summary."""
    asked = [[root, restricted(f"stems:{root}", viewer, sorted(KINDS))] for root in list(own.words)[:WORDS]]
    out: Borne = {
        ("words", row["key"]): row["ids"]
        for row in db.read(SAYING, asked=asked, hits=HITS, **viewer.params())
        if len(row["ids"]) < HITS
    }
    told = {"id": own.id, "kinds": sorted(KINDS), "limit": COMMON + 1, "at": today()}
    for row in db.read(SHARING, **told, **viewer.params()):
        if len(row["ids"]) <= COMMON:
            out[row["sort"], row["key"]] = row["ids"]
    return out


def _naming(db: Database, viewer: Viewer, own: Clues) -> set[str]:
    """The records whose text may name this one's identifiers, and those that bear what its text names."""
    asked = [[key, restricted(_naming_query(key), viewer, sorted(NAMING))] for key in sorted(own.bears) if fold(key)]
    rows: Iterable[Mapping[str, Any]] = db.read(SAYING, asked=asked, hits=HITS, **viewer.params()) if asked else ()
    found = {id for row in rows for id in row["ids"]}
    if own.names:
        spelt = sorted({way for key in own.names for way in _spellings(key)})
        told = db.read(BEARING, asked=spelt, limit=len(own.names) * CROWD, **viewer.params())
        found |= {row["id"] for row in told}
    return found


def _naming_query(key: str) -> str:
    """Its words in a row; a number also by three digits, as one writes a SIREN."""
    groups = [key[start : start + 3] for start in range(0, len(key), 3)] if key.isdigit() else []
    if len(groups) > 3:
        groups = [*groups[:3], key[9:]]
    return f'search:"{fold(key)}"' + (f' search:"{" ".join(groups)}"' if groups else "")


def _spellings(key: str) -> Iterable[str]:
    """The ways in which somebody may have written an address; a number has one."""
    if key.isdigit():
        return (key,)
    base = f"doi.org/{key}" if key.startswith("10.") else key
    return (
        f"{scheme}{www}{base}{end}" for scheme in ("https://", "http://") for www in ("", "www.") for end in ("", "/")
    )
