"""What a list could be narrowed to, with how many records each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from graph import terms
from graph.database import Database
from graph.filtering import base
from graph.filters import GAPS, Filters
from graph.freshness import Keeper
from graph.postings import Mask
from graph.schema import SCHEMA, Label
from graph.shelves import Shelf, shelves
from graph.viewers import Viewer

SHOWN = 30  # values of a facet: a list of 4,500 communes is no help
TOLD = {
    "kind": Label("Type de fiche", "Type of record"),
    "status": Label("État", "State"),
    "visibility": SCHEMA.vocabularies["visibility"].label,
    "theme": Label("Thème", "Theme"),
    "territory": Label("Territoire", "Territory"),
    "missing": Label("Il manque", "Missing"),
}
ON_SHELVES = ("status", "visibility", "theme", "territory", "missing")
_PARAMETERS = {"kind": "kinds"}


@dataclass(frozen=True)
class FacetValue:
    """A choice and how many records it leaves; `active` when it is chosen."""

    key: str
    label: Label
    count: int
    active: bool = False


@dataclass(frozen=True)
class Facet:
    """A way to narrow a list. Its counts leave its own filter out, so that one can choose again."""

    name: str
    label: Label
    values: tuple[FacetValue, ...]


@dataclass
class _Counted:
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    total: int = 0


def by_count(values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    """Largest first, then by label; what is chosen is never cut."""
    ranked = sorted(values, key=lambda value: (-value.count, value.label.fr, value.key))
    return tuple(value for place, value in enumerate(ranked) if place < SHOWN or value.active)


@dataclass(frozen=True)
class Counting:
    """Counts a viewer's records under filters; `places` are those of the territory filter."""

    db: Database
    viewer: Viewer
    places: list[str]

    def facets(self, filters: Filters) -> tuple[tuple[Facet, ...], int]:
        """All facets of a list that offer something, and the list's total."""
        keeper = Keeper(self.db, self.viewer)
        return keeper.kept(("facets", filters.question), lambda: self._facets(keeper, filters))

    def total(self, filters: Filters) -> int:
        """How many records match."""
        found = base(self.viewer, filters, self.places)
        return int(self.db.read(f"{found.matching} RETURN count(n) AS count", **found.params)[0]["count"])

    def _facets(self, keeper: Keeper, filters: Filters) -> tuple[tuple[Facet, ...], int]:
        names = _names(self.viewer, filters)
        counted = self._counted(keeper, filters, names)
        words = terms.added(self.db) if len(filters.scope) == 1 else {}
        made = (_facet(name, filters, counted, words) for name in names)
        return tuple(facet for facet in made if facet.values), counted.total

    def _counted(self, keeper: Keeper, filters: Filters, names: list[str]) -> _Counted:
        family = filters.without("kinds").scope if filters.family else filters.scope
        found = self._searched(filters, family)
        out = _Counted({name: Counter() for name in names})
        kinds = [kind for kind in family if found is None or kind in found]
        for shelf in shelves(self.db, self.viewer, keeper, kinds, filters.at):
            _count(out, shelf, filters, shelf.mask(found[shelf.kind]) if found is not None else None)
        return out

    def _searched(self, filters: Filters, family: tuple[str, ...]) -> dict[str, list[int]] | None:
        """The numbers of the records that fulfil what only the graph can tell, by kind; None when nothing is such."""
        hard = reduce(Filters.without, (name for name in filters.active if _on_shelves(name, filters)), filters)
        hard = hard.narrowed(family)
        if not {name for name in hard.active if name != "kinds"}:
            return None
        found = base(self.viewer, hard, self.places)
        query = f"{found.matching} RETURN n.kind AS kind, collect(n.version) AS numbers ORDER BY kind"
        return {row["kind"]: row["numbers"] for row in self.db.read(query, **found.params)}


def _on_shelves(name: str, filters: Filters) -> bool:
    return name in ON_SHELVES or name in filters.terms


def _names(viewer: Viewer, filters: Filters) -> list[str]:
    """The facets of a list: the fields of words on the list of one kind, visibility to those who see more."""
    names = ["kind", "theme", "territory", "status", "missing"]
    if viewer.all or set(viewer.audiences) > {"public"}:
        names.append("visibility")
    if len(filters.scope) == 1:
        names += [field.name for field in SCHEMA.kinds[filters.scope[0]].fields if field.vocabulary]
    return names


def _count(out: _Counted, shelf: Shelf, filters: Filters, found: Mask | None) -> None:
    """Adds the records of one kind, each facet without its own filter."""
    every = np.ones(shelf.size, dtype=bool) if found is None else found
    masks = {name: _bearing(shelf, name, filters) for name in filters.active if _on_shelves(name, filters)}
    within = {name: _all(every, (masks[other] for other in masks if other != name)) for name in (*masks, "")}
    out.counts["kind"][shelf.kind] += int(within[""].sum())
    if shelf.kind not in filters.scope:
        return
    out.total += int(within[""].sum())
    out.names |= shelf.names
    for name, counter in out.counts.items():
        if name in shelf.postings:
            counter.update(shelf.postings[name].counts(within.get(name, within[""])))


def _bearing(shelf: Shelf, name: str, filters: Filters) -> Mask:
    if name not in shelf.postings:
        return np.zeros(shelf.size, dtype=bool)
    keys = _chosen(name, filters)
    if name == "missing":  # all of them; a state may be one of several
        return _all(np.ones(shelf.size, dtype=bool), (shelf.postings[name].bearing((key,), shelf.size) for key in keys))
    return shelf.postings[name].bearing(keys, shelf.size)


def _all(first: Mask, others: Iterable[Mask]) -> Mask:
    return reduce(np.logical_and, others, first)


def _facet(name: str, filters: Filters, counted: _Counted, words: terms.Terms) -> Facet:
    labels, chosen = _labels(name, filters, counted, words), _chosen(name, filters)
    values = [
        FacetValue(key, labels.get(key) or Label(key, key), count, key in chosen)
        for key, count in counted.counts[name].items() if count
    ]  # fmt: skip
    declared = SCHEMA.kinds[filters.scope[0]].field(name)
    return Facet(name, TOLD.get(name) or (declared.label if declared else Label(name, name)), by_count(values))


def _chosen(name: str, filters: Filters) -> tuple[str, ...]:
    value: str | tuple[str, ...] | None = filters.terms.get(name) or getattr(filters, _PARAMETERS.get(name, name), None)
    return (value,) if isinstance(value, str) else value or ()


def _labels(name: str, filters: Filters, counted: _Counted, words: terms.Terms) -> Mapping[str, Label]:
    match name:
        case "kind":
            return {kind.name: kind.plural for kind in SCHEMA.kinds.values()}
        case "missing":
            return {key: gap.label for key, gap in GAPS.items()}
        case "visibility":
            return SCHEMA.vocabularies["visibility"].terms
        case "status":
            if len(filters.scope) == 1:
                return SCHEMA.states(filters.scope[0])
            scope = [SCHEMA.vocabularies[SCHEMA.kinds[kind].statuses] for kind in filters.scope]
            return {key: label for vocabulary in scope for key, label in vocabulary.terms.items()}
        case "theme" | "territory":
            return {key: Label(told, told) for key, told in counted.names.items()}
    declared = SCHEMA.kinds[filters.scope[0]].field(name)
    vocabulary = (declared.vocabulary if declared else None) or ""
    return {key: terms.label_of(vocabulary, key, words) for key in counted.counts[name]}
