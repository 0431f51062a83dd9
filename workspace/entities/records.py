"""`/<kind>/<name>`: one record, its links, its history, as a page and as files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from graph import changes, comments, commons, entities
from graph.asof import day_of
from graph.comments import Thread
from graph.entities import Record
from graph.errors import Invalid, NotFound
from graph.indicators import Indicator, indicators, readings
from graph.record_links import links_of
from graph.schema import SCHEMA
from workspace import mention_words, note_pages
from workspace.asking_along import asks_along, checked, known
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.entities import charts, completeness, facts, sections, surroundings, trail
from workspace.entities import commons as told
from workspace.entities.blocks import blocks
from workspace.entities.link_rows import link_rows
from workspace.entities.structured import structured
from workspace.language import gettext, language
from workspace.listings import RECORD
from workspace.paging import page_number, whole_number
from workspace.rendering import render

blueprint = Blueprint("records", __name__)
LATEST, HISTORY_PAGE = 5, 30
# Families of which the text is the matter, the links what surrounds it.
TEXT_FIRST = frozenset({"rules", "demand", "writing"})
PER_PAGE = 60


@blueprint.get(f"/{RECORD}/<slug>")
@asks_along
def show(place: str, slug: str) -> Response:
    """A record with its links, as of `?au=` when a day is asked about."""
    found = _record(place, slug, latest=LATEST)
    shown = sections.links_of_page(found, past="passes" in request.args)
    story = commons.story(database(), viewer(), found) if found.kind == "Commons" else None
    threads, talked = _talk(found)
    return render(
        "entities/record.html", record=found, links=shown, blocks=blocks(found, shown.sections), facts=facts,
        charts=charts, completeness=completeness, trail=trail.of(found), structured=structured(found), told=told,
        text_first=found.family.name in TEXT_FIRST, no_link=sections.no_link(found),
        neighbour_families=sections.neighbour_families(found),
        parts=sections.triptych(found) if found.kind == "Commons" else (),
        story=story, indicators=story.indicators if story else _indicators(found), readings=readings,
        around=surroundings.around(database(), viewer(), found),
        threads=threads, talked=talked,
        names=mention_words.names_of(found), left_to_tell=mention_words.left_to_tell(found),
        born=mention_words.born(found), note=note_pages.of(found),
    )  # fmt: skip


def _talk(found: Record) -> tuple[list[Thread], dict[str, int]]:
    if not found.said:
        return [], {}
    return comments.of_page(database(), viewer(), found.id, [link.id for link in found.links])


@blueprint.get(f"/{RECORD}/<slug>/liens")
def links(place: str, slug: str) -> ResponseReturnValue:
    """All links of one type and way, page by page; those of every type are on the record's page."""
    if "relation" not in request.args:
        return redirect(f"/{place}/{slug}#liens")
    type, way = _relation()
    page = page_number()
    found = links_of(database(), viewer(), _id(place, slug), type, way, page, PER_PAGE, _day())
    return render(
        "entities/links.html", found=found, whole=sections.whole(found), at=_day(), trail=trail.under(found.record)
    )


@blueprint.get(f"/{RECORD}/<slug>/liens.csv")
def links_file(place: str, slug: str) -> Response:
    """All links of a record as a table, past ones too."""
    found = _record(place, slug)
    return csv_file(link_rows(database(), viewer(), found, language()), f"{slug}-liens")


@blueprint.get(f"/{RECORD}/<slug>/historique")
def history(place: str, slug: str) -> Response:
    """Everything that was written about a record and its links, newest first."""
    found = _record(place, slug)
    before = whole_number("avant")
    feed = changes.of(database(), viewer(), found.id, before, HISTORY_PAGE, language())
    return render("entities/history.html", record=found, feed=feed, before=before, trail=trail.under(found))


def _record(place: str, slug: str, latest: int = 0) -> Record:
    """The record at an address; what was renamed or merged answers by its new address, for good."""
    id = _id(place, slug)
    reader, words = viewer(), language()
    try:
        found = entities.record(database(), reader, id, _day(), latest=latest, language=words, known=known())
        checked()
        return found
    except NotFound:
        if new := entities.redirect(database(), viewer(), id):
            abort(redirect(entities.record(database(), viewer(), new).url, 301))
        raise


def _indicators(found: Record) -> tuple[Indicator, ...]:
    """Asked only of what something measures."""
    measured = found.group_of("MEASURES", inverse=True)
    return indicators(database(), viewer(), found.id, found.at) if measured else ()


def _id(place: str, slug: str) -> str:
    kind = SCHEMA.kind_at(place)
    if kind is None:
        abort(404)
    return f"{kind.prefix}-{slug}"


def _day() -> str | None:
    return day_of(request.args.get("au"), "au")


def _relation() -> tuple[str, str]:
    """The relation type and the direction that the address names."""
    ways = {word: way for way, word in sections.WAYS.items()}
    type, way = request.args.get("relation", "").upper(), ways.get(request.args.get("sens", ""))
    if type not in SCHEMA.relations:
        raise Invalid({"relation": gettext("ce lien n’existe pas")})
    if way is None:
        raise Invalid({"sens": gettext("attendu : %(words)s", words=", ".join(ways))})
    return type, way
