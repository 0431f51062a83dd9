"""What each field of a record says, in its four states and in words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graph.schema import Field, Kind, Label
from graph.shaping import own_fields
from graph.terms import Terms, label_of

FieldState = Literal["given", "none", "not_applicable", "not_given"]
ABSENT = {
    "none": Label("aucun", "none"),
    "not_applicable": Label("sans objet", "not applicable"),
    "not_given": Label("non renseigné", "not given"),
}
YES, NO = Label("oui", "yes"), Label("non", "no")
CURRENCIES = {"EUR": "€"}


@dataclass(frozen=True)
class FieldValue:
    """A field of a record; `value` as stored, `words` its terms as people say them (one for a single value)."""

    field: Field
    state: FieldState
    value: Any = None
    words: tuple[Label, ...] = ()

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def label(self) -> Label:
        return self.field.label

    @property
    def given(self) -> bool:
        return self.state == "given"

    def text(self, language: str = "fr") -> str:
        """One line: the words, or which absence it is."""
        if not self.given:
            return ABSENT[self.state].in_language(language)
        return ", ".join(word.in_language(language) for word in self.words)


def field_values(kind: Kind, properties: Mapping[str, Any], terms: Terms) -> tuple[FieldValue, ...]:
    """Every field kept on the record itself, in schema order."""
    return tuple(field_value(field, properties, terms) for field in own_fields(kind).values())


def field_value(field: Field, properties: Mapping[str, Any], terms: Terms) -> FieldValue:
    """One field of a record's properties."""
    value = properties.get(field.name)
    if value is not None:
        return FieldValue(field, "given", value, words_of(field, value, terms))
    if field.name in (properties.get("declared_none") or ()):
        return FieldValue(field, "none")
    return FieldValue(
        field, "not_applicable" if field.name in (properties.get("not_applicable") or ()) else "not_given"
    )


def words_of(field: Field, value: Any, terms: Terms) -> tuple[Label, ...]:
    """A stored value as people read it: terms by their labels, yes or no, amounts with their unit."""
    items = value if isinstance(value, list) else [value]
    if field.vocabulary:
        return tuple(label_of(field.vocabulary, str(item), terms) for item in items)
    if field.type == "yes_no":
        return (YES if value else NO,)
    return tuple(_plain(field, item) for item in items)


def _plain(field: Field, item: Any) -> Label:
    if field.type == "amount" and isinstance(item, int | float):
        unit = CURRENCIES.get(field.unit or "", field.unit or "")
        return Label(f"{item:,}".replace(",", "\u202f").replace(".", ",") + f"\u00a0{unit}", f"{unit}{item:,}")
    return Label(str(item), str(item))
