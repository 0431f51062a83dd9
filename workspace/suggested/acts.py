"""Approving and refusing suggested links, as the form of the page says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from graph.editing import Tie, create_relations
from graph.errors import AlreadyExists, Invalid
from graph.links import today
from graph.operations import Operation
from graph.suggested import Suggested, suggested, suggested_for
from graph.suggested_refused import refuse
from workspace import sentences
from workspace.current import database, viewer
from workspace.language import gettext, ngettext
from workspace.suggested_words import why

ACTS = ("approuver", "refuser")


@dataclass(frozen=True)
class Done:
    """What to say; `operation` when something was written that can be undone."""

    words: str
    operation: str | None = None


def carry_out() -> Done:
    """Approves or refuses what is pressed, one pair or those that are ticked. Invalid names what was wrong; nothing is
    written then."""
    act, pairs = _pressed()
    if act not in ACTS:
        raise Invalid({"geste": gettext("ce geste n’existe pas")})
    if not pairs:
        raise Invalid({"paire": gettext("cochez au moins un lien")})
    chosen = _proposed(pairs)
    return _refuse(chosen) if act == "refuser" else _approve(chosen)


def _pressed() -> tuple[str, list[str]]:
    """The button of a row says its pair; those of the foot, the pairs that are ticked."""
    if one := request.form.get("un", ""):
        act, _, pair = one.partition(" ")
        return act, [pair]
    return request.form.get("geste", ""), list(dict.fromkeys(request.form.getlist("paire")))


def _proposed(pairs: Sequence[str]) -> list[Suggested]:
    """What is proposed today for these pairs; a record's own page may propose what the list of all is too long for."""
    known = {each.key: each for each in suggested(database(), viewer())}
    for pair in pairs:
        if pair not in known:
            own = suggested_for(database(), viewer(), pair.partition("|")[0])
            known |= {each.key: each for each in own if each.key == pair}
    if any(pair not in known for pair in pairs):
        raise Invalid(
            {"paire": gettext("un lien n’est plus proposé : quelqu’un l’a posé, refusé, ou sa raison a changé")}
        )
    return [known[pair] for pair in pairs]


def _refuse(chosen: Sequence[Suggested]) -> Done:
    ends = [(each.source.id, each.target.id) for each in chosen]
    count = refuse(database(), viewer(), ends, request.form.get("pourquoi", ""))
    return Done(ngettext("Refusé : ne sera plus proposé.", "%(num)s refusés : ne seront plus proposés.", count))


def _approve(chosen: Sequence[Suggested]) -> Done:
    operation = Operation(viewer().user or "", request.form.get("pourquoi", "") or gettext("suggestion approuvée"))
    try:
        create_relations(database(), viewer(), [_tie(each) for each in chosen], operation)
    except AlreadyExists:
        raise Invalid({"paire": gettext("un de ces liens existe déjà")}) from None
    return Done(ngettext("Lien posé.", "%(num)s liens posés.", len(chosen)), operation.id)


def _tie(each: Suggested) -> Tie:
    """The link as the person chose to say it; its source tells that it was suggested, and why."""
    told = request.form.get(f"verbe {each.key}", each.type)
    if told not in dict(sentences.allowed(each.source, each.target, viewer())):
        raise Invalid({"verbe": gettext("à choisir dans la liste")})
    type, _, inverse = told.partition("-")
    ends = (each.target.id, each.source.id) if inverse else (each.source.id, each.target.id)
    raw = {"source": gettext("Suggestion approuvée. %(why)s", why=why(each)), "source_date": today()}
    if set(ends) & viewer().stewards:
        return Tie(type, *ends, raw | {"declared_by": "actor"})
    return Tie(type, *ends, raw | {"declared_by": "curator", "standing": "to_confirm"})
