"""The links of one record, grouped under noun headings: all of them, or one page of a type (see also graph/hubs)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.asof import brief_at, day_of
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.links import Brief, Link, brief_of, in_force, link_of, today
from graph.schema import SCHEMA, Label
from graph.shaping import name_key
from graph.viewers import Viewer, sees, sees_link

SHOWN = 60

VISIBLE = f"{sees_link('r')} AND {sees('o')} AND {in_force('r')}"
PAST = "r.until_to < $today"
UNDATED = "r.since IS NULL AND r.until IS NULL"
ORDER = f"CASE WHEN {PAST} THEN 2 WHEN {UNDATED} THEN 1 ELSE 0 END, o.name_key, r.id"
TOLD = f"[type(r), startNode(r) = n, properties(r), {brief_at('o')}]"
COUNTS = (
    f"count(*) AS count, count(CASE WHEN {PAST} THEN 1 END) AS past, count(CASE WHEN {UNDATED} THEN 1 END) AS undated"
)

ALL = f"MATCH (n)-[r]-(o:Entity) WHERE {VISIBLE} RETURN collect({TOLD}) AS links"
ONE_TYPE = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
CALL (n) {{ MATCH (n)PATTERN(o:Entity) WHERE {VISIBLE} RETURN {COUNTS} }}
CALL (n) {{
  MATCH (n)PATTERN(o:Entity) WHERE {VISIBLE}
  WITH n, r, o ORDER BY {ORDER} SKIP $skip LIMIT $size
  RETURN collect({TOLD}) AS links
}}
RETURN n.kind AS kind, {brief_at("n")} AS record, count, past, undated, links
"""
SYMMETRIC = frozenset(relation.type for relation in SCHEMA.relations.values() if relation.symmetric)
PLACES = {type: place for place, type in enumerate(SCHEMA.relations)}


@dataclass(frozen=True)
class LinkGroup:
    """Links of one type and direction: in force first, then undated, then past. The counts are of all that the
    viewer may see, `links` the first 60 at most."""

    type: str
    inverse: bool
    links: tuple[Link, ...]
    count: int
    past_count: int
    undated_count: int

    @property
    def heading(self) -> Label:
        relation = SCHEMA.relations[self.type]
        return relation.inverse_heading if self.inverse else relation.heading

    @property
    def verb(self) -> Label:
        relation = SCHEMA.relations[self.type]
        return relation.inverse if self.inverse else relation.sentence

    @property
    def direction(self) -> str:
        return "in" if self.inverse else "out"

    @property
    def current(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if not link.past and not link.undated)

    @property
    def undated(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.undated)

    @property
    def past(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.past)

    @property
    def more(self) -> int:
        return self.count - len(self.links)


@dataclass(frozen=True)
class LinkPage:
    """One page of a group of links of `record`."""

    record: Brief
    group: LinkGroup
    page: int
    size: int

    @property
    def total(self) -> int:
        return self.group.count

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def links_of(
    db: Database, viewer: Viewer, id: str, type: str, direction: str, page: int = 1, size: int = SHOWN,
    at: str | None = None,
) -> LinkPage:  # fmt: skip
    """One page of the links of a type; `direction` is "out" or "in" (the same for relations that read both ways)."""
    _check(type, direction, page, size)
    day = day_of(at)
    inverse = direction == "in" and type not in SYMMETRIC
    # Only a type of the schema is written into the statement.
    arrow = f"-[r:{type}]-" if type in SYMMETRIC else f"<-[r:{type}]-" if inverse else f"-[r:{type}]->"
    rows = db.read(
        ONE_TYPE.replace("PATTERN", arrow), id=id, at=day, today=past_before(day), skip=(page - 1) * size, size=size,
        **viewer.params(),
    )  # fmt: skip
    if not rows:
        raise NotFound(id)
    row, found = rows[0], brief_of(rows[0]["record"])
    links = tuple(links_in(row["links"], found, day))
    return LinkPage(found, LinkGroup(type, inverse, links, row["count"], row["past"], row["undated"]), page, size)


def groups_of(rows: Sequence[Sequence[Any]], record: Brief, day: str | None) -> tuple[LinkGroup, ...]:
    """All links of an ordinary record, grouped in the schema's order."""
    groups: dict[tuple[str, bool], list[Link]] = {}
    for link in sorted(links_in(rows, record, day), key=rank):
        groups.setdefault((link.type, link.inverse and link.type not in SYMMETRIC), []).append(link)
    return in_order(_group(*key, links) for key, links in groups.items())


def _check(type: str, direction: str, page: int, size: int) -> None:
    wrong = {}
    if type not in SCHEMA.relations:
        wrong["type"] = "ce lien n'existe pas"
    if direction not in ("out", "in"):
        wrong["direction"] = "« out » ou « in » attendu"
    if page < 1:
        wrong["page"] = "nombre à partir de 1 attendu"
    if not 1 <= size <= 200:
        wrong["size"] = "nombre de 1 à 200 attendu"
    if wrong:
        raise Invalid(wrong)


def past_before(day: str | None) -> str:
    """The day before which a link is past; what was in force on the day asked about is not past."""
    return "" if day else today()


def links_in(rows: Iterable[Sequence[Any]], record: Brief, day: str | None) -> Iterable[Link]:
    """Rows made by TOLD as links, told from the record's page."""
    for type, out, properties, other in rows:
        if type in SCHEMA.relations:
            ends = (record, brief_of(other)) if out else (brief_of(other), record)
            link = link_of(properties, type, *ends, inverse=not out)
            yield replace(link, past=False) if day else link


def rank(link: Link) -> tuple[int, str, str]:
    """As ORDER: in force, undated, past; each by name."""
    other = name_key(SCHEMA.kinds[link.other.kind], link.other.name)
    return (2 if link.past else 1 if link.undated else 0), other, link.id


def _group(type: str, inverse: bool, links: Sequence[Link]) -> LinkGroup:
    past, undated = sum(link.past for link in links), sum(link.undated for link in links)
    return LinkGroup(type, inverse, tuple(links[:SHOWN]), len(links), past, undated)


def in_order(groups: Iterable[LinkGroup]) -> tuple[LinkGroup, ...]:
    """In the schema's order."""
    return tuple(sorted(groups, key=lambda group: (PLACES[group.type], group.inverse)))
