"""Values of fields: four states, checked against the schema, turned into properties and back.

A value is given; declared none ("aucun"); not applicable ("sans objet"); or absent (not given). On a node
the two words are kept as the lists `declared_none` and `not_applicable` of field names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from graph.dates import partial_date
from graph.folding import fold, slug
from graph.schema import SCHEMA, Field
from graph.schema.live import of_schema

Scalar = str | int | float | bool | list[str]


class State(Enum):
    """What a field says when it holds no value."""

    NONE = "none"
    NOT_APPLICABLE = "not_applicable"
    NOT_GIVEN = "not_given"


Value = Scalar | State

NONE_WORDS = frozenset({"aucun", "aucune", "none"})
NOT_APPLICABLE_WORDS = frozenset({"sans objet", "non applicable", "n a", "not applicable"})
LONGEST_WORD = 30
LONGEST_NAME = 500
EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")
# As people write a site: www.exemple.fr, exemple.fr/page.
_BARE_SITE = re.compile(r"(?:[^\W_](?:[^\W_]|-)*\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?")
_HOUR = re.compile(r"(\d{1,2})\s*(?:[h:]\s*(\d{2})?)", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9 ().-]{6,20}")


def parse(field: Field, raw: object) -> Value:
    """Reads what somebody typed for a field. ValueError says in French what is wrong with it."""
    if isinstance(raw, State):
        return raw
    if isinstance(raw, bool | int | float) and field.type in ("number", "amount", "yes_no"):
        return bool(raw) if field.type == "yes_no" else raw
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return _many(field, [str(item) for item in raw])
    text = str(raw if raw is not None else "").strip()
    if not text:
        return State.NOT_GIVEN
    if state := _state_said(text) if not field.required else None:
        return state
    if field.type in ("terms", "lines"):
        return _many(field, re.split(r"\n|\s\|\s|\|", text))
    return _one(field, text)


def _state_said(text: str) -> State | None:
    """A word instead of a value; a long text is none."""
    word = fold(text) if len(text) <= LONGEST_WORD else ""
    return State.NONE if word in NONE_WORDS else State.NOT_APPLICABLE if word in NOT_APPLICABLE_WORDS else None


def _many(field: Field, items: Sequence[str]) -> Value:
    kept = [item.strip() for item in items if item.strip()]
    if field.type == "terms":
        kept = [_term(field, item) for item in kept]
    return list(dict.fromkeys(kept)) or State.NOT_GIVEN


def _one(field: Field, text: str) -> Scalar:
    match field.type:
        case "number" | "amount":
            return _number(text)
        case "date":
            return _date(text)
        case "yes_no":
            return _yes_no(text)
        case "url":
            return _url(text)
        case "siren" | "siret":
            return _digits(text, 9 if field.type == "siren" else 14, field.type.upper())
        case "email":
            return _matching(text, EMAIL, "adresse électronique attendue")
        case "phone":
            return _matching(text, _PHONE, "numéro de téléphone attendu")
        case "time":
            return _time(text)
        case "term":
            return _term(field, text)
        case "text":
            return _line(field, " ".join(text.split()))
    return text


def _line(field: Field, text: str) -> str:
    # An index key holds 8 kB at most: a longer name would fail at commit, and nobody could read it.
    if field.name == "name" and len(text) > LONGEST_NAME:
        raise ValueError(f"{LONGEST_NAME} caractères au plus")
    return text


def _number(text: str) -> int | float:
    flat = re.sub(r"[\s\u00a0\u202f€]", "", text).replace(",", ".")
    try:
        number = float(flat)
    except ValueError:
        raise ValueError("nombre attendu, par exemple 12 500 ou 3,5") from None
    if not abs(number) <= 1e15:
        raise ValueError("nombre attendu, par exemple 12 500 ou 3,5")
    return int(number) if number.is_integer() else number


def _date(text: str) -> str:
    try:
        return partial_date(text).text
    except ValueError:
        raise ValueError("date attendue : 2023, mars 2023 ou 12/03/2023") from None


def _time(text: str) -> str:
    """As written by hand, « 9h », « 14 h 30 », 14:30, kept as 14:30."""
    found = _HOUR.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError("heure attendue, par exemple 14 h 30")
    return f"{int(found[1]):02}:{found[2] or '00'}"


def _yes_no(text: str) -> bool:
    flat = fold(text)
    if flat in ("oui", "yes", "true", "vrai", "1", "on"):
        return True
    if flat in ("non", "no", "false", "faux", "0"):
        return False
    raise ValueError("oui ou non attendu")


def _url(text: str) -> str:
    text = f"https://{text}" if _BARE_SITE.fullmatch(text) else text
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError("adresse web attendue, par exemple https://exemple.fr") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s<>\"]", text):
        raise ValueError("adresse web attendue, par exemple https://exemple.fr")
    return text


def _digits(text: str, length: int, name: str) -> str:
    flat = re.sub(r"[\s\u00a0.]", "", text)
    if not (flat.isascii() and flat.isdigit()) or len(flat) != length:
        raise ValueError(f"{name} attendu : {length} chiffres")
    return flat


def _matching(text: str, pattern: re.Pattern[str], message: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(message)
    return text


def _term(field: Field, text: str) -> str:
    vocabulary = SCHEMA.vocabularies[field.vocabulary or ""]
    if key := _keys(vocabulary.name).get(fold(text)):
        return vocabulary.merged.get(key, key)
    if (key := vocabulary.merged.get(term_key(text))) is not None:
        return key
    if not vocabulary.open:
        known = ", ".join(str(term) for term in vocabulary.terms.values())
        raise ValueError(f"« {text} » n'est pas un terme connu : {known}")
    return term_key(text)


@of_schema
def _keys(vocabulary: str) -> Mapping[str, str]:
    """The key of a term by each of its folded words; of two terms with one word, the first declared."""
    terms = SCHEMA.vocabularies[vocabulary].terms.items()
    words = [
        (fold(word), key) for key, label in terms for word in (key, label.fr, label.en, label.feminine or label.fr)
    ]
    return dict(reversed(words))


def term_key(text: str) -> str:
    """The key of a term of an open vocabulary: "C++" and "C#" are not "C"."""
    return slug(text.replace("+", " plus").replace("#", " sharp"))


def properties_of(fields: Mapping[str, Value], declared: Mapping[str, Field]) -> dict[str, Any]:
    """Properties to set for parsed values; None removes. Dates bring their first and last day along."""
    out: dict[str, Any] = {}
    for name, value in fields.items():
        stored = None if isinstance(value, State) else value
        out[name] = stored
        if declared[name].type == "date":
            day = partial_date(str(stored)) if stored else None
            out[f"{name}_from"], out[f"{name}_to"] = (day.first, day.last) if day else (None, None)
    return out
