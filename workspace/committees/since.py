"""`/communautes/<slug>/depuis`: what changed within a committee since its last meeting, or since a day."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from graph.committee_since import Since, since
from graph.errors import Invalid
from workspace.committee_pack import asked_day, parts
from workspace.current import database, viewer
from workspace.language import gettext, ngettext
from workspace.rendering import render

blueprint = Blueprint("since", __name__)


@blueprint.get("/communautes/<slug>/depuis")
def show(slug: str) -> ResponseReturnValue:
    """`?depuis=` is a day, a month or a year; without it, the last meeting held."""
    id, typed = f"communaute-{slug}", request.args.get("depuis", "")
    try:
        return _page(slug, since(database(), viewer(), id, asked_day(typed)), typed, {})
    except Invalid as error:
        return _page(slug, since(database(), viewer(), id), typed, error.fields, 422)


def figures(found: Since) -> list[tuple[int, str, bool]]:
    """Numbers with their words, and whether it is something missing."""
    n = {name: len(found.of(name)) for name in parts()}
    gaps = n["unled"] + n["unmet"]
    told = [
        (n["joined"], ngettext("nouveau membre", "nouveaux membres", n["joined"]), False),
        (found.links_total, ngettext("nouveau lien", "nouveaux liens", found.links_total), False),
        (n["cases"], ngettext("nouveau cas d’usage", "nouveaux cas d’usage", n["cases"]), False),
        (n["decisions"], ngettext("décision", "décisions", n["decisions"]), False),
        (n["finished"], ngettext("action finie", "actions finies", n["finished"]), False),
        (n["late"], ngettext("action en retard", "actions en retard", n["late"]), n["late"] > 0),
        (gaps, ngettext("manque", "manques", gaps), gaps > 0),
        (n["news"], ngettext("actualité", "actualités", n["news"]), False),
    ]  # fmt: skip
    return [each for each in told if each[0]]


def _page(slug: str, found: Since, typed: str, errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    why = {"joined": gettext("dans"), "cases": gettext("exprimé ou concrétisé par"), "finished": gettext("pilotée par"),
           "late": gettext("pilotée par"), "unmet": gettext("attendu par"), "news": gettext("sur"),
           "decisions": gettext("décidé en"), "unled": ""}  # fmt: skip
    return render("committees/since.html", status=status, found=found, slug=slug, typed=typed, errors=errors,
                  parts=parts(), figures=figures(found), why=why)  # fmt: skip
