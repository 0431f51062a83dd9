"""What a facilitator writes: a list of records, a message, a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from graph.campaign_drafts import EVERY
from graph.campaigns import Campaign, Sort
from graph.errors import Invalid, NotFound
from graph.lists import entities
from workspace.current import account_name, database, viewer
from workspace.filter_words import list_words
from workspace.language import gettext, language
from workspace.list_filters import filters_of, query_of, renamed
from workspace.listings import LISTINGS, Listing

FIRST_DAYS = 21


@dataclass(frozen=True)
class Group:
    """The list that is written to, as its address says it, and in words."""

    listing: Listing
    query: str
    words: str
    count: int


def group_of(args: MultiDict[str, str]) -> Group:
    """The list of an address. NotFound for a list that is none, Invalid for a filter that means nothing."""
    listing = LISTINGS.get(args.get("liste", ""))
    if listing is None:
        raise NotFound(args.get("liste", ""))
    try:
        page = entities(database(), viewer(), filters_of(args, listing))
    except Invalid as error:
        raise Invalid(renamed(error.fields, listing)) from error
    return Group(listing, query_of(args, listing), list_words(args, listing, page), page.total)


def first_words(sort: Sort) -> dict[str, str]:
    """What the form holds before anything is typed."""
    if sort == "letter":
        return {"subject": "", "message": "", "until": "", "every": "0"}
    return {
        "subject": gettext("Votre fiche est-elle à jour ?"),
        "message": gettext(
            "Bonjour,\n\nVotre fiche est lue par d’autres collectivités et d’autres équipes. Un regard de deux minutes "
            "suffit pour qu’elles s’y fient.\n\nMerci !"
        ),
        "until": (date.today() + timedelta(days=FIRST_DAYS)).isoformat(), "every": "7", "open": "1",
    }  # fmt: skip


def rhythms() -> list[tuple[str, str]]:
    """How often one may be reminded, in words."""
    words = {0: gettext("jamais"), 3: gettext("tous les 3 jours"), 7: gettext("toutes les semaines"),
             14: gettext("toutes les deux semaines"), 30: gettext("tous les mois")}  # fmt: skip
    return [(str(days), words[days]) for days in EVERY]


def said(campaign: Campaign) -> dict[str, str]:
    """A draft as it was typed."""
    shown = {"subject": campaign.subject, "message": campaign.message, "until": campaign.until,
             "every": str(campaign.every)}  # fmt: skip
    return shown | ({"open": "1"} if campaign.open else {})


def typed() -> dict[str, str]:
    """The form as it was sent."""
    return {name: request.form.get(name, "") for name in ("subject", "message", "until", "every", "open")}


def read(form: Mapping[str, str], sort: Sort) -> dict[str, Any]:
    """The form as a campaign keeps it; who writes and where answers go come from the account."""
    return {
        "sort": sort, "subject": " ".join(form["subject"].split()), "message": form["message"].strip(),
        "until": form["until"].strip(), "every": int(form["every"]) if form["every"].isdigit() else 0,
        "open": bool(form["open"]) or sort == "letter", "by_name": account_name(),
        "reply_to": str(getattr(getattr(current_user, "user", None), "email", "")), "language": language(),
    }  # fmt: skip


def placed(group: Group) -> dict[str, str]:
    """The list as a campaign keeps it."""
    return {"place": group.listing.url, "query": group.query, "words": group.words}
