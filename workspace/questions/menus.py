"""What each menu of a question offers: only what the schema allows after what is already chosen."""

from __future__ import annotations

from collections.abc import Sequence

from graph.questions import ways
from graph.schema import SCHEMA
from workspace.language import gettext, language
from workspace.question_reading import Stop, states_of
from workspace.question_words import is_feminine
from workspace.verbs import plural, singular
from workspace.words import APOSTROPHE, initial, status_word, word

Options = list[tuple[str, str]]


def starts() -> list[tuple[str, Options]]:
    """Every kind under its family, and the families that hold several."""
    out = []
    for family in SCHEMA.families.values():
        kinds = SCHEMA.kinds_of(family.name)
        whole = [(family.url, gettext("%(family)s, toutes sortes", family=initial(word(family.label))))]
        options = [(kind.prefix, initial(word(kind.plural))) for kind in kinds]
        out.append((word(family.label), [*(whole if len(kinds) > 1 else []), *options]))
    return out


def relations(kinds: Sequence[str], *, first: bool) -> Options:
    """The relations that may follow, as verbs of what comes before."""
    said, feminine = plural if first else singular, is_feminine(kinds)
    out = []
    for type, inverse in ways(kinds):
        relation = SCHEMA.relations[type]
        verb = (relation.inverse if inverse else relation.sentence).in_language(language())
        told = said(verb, feminine=feminine, language=language()).replace("'", APOSTROPHE)
        out.append((f"{type.lower()}{':in' if inverse else ''}", told))
    return out


def kinds(stop: Stop) -> Options:
    """The kinds that a relation may lead to."""
    return [(SCHEMA.kinds[kind].prefix, initial(word(SCHEMA.kinds[kind].label))) for kind in stop.allowed]


def states(stop: Stop) -> Options:
    """The states that the records of one kind may be in."""
    return [(state, status_word(state, kind)) for state, kind in states_of(stop.kinds).items()]
