"""`/communautes/<slug>/feuille-de-route`: the years of a community, the lines of one, what the public reads of it."""

from __future__ import annotations

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from graph.errors import NotFound
from graph.roadmap_figures import progress
from graph.roadmap_past import last_day
from graph.roadmaps import current, roadmaps_of
from graph.viewers import ANONYMOUS
from workspace.current import database, viewer
from workspace.rendering import render
from workspace.roadmaps.asked import as_told, page_of

blueprint = Blueprint("roadmaps", __name__)


@blueprint.get("/communautes/<slug>/feuille-de-route")
def index(slug: str) -> ResponseReturnValue:
    """This year's, else the last one's, or how to open the first."""
    whose, years = roadmaps_of(database(), viewer(), f"communaute-{slug}")
    if now := current(years):
        return redirect(page_of(slug, now.year))
    return render("roadmaps/none.html", community=whose, slug=slug)


@blueprint.get("/communautes/<slug>/feuille-de-route/<year>")
def show(slug: str, year: str) -> ResponseReturnValue:
    """The year's lines, topic by topic."""
    road, told_on = as_told(slug, year, viewer())
    return render("roadmaps/show.html", road=road, slug=slug, page=page_of(slug, year), whole=progress(road)[-1],
                  told_on=told_on, over=last_day(year))  # fmt: skip


@blueprint.get("/communautes/<slug>/feuille-de-route/<year>/publique")
def public(slug: str, year: str) -> ResponseReturnValue:
    """What everybody reads of it, whoever asks; before it is published, only who writes it may look."""
    road, told_on = as_told(slug, year, viewer(), ANONYMOUS)
    published = road.record.visibility == "public"
    if published:
        road, told_on = as_told(slug, year, ANONYMOUS)
    elif not viewer().writes(road.record.id):
        raise NotFound(year)
    return render("roadmaps/public.html", road=road, slug=slug, page=page_of(slug, year), published=published,
                  told_on=told_on, over=last_day(year))  # fmt: skip
