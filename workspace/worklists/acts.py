"""What the button of a finding does, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.dates import partial_date
from graph.errors import Invalid, NotFound
from graph.introductions import propose
from graph.worklists.handling import State, assign, handle
from graph.worklists.reading import finding_of
from graph.worklists.shapes import Finding, Worklist
from workspace.current import database, viewer
from workspace.dates import day
from workspace.language import gettext

Form = Mapping[str, str]


def carry_out(list: Worklist, form: Form) -> str:
    """Does what was pressed about the finding named; NotFound when it is no longer there."""
    act = ACTS.get(form.get("geste", ""))
    if act is None:
        raise Invalid({"geste": gettext("ce geste n’existe pas")})
    finding = finding_of(database(), viewer(), list, form.get("item", ""))
    if finding is None:
        raise NotFound(form.get("item", ""))
    return act(list, finding, form)


def _done(list: Worklist, finding: Finding, form: Form) -> str:
    _say(list, finding, "done")
    return gettext("Noté comme fait : revient si davantage en dépend.")


def _never(list: Worklist, finding: Finding, form: Form) -> str:
    _say(list, finding, "never")
    return gettext("Ne sera plus proposé ; à remettre depuis « Déjà traité ».")


def _open(list: Worklist, finding: Finding, form: Form) -> str:
    _say(list, finding, "open")
    return gettext("Remis dans la liste.")


def _later(list: Worklist, finding: Finding, form: Form) -> str:
    try:
        until = partial_date(form.get("jusque", "").strip()).first
    except ValueError:
        raise Invalid({"jusque": gettext("un jour à venir est attendu")}) from None
    _say(list, finding, "later", until)
    return gettext("Reporté au %(day)s.", day=day(until))


def _introduce(list: Worklist, finding: Finding, form: Form) -> str:
    propose(database(), viewer(), finding.record, finding.others[0], form.get("pourquoi", "").strip())
    _say(list, finding, "done")
    return gettext("Mise en relation notée : ce qui en vient se dit dans « Mises en relation proposées ».")


def _assign(list: Worklist, finding: Finding, form: Form) -> str:
    whose = form.get("confier", "") or None
    assign(database(), viewer(), list.name, finding.key, finding.record, whose, weight=finding.weight)
    return gettext("Confié.") if whose else gettext("N’est plus confié à personne.")


def _say(list: Worklist, finding: Finding, state: State, until: str | None = None) -> None:
    handle(database(), viewer(), list.name, finding.key, finding.record, state, weight=finding.weight, until=until)


ACTS: Mapping[str, Callable[[Worklist, Finding, Form], str]] = {
    "fait": _done, "jamais": _never, "remettre": _open, "reporter": _later, "confier": _assign, "proposer": _introduce,
}  # fmt: skip
