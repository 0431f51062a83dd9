"""What one expects a record to tell. Each thing told is one point; what is missing is said in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.entities import Record
from graph.licences import openness
from graph.links import today
from graph.schema import SCHEMA, Label

MADE = frozenset(kind.name for family in ("commons", "resources") for kind in SCHEMA.kinds_of(family))
LICENSED = frozenset(kind.name for kind in SCHEMA.kinds.values() if kind.field("licence"))
BORNE = MADE | {"Project"}
PLACED = frozenset({"Organisation", "Community", "Commons", "Project", "UseCase", "Need"})
REACHED = MADE | {"Organisation", "Community"}
COMMONS = frozenset({"Commons"})
THEMED = frozenset(k.name for k in SCHEMA.kinds.values() if k.family not in ("places", "writing"))
EVERY = frozenset(SCHEMA.kinds)


@dataclass(frozen=True)
class Point:
    """Something expected of records of these kinds: its `word` when it is missing, and the `rule` by which it is told.
    `kept` ones are asked of a record's keepers only: contact details are theirs to see."""

    key: str
    word: Label
    rule: Label
    kinds: frozenset[str]
    told: Callable[[Record], bool]
    kept: bool = False


@dataclass(frozen=True)
class Quality:
    """The points asked of a record, each with whether it is told."""

    points: tuple[tuple[Point, bool], ...]

    @property
    def met(self) -> int:
        return sum(told for _, told in self.points)

    @property
    def asked(self) -> int:
        return len(self.points)

    @property
    def missing(self) -> tuple[Point, ...]:
        return tuple(point for point, told in self.points if not told)


def quality(record: Record, *, keeps: bool = False) -> Quality:
    """By what this viewer sees of the record; `keeps` asks as well what only its keepers may know."""
    asked = (point for point in POINTS if record.kind in point.kinds and (keeps or not point.kept))
    return Quality(tuple((point, point.told(record)) for point in asked))


def unsourced(record: Record) -> int:
    """How many of the links shown do not say where they come from."""
    return len(record.links) - record.sourced


def _said(*names: str) -> Callable[[Record], bool]:
    """One of these fields has an answer, be it that there is none."""
    return lambda record: any((value := record.field(name)) and value.state != "not_given" for name in names)


def _linked(*groups: str) -> Callable[[Record], bool]:
    """A link of one of these types and directions is in force."""

    def told(record: Record) -> bool:
        held = {f"{each.type}.{each.direction}" for each in record.groups if each.count > each.past_count}
        return not held.isdisjoint(groups)

    return told


def _licensed(record: Record) -> bool:
    licence = record.field("licence")
    unknown = licence is not None and any(openness(word.fr).open is None for word in licence.words)
    return _said("licence")(record) and not unknown


def _reached(record: Record) -> bool:
    """By its own details, its site, or a person who bears or animates it."""
    people = (link for link in record.links if link.type in ("STEWARDS", "ANIMATES") and not link.past)
    return bool(record.contact) or _said("website")(record) or any(link.source.kind == "Person" for link in people)


def _looked_at(record: Record) -> bool:
    year, rest = today()[:4], today()[4:]
    return (record.reviewed_at or "") >= f"{int(year) - 1}{rest}"


POINTS = (
    Point("summary", Label("résumé", "summary"), Label("un résumé", "a summary"), EVERY,
          lambda record: bool(record.summary)),
    Point("status", Label("état", "state"), Label("où en est la fiche, d'idée à archivé",
          "where it stands, from idea to archived"), BORNE, lambda record: bool(record.status)),
    Point("licence", Label("licence", "licence"), Label("une licence que la liste SPDX connaît, ou « aucune »",
          "a licence that SPDX lists, or “none”"), LICENSED, _licensed),
    Point("contact", Label("contact", "contact"),
          Label("un site web, ou une personne qui porte ou anime", "a website, or a person who bears or animates it"),
          REACHED, _reached),
    Point("person", Label("contact", "contact"), Label("une adresse ou un téléphone", "an address or a telephone"),
          frozenset({"Person"}), lambda record: bool(record.contact), kept=True),
    Point("territory", Label("territoire", "territory"), Label("un territoire", "a territory"), PLACED,
          _linked("IN_TERRITORY.out")),
    Point("bearer", Label("porteur", "bearer"), Label("qui le porte, le produit ou le diffuse",
          "who bears, produces or publishes it"), BORNE, _linked("STEWARDS.in", "PRODUCES.in", "PUBLISHES.in")),
    Point("resource", Label("ressource", "resource"), Label("sa ressource", "its resource"), COMMONS,
          _linked("HAS_RESOURCE.out")),
    Point("community", Label("communauté", "community"), Label("sa communauté", "its community"), COMMONS,
          _linked("MAINTAINED_BY.out")),
    Point("rule", Label("règle", "rule"), Label("une règle au moins", "one rule at least"), COMMONS,
          _linked("GOVERNS.in")),
    Point("policy", Label("politique servie", "policy served"), Label("une politique qu'il sert", "a policy it serves"),
          MADE, _linked("SERVES.out")),
    Point("theme", Label("thème", "theme"), Label("un thème", "a theme"), THEMED, _linked("ABOUT.out")),
    Point("sources", Label("source des liens", "sources of links"),
          Label("une source à chaque lien", "a source for each link"), EVERY, lambda record: not unsourced(record)),
    Point("review", Label("relecture", "review"), Label("une relecture depuis moins d'un an", "a review within a year"),
          EVERY, _looked_at, kept=True),
)  # fmt: skip
