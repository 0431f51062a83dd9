"""Which suggested links the address asks for: by kind, relation, reason, theme and policy, each with its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import request

from graph.briefs import briefs
from graph.errors import Invalid
from graph.schema import SCHEMA
from graph.suggested import Suggested
from workspace.addresses import here
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.words import initial, word

REASONS = {"identifiant": "named", "mots": "words", "themes": "themes", "usages": "uses"}
SEEN: Mapping[str, Callable[[Suggested], Iterable[str]]] = {
    "sorte": lambda each: {SCHEMA.kinds[end.kind].url for end in (each.source, each.target)},
    "lien": lambda each: (each.type.lower(),),
    "raison": lambda each: (name for name, sort in REASONS.items() if sort in {r.sort for r in each.reasons}),
    "theme": lambda each: each.themes,
    "politique": lambda each: each.policies,
}


@dataclass(frozen=True)
class Menu:
    """A filter: its parameter, its label, and its values in words with how many links each leaves."""

    name: str
    label: str
    options: Sequence[tuple[str, str, int]]
    chosen: str


def narrowed(found: Sequence[Suggested], beside: str = "") -> list[Suggested]:
    """Those that pass every filter of the address but `beside`."""
    asked = {name: value for name in SEEN if name != beside and (value := _asked(name))}
    return [each for each in found if all(value in SEEN[name](each) for name, value in asked.items())]


def menus(found: Sequence[Suggested]) -> list[Menu]:
    """Each filter with what it would leave, the others kept."""
    labels = {
        "sorte": gettext("Sorte de fiche"), "lien": gettext("Lien proposé"), "raison": gettext("Raison"),
        "theme": gettext("Thème"), "politique": gettext("Politique"),
    }  # fmt: skip
    return [Menu(name, label, _options(name, narrowed(found, name)), _asked(name)) for name, label in labels.items()]


def chips(shown: Sequence[Menu]) -> list[tuple[str, str]]:
    """The filters in use, each with the address without it."""
    return [
        (f"{menu.label} : {words}", here(page=None, **{menu.name: None}))
        for menu in shown for value, words, _ in menu.options if value == menu.chosen
    ]  # fmt: skip


def _asked(name: str) -> str:
    value = request.args.get(name, "").strip()
    known = {
        "raison": value in REASONS,
        "lien": value.upper() in SCHEMA.relations,
        "sorte": bool(SCHEMA.kind_at(value)),
    }
    if value and not known.get(name, True):
        raise Invalid({name: gettext("à choisir dans la liste")})
    return value


def _options(name: str, found: Sequence[Suggested]) -> list[tuple[str, str, int]]:
    counts = Counter(value for each in found for value in SEEN[name](each))
    if (asked := _asked(name)) and asked not in counts:
        counts[asked] = 0
    words = _words(name, counts)
    told = [(value, words[value], count) for value, count in counts.items() if value in words]
    return sorted(told, key=lambda option: (option[1].casefold(), option[0]))


def _words(name: str, values: Iterable[str]) -> dict[str, str]:
    if name in ("theme", "politique"):
        return {id: found.name for id, found in briefs(database(), viewer(), values).items()}
    if name == "raison":
        return reasons()
    if name == "lien":
        return {value: f"{word(SCHEMA.relations[value.upper()].sentence)}…" for value in values}
    return {value: initial(word(kind.plural)) for value in values if (kind := SCHEMA.kind_at(value))}


def reasons() -> dict[str, str]:
    """The sorts of reasons, in words."""
    return {
        "identifiant": gettext("Adresse ou numéro nommé"), "mots": gettext("Mots rares"),
        "themes": gettext("Thèmes"), "usages": gettext("Utilisateurs"),
    }  # fmt: skip
