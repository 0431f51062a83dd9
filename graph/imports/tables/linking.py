"""Words that name relations: sentences, headings and types; and the links that heads of columns tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from graph.folding import fold
from graph.imports.tables.mapping import End, LinkRule
from graph.imports.tables.words import kind_called, relation_words
from graph.schema import SCHEMA, Kind, Label, Relation

TOLD_BESIDE = {"since", "until", "role", "college", "on_behalf_of"}


@dataclass(frozen=True)
class Told:
    """A relation that words name; `inverse` when they go from its target to its source; `term` of `told_by`."""

    type: str
    inverse: bool = False
    term: str | None = None


@cache
def sentences() -> dict[str, tuple[Told, ...]]:
    """Folded words → every relation that they may be: its type, or a sentence in either language and direction."""
    words: dict[str, list[Told]] = {}
    for relation in SCHEMA.relations.values():
        words.setdefault(fold(relation.type), []).append(Told(relation.type))
        pairs: dict[str | None, tuple[Label, Label]] = {None: (relation.sentence, relation.inverse)}
        pairs.update(relation.sentences.items())
        for term, (straight, back) in pairs.items():
            for label, inverse in ((straight, False), (back, True)):
                for text in {label.fr, label.en}:
                    told = Told(relation.type, inverse and not relation.symmetric, None if inverse else term)
                    kept = words.setdefault(fold(text), [])
                    # The plain sentence of a relation is also that of one of its terms, which says more.
                    kept[:] = [t for t in kept if t != Told(told.type, told.inverse)] if told.term else kept
                    if not any((t.type, t.inverse) == (told.type, told.inverse) for t in kept):
                        kept.append(told)
    return {word: tuple(found) for word, found in words.items()}


def guess_links(kind: Kind, columns: Sequence[str]) -> tuple[LinkRule, ...]:
    """The columns that name other records: by a heading of the page, a sentence, or the other's kind."""
    return tuple(rule for column in columns if (rule := _by_heading(kind, column) or _by_kind(kind, column)))


def with_fields(rules: Sequence[LinkRule], columns: Sequence[str]) -> tuple[LinkRule, ...]:
    """The rules, where the one that says who is a member takes the columns that tell since when and as what."""
    joining = next((rule for rule in rules if rule.relation == "MEMBER_OF"), None)
    taken = {rule.column for rule in rules}
    told: dict[str, str] = {}
    for column in columns if joining else ():
        name = relation_words().get(fold(column), ("", 0.0))[0]
        if column not in taken and name in TOLD_BESIDE and name not in told.values():
            told[column] = name
    return tuple(replace(rule, columns=told) if rule is joining else rule for rule in rules)


def _by_heading(kind: Kind, column: str) -> LinkRule | None:
    flat = _root(column)
    for relation in SCHEMA.relations.values():
        straight = {relation.heading.fr, relation.sentence.fr, relation.type}
        inverse = {relation.inverse_heading.fr, relation.inverse.fr}
        if kind.name in relation.sources and flat in map(_root, straight):
            return LinkRule(relation.type, column, end=_end(relation, relation.targets))
        if kind.name in relation.targets and flat in map(_root, inverse):
            return LinkRule(relation.type, column, end=_end(relation, relation.sources), inverse=True)
    return None


def _by_kind(kind: Kind, column: str) -> LinkRule | None:
    """« Structure » beside persons is where they work; « Thème » beside anything is what it is about."""
    other = kind_called(column)
    if other is None or other is kind:
        return None
    if kind.name == "Person" and other.name == "Organisation":
        return LinkRule("WORKS_FOR", column, end=End("Organisation", create=True))
    if kind.family == "actors" and other.name == "Community":
        return LinkRule("MEMBER_OF", column, end=End("Community", create=True))
    between = [relation for relation in SCHEMA.between(kind.name, other.name) if relation.targets != _any()]
    if len(between) == 1:
        return LinkRule(between[0].type, column, end=_end(between[0], frozenset({other.name})))
    return None


def _end(relation: Relation, kinds: frozenset[str]) -> End:
    """Themes are made as they come; other ends must exist, unless somebody says otherwise."""
    only = next(iter(kinds)) if len(kinds) == 1 else "Organisation" if "Organisation" in kinds else None
    known = only if only and len(kinds) < 5 else None
    return End(known, create=relation.type == "ABOUT")


def _any() -> frozenset[str]:
    return SCHEMA.relations["DISCUSSES"].targets


def _root(text: str) -> str:
    """Words without plural nor the verb before: « est porté par », « porté par »."""
    words = fold(text).removeprefix("est ").removeprefix("a pour ").split()
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words)
