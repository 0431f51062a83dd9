"""`/campagnes`: written, looked at, sent, followed."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import campaign_drafts, campaigns
from graph.campaigns import Campaign, Sort
from graph.errors import Invalid
from workspace.campaigns import board, composing, sending
from workspace.campaigns.composing import Group
from workspace.campaigns.doors import only_who_animates, own_campaign
from workspace.campaigns.plan import plan
from workspace.campaigns.sample import sample
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.paging import Paging, page_number
from workspace.rendering import render

blueprint = Blueprint("campaigns", __name__)
SHOWN = 100  # lines a page


blueprint.before_request(only_who_animates)


@blueprint.get("/campagnes")
def index() -> ResponseReturnValue:
    """Every campaign that the reader may follow."""
    return render("campaigns/index.html", found=campaigns.campaigns(database(), viewer()))


@blueprint.get("/campagnes/nouvelle")
def compose() -> ResponseReturnValue:
    """The form, for the list of the address."""
    return _form(composing.group_of(request.args), _sort(), composing.first_words(_sort()))


@blueprint.post("/campagnes/nouvelle")
def keep() -> ResponseReturnValue:
    """Keeps a draft: nothing is sent before somebody looked at who gets what."""
    group, typed = composing.group_of(request.args), composing.typed()
    try:
        told = composing.read(typed, _sort()) | composing.placed(group)
        id = campaign_drafts.keep(database(), viewer(), told)
    except Invalid as error:
        return _form(group, _sort(), typed, error.fields)
    return redirect(f"/campagnes/{id}")


@blueprint.get("/campagnes/<id>")
def show(id: str) -> ResponseReturnValue:
    """A draft: who gets what. Sent: what came of it."""
    campaign = own_campaign(id)
    return _draft(campaign) if campaign.state == "draft" else board.page(campaign)


@blueprint.get("/campagnes/<id>/modifier")
def edit(id: str) -> ResponseReturnValue:
    """The form of a draft."""
    campaign = own_campaign(id, "draft")
    return _form(None, campaign.sort, composing.said(campaign), campaign=campaign)


@blueprint.post("/campagnes/<id>/modifier")
def edited(id: str) -> ResponseReturnValue:
    """Keeps what was changed."""
    campaign, typed = own_campaign(id, "draft"), composing.typed()
    try:
        campaign_drafts.change(database(), viewer(), id, composing.read(typed, campaign.sort))
    except Invalid as error:
        return _form(None, campaign.sort, typed, error.fields, campaign)
    return redirect(f"/campagnes/{id}")


@blueprint.post("/campagnes/<id>/ecarter")
def exclude(id: str) -> ResponseReturnValue:
    """Leaves somebody out, or takes them in again."""
    back = request.form.get("geste") == "reprendre"
    campaign_drafts.exclude(database(), viewer(), id, request.form.getlist("cle"), back=back)
    page = request.form.get("page", type=int) or 1
    return redirect(f"/campagnes/{id}" + (f"?page={page}" if page > 1 else ""))


@blueprint.post("/campagnes/<id>/supprimer")
def discard(id: str) -> ResponseReturnValue:
    """Throws a draft away."""
    campaign_drafts.discard(database(), viewer(), id)
    flash(gettext("Brouillon supprimé. Rien n’a été envoyé."))
    return redirect("/campagnes")


@blueprint.post("/campagnes/<id>/envoyer")
def send(id: str) -> ResponseReturnValue:
    """Sends to exactly those who were shown; when they are others now, shows them first."""
    campaign = own_campaign(id, "draft")
    found = plan(campaign)
    if not found.written or found.stamp != request.form.get("vu"):
        flash(gettext("La liste a changé depuis votre lecture. Rien n’a été envoyé : regardez, puis envoyez."))
        return redirect(f"/campagnes/{id}")
    sending.send(database(), viewer(), current_app.extensions["settings"], id, found)
    flash(gettext("C’est parti. Les lettres s’en vont l’une après l’autre."))
    return redirect(f"/campagnes/{id}")


def _sort() -> Sort:
    return "letter" if request.args.get("demande") == "lettre" else "update"


def _form(
    group: Group | None, sort: Sort, typed: dict[str, str], errors: dict[str, str] | None = None,
    campaign: Campaign | None = None,
) -> ResponseReturnValue:  # fmt: skip
    return render(
        "campaigns/form.html", status=422 if errors else 200, group=group, sort=sort, typed=typed, errors=errors or {},
        campaign=campaign, every=composing.rhythms(),
    )  # fmt: skip


def _draft(campaign: Campaign) -> ResponseReturnValue:
    found, page = plan(campaign), page_number()
    shown = found.written[(page - 1) * SHOWN : page * SHOWN]
    return render(
        "campaigns/draft.html", campaign=campaign, plan=found, shown=shown, letter=sample(campaign, found),
        paging=Paging(page, SHOWN, len(found.written)),
    )  # fmt: skip
