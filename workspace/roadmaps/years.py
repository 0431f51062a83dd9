"""A year of a roadmap: opened from the last, published, compared with another."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import AlreadyExists, Invalid
from graph.operations import Operation
from graph.permissions import must_write
from graph.roadmap_edits import Opening, open_year, show_to
from graph.roadmaps import Roadmap, current, roadmap, roadmaps_of
from graph.viewers import ANONYMOUS
from workspace import forms
from workspace.current import database, viewer
from workspace.language import gettext, ngettext
from workspace.rendering import render
from workspace.roadmaps.asked import asked, page_of
from workspace.writers import only_writers

blueprint = Blueprint("roadmap_years", __name__)
blueprint.before_request(only_writers)


@blueprint.get("/communautes/<slug>/feuille-de-route/ouvrir")
def ask(slug: str) -> ResponseReturnValue:
    """The next year, with the lines of the last one that are not finished, each to be kept or left."""
    last = _last(slug)
    year = str(int(last.years[0].year) + 1) if last else str(datetime.now(UTC).year)
    typed = {"year": year, "name": "", "visibility": "members"}
    return _form(slug, last, typed, [line.record.id for line in last.lines if line.open] if last else [])


@blueprint.post("/communautes/<slug>/feuille-de-route/ouvrir")
def open_one(slug: str) -> ResponseReturnValue:
    """Makes it, with the lines that were chosen: the same actions, linked to both years."""
    last, carried = _last(slug), request.form.getlist("ligne")
    typed = {name: request.form.get(name, "").strip() for name in ("year", "name", "visibility")}
    opening = Opening(typed["year"], typed["name"] or _name(slug, typed["year"]), typed["visibility"] or "members")
    done = Operation(viewer().user or "", gettext("feuille de route ouverte"))
    source = gettext("reprise de %(year)s", year=last.year) if last else ""
    try:
        faults = open_year(database(), viewer(), f"communaute-{slug}", opening, last, carried, source, done)
    except Invalid as error:
        return _form(slug, last, typed, carried, error.fields, 422)
    except AlreadyExists:
        return _form(slug, last, typed, carried, {"year": gettext("cette année a déjà sa feuille de route")}, 422)
    flash(gettext("Feuille de route %(year)s ouverte.", year=opening.year))
    if faults:
        flash(ngettext("%(num)s ligne n’a pas pu être reprise : son action n’est pas à vous.",
                       "%(num)s lignes n’ont pas pu être reprises : leurs actions ne sont pas à vous.",
                       len({fault.column for fault in faults})), "bad")  # fmt: skip
    flash(done.id, "undo")
    return redirect(page_of(slug, opening.year))


@blueprint.get("/communautes/<slug>/feuille-de-route/<year>/publier")
def look(slug: str, year: str) -> ResponseReturnValue:
    """What everybody would read, and what stays between members, before it is published."""
    road = asked(slug, year)
    must_write(viewer(), road.record.id)
    return render("roadmaps/publish.html", road=road, seen=asked(slug, year, ANONYMOUS), page=page_of(slug, year),
                  slug=slug)  # fmt: skip


@blueprint.post("/communautes/<slug>/feuille-de-route/<year>/publier")
def publish(slug: str, year: str) -> ResponseReturnValue:
    """For everybody, or for members again."""
    done = Operation(viewer().user or "", gettext("feuille de route publiée"))
    visible = "public" if request.form.get("pour") == "tous" else "members"
    show_to(database(), viewer(), asked(slug, year), visible, done)
    if visible == "public":
        flash(gettext("Publiée : tout le monde peut la lire, sans ce qui est réservé."))
    else:
        flash(gettext("Elle n’est plus lue que par les membres."))
    flash(done.id, "undo")
    return redirect(page_of(slug, year))


def _last(slug: str) -> Roadmap | None:
    whose, years = roadmaps_of(database(), viewer(), f"communaute-{slug}")
    must_write(viewer(), whose.id)
    now = current(years)
    wanted = request.values.get("de") or (now.year if now else "")
    return roadmap(database(), viewer(), whose.id, wanted) if wanted else None


def _name(slug: str, year: str) -> str:
    whose, _ = roadmaps_of(database(), viewer(), f"communaute-{slug}")
    return gettext("Feuille de route %(year)s, %(name)s", year=year, name=whose.name)


def _form(
    slug: str, last: Roadmap | None, typed: dict[str, str], carried: list[str],
    errors: dict[str, str] | None = None, status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    whose, years = roadmaps_of(database(), viewer(), f"communaute-{slug}")
    labels = {"year": gettext("Année"), "name": gettext("Nom"), "visibility": gettext("Visible par")}
    wrong = [(f"champ-{name}", labels.get(name, name)) for name in errors or {}]
    return render(
        "roadmaps/open.html", status=status, community=whose, years=years, slug=slug, last=last, typed=typed,
        carried=carried, errors=errors or {}, wrong=wrong, visibilities=forms.visibilities(),
    )  # fmt: skip
