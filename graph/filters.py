"""What a list may be narrowed to, checked, and told to the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from graph.asof import day_of
from graph.dates import partial_date
from graph.errors import Invalid
from graph.links import in_force
from graph.schema import SCHEMA, Kind, Label
from graph.viewers import sees, sees_link

SORTS = ("name", "-name", "updated", "links", "relevance")
LARGEST_PAGE, LAST_ROW = 200, 100_000
RESOURCES = ("Dataset", "Software", "Service", "Standard", "Guide", "Offer", "Commons")


@dataclass(frozen=True)
class Filters:
    """`has` and `lacks` are relation types ("FUNDS", "FUNDS:out", "FUNDS:in"); `missing` keys of GAPS; `terms` own
    field → term; `theme` and `territory` ids, `community` that of one whose members are asked; `since` the day from
    which records have changed. Archived notes are among the records, unless `archived` is False."""

    kinds: tuple[str, ...] = ()
    family: str | None = None
    q: str | None = None
    theme: str | None = None
    territory: str | None = None
    community: str | None = None
    status: tuple[str, ...] = ()
    visibility: str | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)
    ref: str | None = None
    since: str | None = None
    at: str | None = None
    archived: bool = True
    sort: str | None = None
    page: int = 1
    size: int = 50

    @property
    def scope(self) -> tuple[str, ...]:
        """The kinds that are listed."""
        family = [kind.name for kind in SCHEMA.kinds_of(self.family)] if self.family else list(SCHEMA.kinds)
        return tuple(kind for kind in family if not self.kinds or kind in self.kinds)

    @property
    def active(self) -> tuple[str, ...]:
        """The names of the filters in use; one of `terms` by its field."""
        named = [each.name for each in fields(self) if each.name not in (*_NOT_FILTERS, "terms")]
        return (*(name for name in named if getattr(self, name)), *self.terms)

    @property
    def order(self) -> str:
        """The sort asked for, else the best: relevance when words are looked for."""
        return self.sort or ("relevance" if self.q else "name")

    @property
    def question(self) -> tuple[Any, ...]:
        """What tells two filters apart, without the page and the order."""
        told = (getattr(self, each.name) for each in fields(self) if each.name not in ("terms", *_NOT_ASKED))
        return (*told, *sorted(self.terms.items()))

    def without(self, name: str) -> Filters:
        """The same without one filter."""
        if name in self.terms:
            return replace(self, terms={key: term for key, term in self.terms.items() if key != name})
        nothing: dict[str, Any] = {name: () if isinstance(getattr(self, name), tuple) else None}
        return replace(self, **nothing)

    def narrowed(self, kinds: tuple[str, ...]) -> Filters:
        """The same among these kinds."""
        return replace(self, kinds=kinds)


_NOT_ASKED = ("sort", "page", "size")
_NOT_FILTERS = ("family", "at", "archived", *_NOT_ASKED)


@dataclass(frozen=True)
class Gap:
    """Something that a record ought to tell: a condition on `n`, and the kinds that it is asked of."""

    label: Label
    condition: str
    kinds: tuple[str, ...] = tuple(SCHEMA.kinds)


def _no_field(*names: str) -> str:
    told = " AND ".join(f"n.{name} IS NULL" for name in names)
    apart = (f"{names[0]!r} IN coalesce(n.{list}, [])" for list in ("declared_none", "not_applicable"))
    return f"({told} AND NOT {' AND NOT '.join(apart)})"


def linked(type: str, direction: str = "", end: str = "") -> str:
    """Cypher condition: `n` has a relation of this type (and of the schema) that the viewer may see."""
    relation = SCHEMA.relations[type]
    arrows = {"out": ("-", "->"), "in": ("<-", "-")}
    left, right = ("-", "-") if relation.symmetric else arrows.get(direction, ("-", "-"))
    told = f"{sees_link('r')} AND {sees('o')} AND {in_force('r')}{end}"
    return f"EXISTS {{ MATCH (n){left}[r:{type}]{right}(o:Entity) WHERE {told} }}"


def _tied(type: str, direction: str) -> tuple[str, ...]:
    relation = SCHEMA.relations[type]
    return tuple(
        kind for kind in SCHEMA.kinds if kind in (relation.sources if direction == "out" else relation.targets)
    )


GAPS = {
    "source": Gap(Label("sans source", "no source"), _no_field("source", "source_url")),
    "summary": Gap(Label("sans résumé", "no summary"), _no_field("summary")),
    "review": Gap(Label("jamais revue", "never reviewed"), "n.reviewed_at IS NULL"),
    "theme": Gap(Label("sans thème", "no theme"), f"NOT {linked('ABOUT', 'out')}", _tied("ABOUT", "out")),
    "territory": Gap(
        Label("sans territoire", "no territory"), f"NOT {linked('IN_TERRITORY', 'out')}",
        ("Organisation", "Community", "Project", "UseCase", "Need"),
    ),
    "policy": Gap(Label("sans politique", "no policy"), f"NOT {linked('SERVES', 'out')}", _tied("SERVES", "out")),
    "steward": Gap(Label("sans porteur", "no steward"), f"NOT {linked('STEWARDS', 'in')}", _tied("STEWARDS", "in")),
}  # fmt: skip


def checked(filters: Filters) -> Filters:
    """The filters with their days in full. Invalid tells every wrong parameter."""
    wrong = {name: message for name, message in _mistakes(filters) if message}
    days: dict[str, Any] = {}
    for name, read in (("at", day_of), ("since", _first_day)):
        try:
            days[name] = read(getattr(filters, name))
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(wrong)
    return replace(filters, **days)


def _first_day(text: str | None) -> str | None:
    if not text:
        return None
    try:
        return partial_date(text).first
    except ValueError:
        raise Invalid({"since": "date attendue : 2023, mars 2023 ou 12/03/2023"}) from None


def _mistakes(filters: Filters) -> list[tuple[str, str]]:
    visibilities = SCHEMA.vocabularies["visibility"].terms
    relations = [told for told in (*filters.has, *filters.lacks) if not _is_relation(told)]
    kinds = [SCHEMA.kinds[kind] for kind in filters.scope] if not _unknown(filters) else []
    return [
        ("kind", _unknown(filters)),
        ("family", "famille inconnue" if filters.family and filters.family not in SCHEMA.families else ""),
        ("status", "" if not kinds or set(filters.status) <= _statuses(kinds) else "état inconnu"),
        ("visibility", "visibilité inconnue" if filters.visibility and filters.visibility not in visibilities else ""),
        ("relation", f"« {relations[0]} » n'est pas une relation connue" if relations else ""),
        ("missing", "" if set(filters.missing) <= set(GAPS) else "manque inconnu"),
        *((name, "ce champ ne se filtre pas ici") for name in filters.terms if kinds and not _has_terms(kinds, name)),
        ("sort", "" if filters.sort in (*SORTS, None) else f"tri attendu : {', '.join(SORTS)}"),
        ("size", "" if 1 <= filters.size <= LARGEST_PAGE else f"nombre de 1 à {LARGEST_PAGE} attendu"),
        ("page", "" if 1 <= filters.page <= LAST_ROW // max(1, filters.size) else "numéro de page inconnu"),
    ]


def _unknown(filters: Filters) -> str:
    if filters.family and filters.family not in SCHEMA.families:
        return ""
    outside = [kind for kind in filters.kinds if kind not in SCHEMA.kinds]
    if outside:
        return f"« {outside[0]} » n'est pas un type de fiche"
    return "" if filters.scope else "ce type de fiche n'est pas dans cette famille"


def _is_relation(told: str) -> bool:
    type, _, direction = told.partition(":")
    return type in SCHEMA.relations and direction in ("", "in", "out")


def _statuses(kinds: Sequence[Kind]) -> set[str]:
    return {term for kind in kinds for term in SCHEMA.vocabularies[kind.statuses].terms}


def _has_terms(kinds: Sequence[Kind], name: str) -> bool:
    return any((found := kind.field(name)) and found.vocabulary for kind in kinds)
