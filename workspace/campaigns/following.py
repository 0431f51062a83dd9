"""What a facilitator does with a campaign that was sent."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from graph import asks, campaigns, jobs, personal_links
from graph.errors import NotFound
from workspace.campaigns import board
from workspace.campaigns.doors import only_who_animates, own_campaign
from workspace.current import database, viewer
from workspace.language import gettext

blueprint = Blueprint("campaign_boards", __name__)
blueprint.before_request(only_who_animates)


@blueprint.get("/campagnes/<id>.csv")
def table(id: str) -> ResponseReturnValue:
    """The board as a file."""
    return board.file(own_campaign(id))


@blueprint.post("/campagnes/<id>/clore")
def close(id: str) -> ResponseReturnValue:
    """No more reminders; who did not answer is silent."""
    campaigns.close(database(), viewer(), id)
    flash(gettext("Campagne close : plus aucune relance ne part."))
    return redirect(f"/campagnes/{id}")


@blueprint.post("/campagnes/<id>/liens/retirer")
def end_links(id: str) -> ResponseReturnValue:
    """The personal addresses that it gave open nothing any more."""
    own_campaign(id)
    personal_links.end_all(database(), viewer(), id)
    flash(gettext("Les liens personnels de cette campagne ne marchent plus."))
    return redirect(f"/campagnes/{id}")


@blueprint.post("/campagnes/<id>/demandes/<ask>/vue")
def seen(id: str, ask: str) -> ResponseReturnValue:
    """The facilitator looked at what it changed."""
    asks.mark(database(), viewer(), id, ask, "seen_at")
    return redirect(f"/campagnes/{id}")


@blueprint.post("/campagnes/<id>/demandes/<ask>/non-remise")
def bounced(id: str, ask: str) -> ResponseReturnValue:
    """The letter came back to the facilitator, or the address is wrong: no reminder goes there."""
    asks.mark(database(), viewer(), id, ask, "bounced_at")
    flash(gettext("Noté : cette adresse ne sera plus relancée."))
    return redirect(f"/campagnes/{id}")


@blueprint.post("/campagnes/<id>/lettres/<job>/encore")
def again(id: str, job: str) -> ResponseReturnValue:
    """A letter of which nobody knows whether it left, or that failed, is sent again: somebody decided it."""
    jobs.again(database(), _own_letter(id, job))
    flash(gettext("La lettre repart."))
    return redirect(f"/campagnes/{id}")


@blueprint.post("/campagnes/<id>/lettres/<job>/regler")
def settle(id: str, job: str) -> ResponseReturnValue:
    """It did leave, or it does not matter."""
    jobs.dismiss(database(), _own_letter(id, job))
    flash(gettext("Réglé : la lettre compte comme partie."))
    return redirect(f"/campagnes/{id}")


def _own_letter(id: str, job: str) -> str:
    """The job, if it is that of a letter of this campaign that the reader may follow."""
    if job not in {ask.job for ask in asks.asks(database(), viewer(), own_campaign(id))}:
        raise NotFound(job)
    return job
