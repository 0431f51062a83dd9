"""The words of the network's address: choices from short lists, « a,b », « -a » or « usuels,c », and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.errors import Invalid
from graph.schema import SCHEMA
from workspace.language import gettext

# Themes, territories and mentions tie all to all: « usuels » is every relation but these.
USUAL = "usuels"
SAID = {"acteur": "actor", "animation": "curator", "import": "import"}
# What actors may have in common: what they work on.
THROUGH = {"communs": "Commons", "groupes": "Community", "projets": "Project"}
SOURCED = {"avec": True, "sans": False}


def said(values: Sequence[str]) -> tuple[str, ...] | None:
    """Who declares links."""
    return _chosen(values, SAID, set(SAID), "dit", gettext("« %(word)s » : attendu acteur, animation ou import"))


def through(values: Sequence[str]) -> tuple[str, ...] | None:
    """Kinds of records that actors share; None when that is not asked for."""
    return _chosen(values, THROUGH, set(), "par", gettext("« %(word)s » : attendu communs, groupes ou projets"))


def sourced(word: str) -> bool | None:
    """Links with a source, or without."""
    if word and word not in SOURCED:
        raise Invalid({"source": gettext("attendu : %(words)s", words=", ".join(SOURCED))})
    return SOURCED.get(word)


def toggled(everything: Iterable[str], chosen: Iterable[str] | None, name: str) -> tuple[str, ...] | None:
    """The choice with one more or one less; None when that is everything, or nothing."""
    kept = set(everything if chosen is None else chosen) ^ {name}
    return tuple(sorted(kept)) if kept and kept != set(everything) else None


def number(args: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """A whole number from 1 to `most`, `usual` when nothing is given."""
    text = (args.get(name) or "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= most):
        raise Invalid({name: gettext("un nombre de 1 à %(most)s est attendu", most=most)})
    return int(text)


def families(values: Sequence[str]) -> tuple[str, ...] | None:
    """Families of the schema, None for all."""
    known = {family.url: family.name for family in SCHEMA.families.values()}
    return _chosen(values, known, set(known), "familles", gettext("« %(word)s » n’est pas une famille"))


def relations(values: Sequence[str]) -> tuple[str, ...] | None:
    """Relation types, None for those that are usual."""
    known = {type.lower(): type for type in SCHEMA.relations}
    usual = {type.lower() for type in SCHEMA.walked()}
    return _chosen(values, known, usual, "liens", gettext("« %(word)s » n’est pas une sorte de lien"))


def _chosen(
    values: Sequence[str], known: Mapping[str, str], usual: set[str], parameter: str, wrong: str
) -> tuple[str, ...] | None:
    """Names from words: « a,b » is these, « -a » the usual ones without it, « usuels,c » the usual ones and it."""
    words = [word.strip().lower() for value in values for word in value.split(",") if word.strip()]
    kept = set(usual) if words and all(word.startswith("-") for word in words) else set()
    for word in words:
        name = word.removeprefix("-")
        if name != USUAL and name not in known:
            raise Invalid({parameter: wrong % {"word": name}})
        named = usual if name == USUAL else {name}
        kept = kept - named if word.startswith("-") else kept | named
    return tuple(sorted(known[word] for word in kept)) if kept and kept != usual else None


def in_words(names: Iterable[str], usual: Iterable[str]) -> str:
    """The same choice as the address says it, shortly."""
    chosen, common = set(names), set(usual)
    less = [f"-{name}" for name in sorted(common - chosen)]
    if len(less) >= len(chosen & common):
        return ",".join(sorted(chosen))
    more = sorted(chosen - common)
    return ",".join([*([USUAL] if more else []), *less, *more])
