"""`/communautes/<slug>/a-traiter`: what a committee's facilitators have to see to; put off, and taken back."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.committee_put_off import finding, introduce, put_off
from graph.committee_todo import SORTS, Todo, todos
from graph.committees import community
from graph.dates import partial_date
from graph.errors import Invalid
from graph.links import today
from workspace.addresses import own_path
from workspace.current import database, viewer
from workspace.dates import day
from workspace.introduction_words import introduction
from workspace.language import gettext, ngettext
from workspace.rendering import render

blueprint = Blueprint("todo", __name__)


@blueprint.get("/communautes/<slug>/a-traiter")
def show(slug: str) -> ResponseReturnValue:
    """All of it, sort by sort, and what was put off."""
    return _page(slug, {})


@blueprint.post("/communautes/<slug>/a-traiter")
def act(slug: str) -> ResponseReturnValue:
    """A week or a month later, on a day, never again, back, or proposed to both."""
    try:
        flash(_carry_out(f"communaute-{slug}", request.form.get("geste", ""), request.form.get("item", "")))
    except Invalid as error:
        return _page(slug, error.fields, status=422)
    return redirect(own_path(request.form.get("retour"), f"/communautes/{slug}/a-traiter"))


def reason(each: Todo) -> str:
    """Why it is there, in a sentence."""
    return REASONS[each.sort](each)


def headings() -> dict[str, str]:
    """What each sort is called."""
    told = (gettext("Actions en retard"), gettext("À contacter"), gettext("Fiches à confirmer"),
            gettext("Mises en relation à proposer"))  # fmt: skip
    return dict(zip(SORTS, told, strict=True))


def _carry_out(id: str, act: str, key: str) -> str:
    if act == "proposer":
        why = request.form.get("pourquoi", "").strip()
        introduce(database(), viewer(), id, key, why or reason(finding(database(), viewer(), id, key)))
        return gettext("Mise en relation notée : ce qui en vient se dit dans « Mises en relation proposées ».")
    if act == "jamais":
        put_off(database(), viewer(), id, key, "never")
        return gettext("Ne sera plus proposé ; à remettre depuis « Mis de côté ».")
    if act == "remettre":
        put_off(database(), viewer(), id, key, "open")
        return gettext("Remis dans la liste.")
    until = _until(act)
    put_off(database(), viewer(), id, key, "later", until)
    return gettext("Reporté au %(day)s ; à remettre depuis « Mis de côté ».", day=day(until))


def _until(act: str) -> str:
    now = date.fromisoformat(today())
    if act == "semaine":
        return (now + timedelta(days=7)).isoformat()
    if act == "mois":
        return _next_month(now).isoformat()
    if act != "reporter":
        raise Invalid({"geste": gettext("ce geste n’existe pas")})
    try:
        return partial_date(request.form.get("jusque", "").strip()).first
    except ValueError:
        raise Invalid({"jusque": gettext("un jour à venir est attendu")}) from None


def _next_month(now: date) -> date:
    """The same day of the next month, or its last."""
    year, month = now.year + now.month // 12, now.month % 12 + 1
    return date(year, month, min(now.day, monthrange(year, month)[1]))


def _page(slug: str, errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    id = f"communaute-{slug}"
    found = todos(database(), viewer(), id)
    answer = render("committees/todo.html", status=status, found=found, slug=slug, errors=errors, reason=reason,
                    committee=community(database(), viewer(), id), headings=headings(),
                    typed=request.form if errors else {})  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _late(each: Todo) -> str:
    who = ", ".join(other.name for other in each.others)
    if not who:
        return gettext("Échéance passée : %(day)s. Personne ne la pilote.", day=day(each.facts["due"]))
    return gettext("Échéance passée : %(day)s. Pilotée par %(who)s.", day=day(each.facts["due"]), who=who)


def _contact(each: Todo) -> str:
    last, words = str(each.facts["day"]), str(each.facts["words"])
    told = gettext("Dernier contact : %(day)s.", day=day(last)) if last else gettext("Pas encore contacté.")
    return f"{told} « {words} »" if words else told


def _confirm(each: Todo) -> str:
    contested, unsure = int(each.facts["contested"]), int(each.facts["unsure"])
    told = [ngettext("%(num)s lien contesté", "%(num)s liens contestés", contested)] if contested else []
    told += [ngettext("%(num)s lien à confirmer", "%(num)s liens à confirmer", unsure)] if unsure else []
    if told:
        return ", ".join(told) + "."
    return gettext("Ni relue ni modifiée depuis le %(day)s.", day=day(str(each.facts["since"])[:10]))


def _introduce(each: Todo) -> str:
    return introduction(each.others, each.facts)


REASONS: Mapping[str, Callable[[Todo], str]] = {
    "late": _late, "contact": _contact, "confirm": _confirm, "introduce": _introduce
}  # fmt: skip
