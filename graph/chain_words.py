"""A chain told as one sentence: what serves which policy, through what, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from graph.links import Brief, Link
from graph.schema import SCHEMA, Label

LEVELS = {
    "policy": (Label("la politique", "the policy"), Label("cette politique", "this policy")),
    "objective": (Label("l'objectif", "the objective"), Label("cet objectif", "this objective")),
    "measure": (Label("la mesure", "the measure"), Label("cette mesure", "this measure")),
}
# By relation, first for the step that touches the resource, then for the steps after it.
CLAUSES = {
    "USES": (Label("{up} l'utilise", "{up} uses it"), Label("{up} utilise {down}", "{up} uses {down}")),
    "DEPENDS_ON": (
        Label("{up} en dépend", "{up} depends on it"), Label("{up} dépend de {down}", "{up} depends on {down}"),
    ),
    "INSTANCE_OF": (
        Label("{up} en est une instance", "{up} is an instance of it"),
        Label("{up} est une instance de {down}", "{up} is an instance of {down}"),
    ),
    "NEEDS": (Label("{up} en a besoin", "{up} needs it"), Label("{up} a besoin de {down}", "{up} needs {down}")),
    "MEETS": (Label("{it} répond {up}", "it meets {up}"), Label("{down} répond {up}", "{down} meets {up}")),
}  # fmt: skip
HAS_NEED = Label("{up} a ce besoin", "{up} has this need")
SERVES = Label("sert", "serves")
BECAUSE = Label("parce ", "because ")
AND = Label(" et ", " and ")
UNSOURCED = Label("sans source", "no source")
PARTLY = Label("un lien sans source", "one link without a source")
VOWELS = "aeiouyéèêâî"


def sentence(resource: Brief, policy: Brief, level: str | None, steps: Sequence[Link], language: str = "fr") -> str:
    """« Le jeu de données « X » sert la mesure « Y », parce que le service « Z » l'utilise — IGN, 2024 »."""
    return f"{claim(resource, policy, level, steps, language)} — {sources(steps, language)}"


def claim(resource: Brief, policy: Brief, level: str | None, steps: Sequence[Link], language: str = "fr") -> str:
    """The same without its sources."""
    subject, end = named(resource, None, language), named(policy, level, language)
    verb = steps[0].verb if len(steps) == 1 else SERVES
    told = f"{subject[:1].upper()}{subject[1:]} {verb.in_language(language)} {end}"
    # The last link of a longer chain is the serving itself.
    reasons = [step for step in steps if len(steps) > 1 and step.type != "SERVES"]
    if reasons:
        told += ", " + _because([_clause(step, resource, policy, level, language) for step in reasons], language)
    return told


def named(record: Brief, level: str | None, language: str) -> str:
    """« le service « Z » », « l'objectif « Y » »."""
    if level in LEVELS:
        return f"{LEVELS[level][0].in_language(language)} {quoted(record, language)}"
    kind = SCHEMA.kinds[record.kind]
    word = kind.label.in_language(language)
    if language == "en":
        return f"the {word} {quoted(record, language)}"
    article = "l'" if word[0] in VOWELS else "la " if kind.feminine else "le "
    return f"{article}{word} {quoted(record, language)}"


def quoted(record: Brief, language: str) -> str:
    """The bare name between the quotes of the language."""
    return f"“{record.name}”" if language == "en" else f"« {record.name} »"


def sources(steps: Sequence[Link], language: str = "fr") -> str:
    """Where the chain's links come from, each once, with the year: "IGN, 2024 ; un lien sans source"."""
    known = [step.source_words or step.source_url for step in steps]
    dated = [
        f"{words}, {step.source_date[:4]}" if step.source_date else words
        for words, step in zip(known, steps, strict=True) if words
    ]  # fmt: skip
    if not dated:
        return UNSOURCED.in_language(language)
    partly = [] if all(known) else [PARTLY.in_language(language)]
    return ("; " if language == "en" else " ; ").join([*dict.fromkeys(dated), *partly])


def _clause(step: Link, resource: Brief, policy: Brief, level: str | None, language: str) -> str:
    down, up = (step.target, step.source) if step.inverse else (step.source, step.target)
    if step.type == "NEEDS" and down.kind == "Need":
        last = up.id == policy.id
        who = _this(policy, level, language) if last else named(up, None, language)
        return HAS_NEED.in_language(language).format(up=who)
    form = CLAUSES[step.type][0 if down.id == resource.id else 1].in_language(language)
    told = named(up, None, language)
    if step.type == "MEETS" and language == "fr":
        told = f"au besoin {quoted(up, language)}"
    it = "elle" if SCHEMA.kinds[resource.kind].feminine else "il"
    return form.format(up=told, down=quoted(down, language), it=it)


def _this(policy: Brief, level: str | None, language: str) -> str:
    return LEVELS[level or "policy"][1].in_language(language)


def _because(clauses: Sequence[str], language: str) -> str:
    if language == "fr":
        clauses = [f"qu'{clause}" if clause[0] in VOWELS else f"que {clause}" for clause in clauses]
    *first, last = clauses
    joined = AND.in_language(language).join([", ".join(first), last] if first else [last])
    return BECAUSE.in_language(language) + joined
