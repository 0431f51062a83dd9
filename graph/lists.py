"""Lists of records: narrowed, sorted, a page at a time, with what each row tells and what else could be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import fulltext
from graph.asof import brief_at
from graph.database import Database
from graph.facets import Counting, Facet
from graph.filtering import base, chosen, places_in
from graph.filters import Filters, checked
from graph.highlighting import Found, Ways, found_in
from graph.links import Brief, brief_of, in_force
from graph.lists_csv import entities_csv
from graph.ordering import LINKS, one_page, prefixes
from graph.schema import SCHEMA, Label
from graph.search import spelling
from graph.subtitles import SHOWN, SUBTITLES, TYPES
from graph.viewers import Viewer, sees, sees_link

__all__ = ["Filters", "Item", "Page", "Telling", "entities", "entities_csv"]

VISIBLE = f"{sees_link('r')} AND {sees('o')} AND {in_force('r')}"
ROWS = f"""
UNWIND range(0, size(page) - 1) AS place WITH place, page[place] AS n
CALL (n) {{
  MATCH (n)-[r:{TYPES}]-(o:Entity)
  WHERE (type(r) + CASE WHEN startNode(r) = n THEN ':out' ELSE ':in' END) IN $subtitles[n.kind] AND {VISIBLE}
  WITH n, r, o ORDER BY o.name_key, r.id
  WITH type(r) AS type, startNode(r) = n AS out, collect({brief_at("o")}) AS others
  RETURN collect([type, out, size(others), others[..{SHOWN}]]) AS told
}}
RETURN {brief_at("n")} AS record, {LINKS} AS links, n.updated_at AS updated_at, n.created_at AS created_at,
       n.reviewed_at AS reviewed_at, coalesce(n.source, n.source_url) AS source, told,
       CASE WHEN $with_text THEN n {{.*, search: null, stems: null, title: null}} END AS text
ORDER BY place
"""


@dataclass(frozen=True)
class Telling:
    """« est porté par IGN, … »: a verb, the first others, and how many there are."""

    type: str
    inverse: bool
    verb: Label
    others: tuple[Brief, ...]
    count: int


@dataclass(frozen=True)
class Item:
    """A row of a list."""

    brief: Brief
    subtitle: tuple[Telling, ...]
    links: int
    updated_at: str | None
    reviewed_at: str | None
    source: str | None
    found_in: Found | None = None

    @property
    def serves(self) -> bool:
        """Is a policy known that it serves?"""
        return any(told.type == "SERVES" and not told.inverse for told in self.subtitle)

    @property
    def lacks_policy(self) -> bool:
        """May it serve a policy, and is none known?"""
        return self.brief.kind in SCHEMA.relations["SERVES"].sources and not self.serves


@dataclass(frozen=True)
class Page:
    """One page of a list. `chosen` are the theme and territory filtered by; `without`, when nothing is found, how
    many there would be without each filter; `suggestion` another spelling."""

    items: tuple[Item, ...]
    total: int
    facets: tuple[Facet, ...]
    filters: Filters
    chosen: Mapping[str, Brief]
    without: Mapping[str, int]
    suggestion: str | None = None

    @property
    def page(self) -> int:
        return self.filters.page

    @property
    def size(self) -> int:
        return self.filters.size

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def facet(self, name: str) -> Facet | None:
        """The facet of this name, None when it offers nothing."""
        return next((facet for facet in self.facets if facet.name == name), None)


def entities(db: Database, viewer: Viewer, filters: Filters) -> Page:
    """One page of the records that fulfil the filters. Invalid names each wrong parameter."""
    asked = checked(filters)
    ends = chosen(db, viewer, asked)
    counting = Counting(db, viewer, places_in(db, viewer, asked))
    found, total = counting.facets(asked)
    items = _items(db, viewer, asked, counting.places) if total else ()
    if total:
        return Page(items, total, found, asked, ends, {})
    without = {name: Counting(db, viewer, places_in(db, viewer, free)).total(free)
               for name in asked.active for free in [asked.without(name)]}  # fmt: skip
    words = fulltext.words_of(asked.q or "")
    suggestion = spelling(db, viewer, words, asked.scope) if words else None
    return Page((), 0, found, asked, ends, without, suggestion)


def _items(db: Database, viewer: Viewer, filters: Filters, places: list[str]) -> tuple[Item, ...]:
    found = base(viewer, filters, places)
    skip = (filters.page - 1) * filters.size
    rows = db.read(
        one_page(found, filters) + ROWS, **found.params, skip=skip, limit=filters.size, end=skip + filters.size,
        prefixes=prefixes(filters), subtitles=SUBTITLES, with_text=bool(filters.q),
    )  # fmt: skip
    q = filters.q or ""
    way = Ways(fulltext.words_of(q), prefix=fulltext.ends_open(q))
    return tuple(_item(row, way) for row in rows)


def _item(row: Mapping[str, Any], way: Ways) -> Item:
    brief = brief_of(row["record"])
    found = found_in(SCHEMA.kinds[brief.kind], row["text"], way) if row["text"] else None
    return Item(
        brief, _subtitle(brief.kind, row["told"]), row["links"], row["updated_at"] or row["created_at"],
        row["reviewed_at"], row["source"], found,
    )  # fmt: skip


def _subtitle(kind: str, told: Sequence[Sequence[Any]]) -> tuple[Telling, ...]:
    by_key = {f"{type}:{'out' if out else 'in'}": (type, out, count, others) for type, out, count, others in told}
    tellings = []
    for type, out, count, others in (by_key[key] for key in SUBTITLES[kind] if key in by_key):
        verb = SCHEMA.relations[type].told(None, inverse=not out)
        tellings.append(Telling(type, not out, verb, tuple(map(brief_of, others)), count))
    return tuple(tellings)
