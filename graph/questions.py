"""A question by relation: which records, then up to three steps, each a relation and the records at its other end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.errors import Invalid
from graph.filters import Filters
from graph.filters import checked as checked_filters
from graph.schema import SCHEMA, Relation

MOST_STEPS = 3


@dataclass(frozen=True)
class Ends:
    """Which records: of these kinds, in a territory, on a theme, in a state (ids and a key); or the one `record`."""

    kinds: tuple[str, ...]
    record: str | None = None
    territory: str | None = None
    theme: str | None = None
    status: str | None = None

    @property
    def narrowed(self) -> bool:
        """Is more asked of them than their kind?"""
        return bool(self.territory or self.theme or self.status)

    @property
    def ids(self) -> tuple[str, ...]:
        """The records that the question names here."""
        return tuple(id for id in (self.record, self.territory, self.theme) if id)

    def filters(self, at: str | None) -> Filters:
        """The same as a list asks it."""
        status = (self.status,) if self.status else ()
        return Filters(kinds=self.kinds, territory=self.territory, theme=self.theme, status=status, at=at)


@dataclass(frozen=True)
class Step:
    """A relation of the schema, walked from its far end when `inverse`, and what it leads to."""

    type: str
    inverse: bool
    ends: Ends

    @property
    def relation(self) -> Relation:
        return SCHEMA.relations[self.type]

    def pattern(self, *, turned: bool = False) -> str:
        """The Cypher arrow of `r` from here to there; `turned`, from there to here."""
        name = self.relation.type  # only a type of the schema is written into a statement
        if self.relation.symmetric:
            return f"-[r:{name}]-"
        return f"<-[r:{name}]-" if self.inverse is not turned else f"-[r:{name}]->"


@dataclass(frozen=True)
class Question:
    """Records that lead, step by step, to others; links in force on the ISO day `at`, of any time when it is None."""

    start: Ends
    steps: tuple[Step, ...] = ()
    at: str | None = None

    @property
    def stops(self) -> tuple[Ends, ...]:
        """What is asked at each point, from the start."""
        return (self.start, *(step.ends for step in self.steps))

    @property
    def ids(self) -> frozenset[str]:
        """The records that the question names."""
        return frozenset(id for ends in self.stops for id in ends.ids)


def ways(kinds: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The relations that may be walked from records of these kinds, as (type, inverse), in the schema's order."""
    return tuple(
        (relation.type, inverse) for relation in SCHEMA.relations.values()
        for inverse in ((False,) if relation.symmetric else (False, True))
        if reached(kinds, relation.type, inverse=inverse)
    )  # fmt: skip


def reached(kinds: Sequence[str], type: str, *, inverse: bool) -> tuple[str, ...]:
    """The kinds that a relation may lead to from records of these kinds, in the schema's order."""

    def leads(here: str, there: str) -> bool:
        return SCHEMA.allows(type, there, here) if inverse else SCHEMA.allows(type, here, there)

    return tuple(there for there in SCHEMA.kinds if any(leads(here, there) for here in kinds))


def checked(question: Question) -> Question:
    """The question if the schema allows it. Invalid names each wrong part: `start`, `relation1`, `ends1`, `state1`…"""
    if wrong := {name: message for name, message in _mistakes(question) if message}:
        raise Invalid(wrong)
    return question


def _mistakes(question: Question) -> Iterator[tuple[str, str]]:
    yield "steps", "" if len(question.steps) <= MOST_STEPS else f"{MOST_STEPS} étapes au plus"
    yield "start", "" if question.start.kinds else "une sorte de fiche est nécessaire"
    yield "state", _wrong_state(question.start)
    before = question.start.kinds
    for place, step in enumerate(question.steps, 1):
        allowed = reached(before, step.type, inverse=step.inverse)
        yield f"relation{place}", "" if allowed else "ce lien ne part pas de là"
        fits = bool(step.ends.kinds) and set(step.ends.kinds) <= set(allowed)
        yield f"ends{place}", "" if fits or not allowed else "ce lien n'y mène pas"
        yield f"state{place}", _wrong_state(step.ends)
        before = step.ends.kinds


def _wrong_state(ends: Ends) -> str:
    if not ends.status or not ends.kinds:
        return ""
    try:
        checked_filters(Filters(kinds=ends.kinds, status=(ends.status,)))
    except Invalid as error:
        return error.fields.get("status", "état inconnu")
    return ""
