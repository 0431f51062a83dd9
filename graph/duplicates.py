"""Records that may be one under two names, with the reasons: for a person to say, one pair at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from graph.database import Database
from graph.freshness import Keeper
from graph.imports.twins import Body, twins
from graph.links import Brief, brief, brief_of
from graph.operations import now
from graph.viewers import Viewer, sees

# Communes of one name are many and codes tell them apart; meetings, notes and decisions bear a series' name.
KINDS = (
    "Organisation", "Person", "Community", "Commons", "Dataset", "Software", "Service", "Standard", "Guide", "Offer",
    "Policy", "Programme", "UseCase", "Need", "Challenge", "Theme",
)  # fmt: skip
MOST = 20_000  # of a kind: reading and comparing them takes 0.4 s, once a write of that kind
CROWD = 6  # a site that so many share is a portal, not somebody's
NAMES = f"""
MATCH (n:Entity) WHERE n.kind = $kind AND n.name IS NOT NULL AND {sees("n")}
WITH n ORDER BY n.kind, n.name, n.id LIMIT $limit
RETURN collect([n.id, n.name, coalesce(n.acronym, ''), coalesce(n.website, ''), coalesce(n.aliases, [])]) AS rows
"""
# What the pair shares, and whether somebody said already that they are two.
WEIGHED = f"""
UNWIND $pairs AS pair
MATCH (a:Entity {{id: pair[0]}}) MATCH (b:Entity {{id: pair[1]}})
WHERE {sees("a")} AND {sees("b")} AND NOT EXISTS {{ (:Distinct {{key: pair[0] + '|' + pair[1]}}) }}
RETURN {brief("a")} AS one, {brief("b")} AS other, pair[2] AS reasons,
       COUNT {{ MATCH (a)--(o:Entity)--(b) WHERE {sees("o")} RETURN DISTINCT o }} AS shared,
       COUNT {{ (a)--() }} AS one_links, COUNT {{ (b)--() }} AS other_links
"""
KEEP_APART = """
MERGE (d:Distinct {key: $key}) ON CREATE SET d.by = $user, d.at = $at
RETURN d.key AS key
"""


@dataclass(frozen=True)
class Likely:
    """Two records that may be one; `shared` is how many neighbours they have in common, the links how known each is."""

    one: Brief
    other: Brief
    reasons: tuple[str, ...]
    shared: int
    one_links: int
    other_links: int


def likely_pairs(db: Database, viewer: Viewer, kinds: Sequence[str] = KINDS) -> list[Likely]:
    """The likeliest first: more reasons, then more shared neighbours."""
    keeper = Keeper(db, viewer)
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for kind in kinds:
        found += keeper.kept(("duplicates", kind), partial(_of_kind, db, viewer, kind), frozenset({kind}))
    rows = db.read(WEIGHED, pairs=[[one, other, list(reasons)] for one, other, reasons in found], **viewer.params())
    pairs = [
        Likely(brief_of(row["one"]), brief_of(row["other"]), tuple(row["reasons"]), row["shared"], row["one_links"],
               row["other_links"])
        for row in rows
    ]  # fmt: skip
    return sorted(pairs, key=lambda pair: (-len(pair.reasons), -pair.shared, pair.one.name, pair.one.id, pair.other.id))


def keep_apart(db: Database, viewer: Viewer, one: str, other: str) -> None:
    """Somebody looked and says that they are two: the pair is not proposed again."""
    db.write(KEEP_APART, key="|".join(sorted((one, other))), user=viewer.user, at=now())


def _of_kind(db: Database, viewer: Viewer, kind: str) -> list[tuple[str, str, tuple[str, ...]]]:
    rows = db.read(NAMES, kind=kind, limit=MOST, **viewer.params())[0]["rows"]
    reasons: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    bodies = [Body(id, kind, name, acronym) for id, name, acronym, _, _ in rows]
    for one, other, reason in (*twins(bodies), *_same_site(rows), *_named_before(rows)):
        reasons[min(one, other), max(one, other)].append(reason)
    return [(one, other, tuple(dict.fromkeys(told))) for (one, other), told in sorted(reasons.items())]


def _same_site(rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    at: defaultdict[str, list[str]] = defaultdict(list)
    for id, _, _, website, _ in rows:
        if website:
            at[website.split("://", 1)[-1].removeprefix("www.").rstrip("/").casefold()].append(id)
    for site, ids in at.items():
        if len(ids) <= CROWD:
            yield from ((one, other, f"même site : {site}") for one, other in combinations(ids, 2))


def _named_before(rows: Iterable[Sequence[Sequence[str]]]) -> Iterator[tuple[str, str, str]]:
    by_name = defaultdict(list)
    for id, name, *_ in rows:
        by_name[str(name).casefold()].append(str(id))
    for id, *_, aliases in rows:
        for alias in aliases:
            yield from (
                (str(id), other, f"autre nom : « {alias} »") for other in by_name[alias.casefold()] if other != id
            )
