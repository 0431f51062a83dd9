"""How two records are connected: shortest paths, and everything they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.asof import brief_at
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.links import Brief, Link, brief_of, in_force, link_of
from graph.schema import Label
from graph.viewers import Viewer, sees, sees_link
from graph.walking import ALL, WALKED, walk

LONGEST = 10
USUAL = 6
WHO = Label(", qui ", ", which ")

ENDS = f"""
UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees("n")} RETURN {brief_at("n")} AS record ORDER BY id
"""
PATHS = f"""
MATCH (a:Entity {{id: $source}}), (b:Entity {{id: $target}})
MATCH p = SHORTEST((a)-[:TYPES*..LONGEST]-(b))
WHERE all(r IN relationships(p) WHERE {sees_link("r")} AND {in_force("r")} AND ($types IS NULL OR type(r) IN $types))
  AND all(n IN nodes(p) WHERE n:Entity AND {sees("n")} AND NOT n.id IN $avoid
    AND ($kinds IS NULL OR n.kind IN $kinds OR n.id IN [$source, $target]))
WITH p LIMIT 2000
WITH p ORDER BY [n IN nodes(p) | n.id], [r IN relationships(p) | r.id] LIMIT $limit
RETURN [n IN nodes(p) | {brief_at("n")}] AS records,
       [r IN relationships(p) | [startNode(r).id, type(r), properties(r)]] AS steps
"""
# The limit of length must be a literal: two of them, for two kinds of patience.
QUERIES = {
    (search, types, longest): PATHS.replace("SHORTEST", search)
    .replace("TYPES", types).replace("LONGEST", str(longest))
    for search in ("shortestPath", "allShortestPaths")
    for types in (WALKED, ALL)
    for longest in (USUAL, LONGEST)
}  # fmt: skip
_BESIDE = f"{sees_link('RELATION')} AND {in_force('RELATION')}"
_FIRST, _SECOND = _BESIDE.replace("RELATION", "r"), _BESIDE.replace("RELATION", "q")
DIRECT = f"""
MATCH (a:Entity {{id: $source}})-[r:{ALL}]-(b:Entity {{id: $target}})
WHERE {sees("a")} AND {sees("b")} AND {_FIRST}
RETURN startNode(r).id AS start, type(r) AS type, properties(r) AS properties ORDER BY properties.id
"""
SHARED = f"""
MATCH (a:Entity {{id: $source}}), (b:Entity {{id: $target}}) WHERE {sees("a")} AND {sees("b")}
MATCH (a)-[r:{ALL}]-(s)-[q:{ALL}]-(b)
WHERE NOT s:Gone AND s <> a AND s <> b AND {sees("s")} AND {_FIRST} AND {_SECOND}
WITH s, collect(DISTINCT [startNode(r).id, type(r), properties(r)]) AS here,
     collect(DISTINCT [startNode(q).id, type(q), properties(q)]) AS there
ORDER BY s.kind, s.name, s.id
LIMIT $limit
RETURN {brief_at("s")} AS record, here, there ORDER BY record.kind, record.name, record.id
"""

Edge = Sequence[Any]


@dataclass(frozen=True)
class Path:
    """Records from end to end; `steps` told as they are walked, `also` the links that run beside each step."""

    records: tuple[Brief, ...]
    steps: tuple[Link, ...]
    also: tuple[tuple[Link, ...], ...]

    @property
    def length(self) -> int:
        return len(self.steps)

    @property
    def undated(self) -> bool:
        return any(step.undated for step in self.steps)

    def sentence(self, language: str = "fr") -> str:
        """« ADEME finance Panoramax, qui est utilisé par SDIS 34 »."""
        told = [f"{step.verb.in_language(language)} {step.other.name}" for step in self.steps]
        return f"{self.records[0].name} {WHO.in_language(language).join(told)}"


@dataclass(frozen=True)
class Shared:
    """A record tied to both ends, with its links told from each end."""

    record: Brief
    from_source: tuple[Link, ...]
    from_target: tuple[Link, ...]


@dataclass(frozen=True)
class Paths:
    """Paths of one length, or none and then what is `nearest`; `cut` when there are more than were asked."""

    source: Brief
    target: Brief
    paths: tuple[Path, ...]
    cut: bool = False
    nearest: tuple[Shared, ...] = ()
    at: str | None = None


@dataclass(frozen=True)
class Common:
    """Every reason why two records are tied: links between them, records that both are tied to (`cut`: and more)."""

    source: Brief
    target: Brief
    direct: tuple[Link, ...]
    shared: tuple[Shared, ...]
    cut: bool = False
    at: str | None = None


def shortest_path(
    db: Database, viewer: Viewer, source: str, target: str, *, max_length: int = USUAL,
    relations: Iterable[str] | None = None, kinds: Iterable[str] | None = None, avoid: Sequence[str] = (),
    at: str | None = None,
) -> Paths:  # fmt: skip
    """One shortest path of at most `max_length` steps (1 to 10), through records of the kinds asked."""
    choices = {"relations": relations, "kinds": kinds, "at": at}
    return _search(db, viewer, "shortestPath", source, target, max_length, avoid, 1, choices)


def all_shortest_paths(
    db: Database, viewer: Viewer, source: str, target: str, *, max_length: int = USUAL,
    relations: Iterable[str] | None = None, kinds: Iterable[str] | None = None, avoid: Sequence[str] = (),
    at: str | None = None, limit: int = 50,
) -> Paths:  # fmt: skip
    """Every shortest path, up to `limit` of them; links that run side by side make one path."""
    choices = {"relations": relations, "kinds": kinds, "at": at}
    return _search(db, viewer, "allShortestPaths", source, target, max_length, avoid, limit, choices)


def common(
    db: Database, viewer: Viewer, source: str, target: str, *, at: str | None = None, limit: int = 100
) -> Common:  # fmt: skip
    """All reasons two records are tied, themes, territories and writings included."""
    day = walk(at=at).at
    first, second = _ends(db, viewer, source, target, day)
    ends = {first.id: first, second.id: second}
    params = {"source": source, "target": target, "at": day, "limit": limit + 1, **viewer.params()}
    direct = [[row["start"], row["type"], row["properties"]] for row in db.read(DIRECT, **params)]
    shared = [_shared(row, ends, source, target) for row in db.read(SHARED, **params)]
    links = tuple(walked(edge, first, second) for edge in direct)
    return Common(first, second, links, tuple(shared[:limit]), len(shared) > limit, day)


def _search(
    db: Database, viewer: Viewer, search: str, source: str, target: str, max_length: int, avoid: Sequence[str],
    limit: int, choices: Mapping[str, Any],
) -> Paths:  # fmt: skip
    if max_length not in range(1, LONGEST + 1):
        raise Invalid({"max": f"longueur attendue, de 1 à {LONGEST}"})
    allowed = walk(**choices)
    first, second = _ends(db, viewer, source, target, allowed.at)
    if wrong := {source, target} & set(avoid):
        raise Invalid({"avoid": f"le chemin part de cette fiche ou y mène : {min(wrong)}"})
    query = QUERIES[search, allowed.pattern, USUAL if max_length <= USUAL else LONGEST]
    params = {"source": source, "target": target, "avoid": list(avoid), **allowed.params(viewer)}
    # Parallel links make paths of the same records: more are read than will be told.
    most = limit if limit == 1 else 20 * limit
    rows = [row for row in db.read(query, limit=most + 1, **params) if len(row["steps"]) <= max_length]
    paths = _grouped(rows[:most])
    nearest = () if paths else common(db, viewer, source, target, at=allowed.at).shared
    cut = limit > 1 and (len(rows) > most or len(paths) > limit)
    return Paths(first, second, tuple(paths[:limit]), cut, nearest, allowed.at)


def _ends(db: Database, viewer: Viewer, source: str, target: str, day: str | None) -> tuple[Brief, Brief]:
    if source == target:
        raise Invalid({"target": "deux fiches différentes sont nécessaires"})
    rows = db.read(ENDS, ids=[source, target], at=day, **viewer.params())
    found = {row["record"]["id"]: brief_of(row["record"]) for row in rows}
    for id in (source, target):
        if id not in found:
            raise NotFound(id)
    return found[source], found[target]


def _grouped(rows: Iterable[Mapping[str, Any]]) -> list[Path]:
    """One path a sequence of records."""
    beside: dict[tuple[str, ...], list[dict[str, Link]]] = {}
    records: dict[tuple[str, ...], tuple[Brief, ...]] = {}
    for row in rows:
        passed = tuple(brief_of(record) for record in row["records"])
        key = tuple(record.id for record in passed)
        records.setdefault(key, passed)
        links = beside.setdefault(key, [{} for _ in row["steps"]])
        for place, edge in enumerate(row["steps"]):
            link = walked(edge, passed[place], passed[place + 1])
            links[place][link.id] = link
    paths = [_path(records[key], beside[key]) for key in records]
    return sorted(paths, key=lambda path: (path.undated, [(record.name, record.id) for record in path.records]))


def _path(records: tuple[Brief, ...], beside: Iterable[Mapping[str, Link]]) -> Path:
    ranked = [sorted(links.values(), key=weight) for links in beside]
    return Path(records, tuple(links[0] for links in ranked), tuple(tuple(links[1:]) for links in ranked))


def weight(link: Link) -> tuple[bool, bool, bool, str, str]:
    """What is in force, dated and sourced is told first."""
    return link.past, link.undated, not (link.source_words or link.source_url), link.since or "", link.id


def walked(edge: Edge, source: Brief, target: Brief) -> Link:
    """The link as it is told when going from `source` to `target`."""
    start, type, properties = edge
    inverse = start != source.id
    ends = (target, source) if inverse else (source, target)
    return link_of(properties, type, *ends, inverse=inverse)


def _shared(row: Mapping[str, Any], ends: Mapping[str, Brief], source: str, target: str) -> Shared:
    record = brief_of(row["record"])
    here, there = (
        tuple(sorted((walked(edge, ends[end], record) for edge in row[side]), key=weight))
        for end, side in ((source, "here"), (target, "there"))
    )  # fmt: skip
    return Shared(record, here, there)
