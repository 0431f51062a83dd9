"""The words a schema is written with: families, kinds, fields, relations, vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

FieldType = Literal[
    "text", "lines", "markdown", "number", "amount", "date", "yes_no", "url", "siren", "siret", "email", "phone",
    "term", "terms", "time",
]  # fmt: skip


@dataclass(frozen=True)
class Label:
    """A word of the interface in French and English; `feminine` is the French of what agrees in gender."""

    fr: str
    en: str
    feminine: str | None = None

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.fr

    def agreed(self, *, feminine: bool) -> Label:
        """As said of something feminine, or not: « prévu », « prévue »."""
        return Label(self.feminine, self.en) if feminine and self.feminine else self

    def __str__(self) -> str:
        return self.fr


@dataclass(frozen=True)
class Family:
    """A family of kinds: one shape, one colour (CSS variable `--{css}`), one menu entry."""

    name: str
    node_label: str
    label: Label
    url: str
    css: str
    shape: str


@dataclass(frozen=True)
class Vocabulary:
    """Terms by key. An open one takes new terms at run time, kept in the graph as `:Term`; `merged` are keys that are
    another's now."""

    name: str
    label: Label
    terms: Mapping[str, Label]
    open: bool = False
    merged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """A property of a record or relation. `visibility` set means: kept apart, on the record's contact node."""

    name: str
    type: FieldType
    label: Label
    help: Label | None = None
    vocabulary: str | None = None
    unit: str | None = None
    required: bool = False
    visibility: str | None = None
    searched: bool = True


@dataclass(frozen=True)
class Kind:
    """A kind of record: `name` is its node label, `prefix` begins its ids, `url` is its list and its records."""

    name: str
    family: str
    label: Label
    plural: Label
    prefix: str
    url: str
    fields: tuple[Field, ...] = ()
    statuses: str = "maturity"
    feminine: bool = False

    @cached_property
    def own(self) -> Mapping[str, Field]:
        """The fields kept on the record itself, by name."""
        return {field.name: field for field in self.fields if field.visibility is None}

    @cached_property
    def apart(self) -> Mapping[str, Field]:
        """The fields kept apart, on the record's contact node, by name."""
        return {field.name: field for field in self.fields if field.visibility is not None}

    @cached_property
    def searched(self) -> tuple[str, ...]:
        """Names of the fields whose words a record is found by."""
        return tuple(field.name for field in self.own.values() if field.searched)

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True)
class Relation:
    """A relation type. `sentence` reads from → to, `inverse` to → from; `heading` is the noun on the page of
    the from end, `inverse_heading` on the page of the to end. `sentences` gives both directions by the value of
    the field `told_by`. `distinct_by` names the own field that makes two relations of the same ends and since.
    An `event` happened on a day: a meeting was attended « le 3 mai », not « depuis »."""

    type: str
    sentence: Label
    inverse: Label
    heading: Label
    inverse_heading: Label
    sources: frozenset[str]
    targets: frozenset[str]
    fields: tuple[Field, ...] = ()
    same_family: bool = False
    symmetric: bool = False
    walks: bool = True
    told_by: str | None = None
    sentences: Mapping[str, tuple[Label, Label]] = field(default_factory=dict)
    distinct_by: str | None = None
    visibility: str = "public"
    event: bool = False

    def told(self, term: str | None, *, inverse: bool = False) -> Label:
        """The sentence for a value of `told_by`, in one direction."""
        pair = self.sentences.get(term or "", (self.sentence, self.inverse))
        return pair[1] if inverse else pair[0]
