"""`/proposer/<id>`, `/propositions`, `/propositions/<id>`, `/apercu/<id>`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import handovers, proposals, states, terms
from graph.contributions import to_judge
from graph.errors import Invalid, NotAllowed, NotFound
from graph.links import Brief
from graph.operations import Operation
from graph.proposals import Proposal
from graph.schema import SCHEMA
from graph.shaping import own_fields
from workspace import forms
from workspace.choosing import record_of
from workspace.current import account_name, database, signed_in, viewer
from workspace.language import gettext, language
from workspace.proposals import previews
from workspace.rendering import render

blueprint = Blueprint("proposals", __name__)
HONEYPOT = "site"  # a field that people do not see and robots fill in


@blueprint.get("/proposer/<id>")
def suggest(id: str) -> ResponseReturnValue:
    """The record's form, to say what should change."""
    record, said = _record(id)
    return _form(record, said, {})


@blueprint.post("/proposer/<id>")
def suggested(id: str) -> ResponseReturnValue:
    """Keeps the suggestion; its bearers and the facilitators decide."""
    record, said = _record(id)
    typed = {name: text for name, text in request.form.items() if name in said or SCHEMA.kinds[record.kind].field(name)}
    if request.form.get(HONEYPOT):
        abort(400)
    try:
        proposals.keep(
            database(), viewer(), id, _own(record, typed), said, why=request.form.get("why", ""),
            name=request.form.get("votre_nom", ""), email=request.form.get("votre_adresse", ""),
        )  # fmt: skip
    except Invalid as error:
        return _form(record, typed, error.fields, status=422)
    flash(gettext("Merci. Votre suggestion attend l’avis de ceux qui tiennent cette fiche."))
    return redirect(record.url)


@blueprint.get("/propositions")
def index() -> ResponseReturnValue:
    """What waits for the reader, and what the reader wrote."""
    if not signed_in():
        abort(401)
    waiting, mine = proposals.to_decide(database(), viewer()), proposals.of_author(database(), viewer())
    return render(
        "proposals/index.html", waiting=waiting, mine=mine, leaving=handovers.waiting(database(), viewer()),
        contributions=to_judge(database(), viewer()),
    )  # fmt: skip


@blueprint.post("/propositions/passation/<id>")
def seen_to(id: str) -> ResponseReturnValue:
    """A record has its new bearer: nothing more to do."""
    if not signed_in():
        abort(401)
    if not viewer().edits:
        raise NotAllowed("Seule l'animation suit les passations.")
    handovers.close(database(), viewer(), id)
    flash(gettext("Passation close."))
    return redirect("/propositions")


@blueprint.get("/propositions/<id>")
def show(id: str) -> ResponseReturnValue:
    """One proposal: what it would change, field by field."""
    return _page(_proposal(id))


@blueprint.post("/propositions/<id>")
def decide(id: str) -> ResponseReturnValue:
    """Accepts all or part of it, or refuses it."""
    found = _proposal(id)
    answer = request.form.get("reponse", "")
    if request.form.get("geste") == "refuser":
        proposals.refuse(database(), viewer(), id, answer)
        flash(
            gettext("Brouillon jeté.")
            if found.state == "draft"
            else gettext("Suggestion refusée. La fiche n’a pas changé.")
        )
        return redirect(found.record.url)
    try:
        proposals.accept(database(), viewer(), id, request.form.getlist("champs"), _operation(found), answer)
    except Invalid as error:
        return _page(found, error.fields, status=422)
    terms.keep(database(), terms.in_fields(SCHEMA.kinds[found.record.kind].fields, found.raw))
    flash(gettext("Publié.") if found.state == "draft" else gettext("Suggestion acceptée."))
    return redirect(found.record.url)


@blueprint.get("/apercu/<token>")
def preview(token: str) -> ResponseReturnValue:
    """A draft as it will read, for whoever was given the link."""
    found = previews.opened(token)
    if found is None:
        raise NotFound(token)
    return render("proposals/preview.html", **previews.shown(found))


def _record(id: str) -> tuple[Brief, dict[str, str]]:
    """The record, if the reader sees it, and its own fields as somebody would type them."""
    record = record_of(database(), viewer(), id)
    kind = SCHEMA.kinds[record.kind]
    said = forms.kept(states.records(database(), [id])[id].state, own_fields(kind).values(), terms.added(database()))
    return record, _own(record, said)


def _own(record: Brief, typed: dict[str, str]) -> dict[str, str]:
    """Fields that everybody may see; contact details, status and visibility are for the bearer."""
    return {name: text for name, text in typed.items() if name in own_fields(SCHEMA.kinds[record.kind])}


def _form(record: Brief, typed: dict[str, str], errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    kind = SCHEMA.kinds[record.kind]
    first, rest = forms.record_entries(kind, typed, errors, terms.added(database()), own=True)
    told: dict[str, Any] = {"why": "", "votre_nom": "", "votre_adresse": ""} | request.form.to_dict()
    return render(
        "proposals/propose.html", status=status, record=record, kind=kind, first=first, rest=rest, told=told,
        honeypot=HONEYPOT, errors=forms.summary(errors, kind.fields),
    )  # fmt: skip


def _proposal(id: str) -> Proposal:
    if not signed_in():
        abort(401)
    return proposals.proposal(database(), viewer(), id, language())


def _page(found: Proposal, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    link = previews.address(found) if found.state == "draft" else ""
    return render("proposals/proposal.html", status=status, found=found, errors=errors or {}, preview=link)


def _operation(found: Proposal) -> Operation:
    """The decider writes; the reason says who suggested it."""
    if found.state == "draft":
        return Operation(viewer().user or "", found.why)
    said = gettext("proposé par %(who)s", who=found.who or gettext("un visiteur"))
    return Operation(viewer().user or account_name(), f"{said} : {found.why}" if found.why else said)
