"""A question as a sentence: « organisations du territoire Hérault qui financent un commun qui répond à un défi »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.links import Brief
from graph.questions import Ends, Question, Step
from graph.schema import SCHEMA
from workspace.dates import day
from workspace.language import gettext, language
from workspace.markup import spaced
from workspace.verbs import before_one, plural, singular
from workspace.words import APOSTROPHE, lowered, status_word, word

# Families whose plural is feminine in French.
FEMININE = frozenset({"communities", "resources", "policies", "rules"})


def sentence(question: Question, known: Mapping[str, Brief]) -> str:
    """The whole question; `known` are the records that it names."""
    told = subject(question.start, known)
    for place, step in enumerate(question.steps):
        told = gettext("%(before)s qui %(then)s", before=told, then=_step(question, place, step, known))
    return _typeset(told)


def when(question: Question, au: str, *, past: bool) -> str:
    """The day that links are asked on, where it is not today."""
    if past:
        return gettext("liens passés compris")
    return gettext("au %(day)s", day=day(au)) if au and question.at else ""


def subject(ends: Ends, known: Mapping[str, Brief]) -> str:
    """« organisations du territoire Hérault, sur le thème « Voirie » »."""
    return _narrowed(lowered(word(plural_of(ends.kinds))), ends, known)


def plural_of(kinds: Sequence[str]) -> str:
    """What records of a kind, of a family, or of any sort are called."""
    if len(kinds) == 1:
        return SCHEMA.kinds[kinds[0]].plural.in_language(language())
    family = family_of(kinds)
    return SCHEMA.families[family].label.in_language(language()) if family else gettext("fiches")


def family_of(kinds: Sequence[str]) -> str | None:
    """The family that these kinds are the whole of."""
    families = {SCHEMA.kinds[kind].family for kind in kinds}
    (one, *others) = families or {""}
    whole = one and not others and len(SCHEMA.kinds_of(one)) == len(kinds)
    return one if whole else None


def lines(question: Question, known: Mapping[str, Brief]) -> list[str]:
    """The sentence cut at its steps: « organisations », « qui financent un commun », « … qui répond à un défi »."""
    then = (_step(question, place, step, known) for place, step in enumerate(question.steps))
    told = [gettext("qui %(then)s", then=each) for each in then]
    return [_typeset(each) for each in (subject(question.start, known), *told)]


def _step(question: Question, place: int, step: Step, known: Mapping[str, Brief]) -> str:
    """« financent un commun numérique »: of several at the first step, of one at the others."""
    before = question.stops[place].kinds
    feminine = is_feminine(before)
    verb = (step.relation.inverse if step.inverse else step.relation.sentence).in_language(language())
    said = singular if place else plural
    told = said(verb, feminine=feminine, language=language())
    if step.ends.record and step.ends.record in known:
        name = known[step.ends.record].name
        return _narrowed(f"{told} {gettext('« %(words)s »', words=name)}", step.ends, known)
    one = step.ends.kinds[0] if len(step.ends.kinds) == 1 else None
    noun = SCHEMA.kinds[one].label.in_language(language()) if one else gettext("fiche")
    told = before_one(told, noun, feminine=SCHEMA.kinds[one].feminine if one else True, language=language())
    return _narrowed(told, step.ends, known)


def is_feminine(kinds: Sequence[str]) -> bool:
    """Does what is said of records of these kinds agree in the feminine?"""
    if len(kinds) == 1:
        return SCHEMA.kinds[kinds[0]].feminine
    family = family_of(kinds)
    return family in FEMININE if family else True  # « des fiches »


def _narrowed(told: str, ends: Ends, known: Mapping[str, Brief]) -> str:
    if ends.territory and ends.territory in known:
        told += " " + gettext("du territoire %(name)s", name=known[ends.territory].name)
    if ends.theme and ends.theme in known:
        told += " " + gettext("sur le thème « %(name)s »", name=known[ends.theme].name)
    if ends.status:
        told += " " + gettext("à l’état « %(state)s »", state=status_word(ends.status, ends.kinds[0]))
    return told


def _typeset(told: str) -> str:
    return spaced(told.replace("'", APOSTROPHE))
