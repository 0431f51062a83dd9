"""`/reseau/carte`: the network on a map of squares and as a list of territories that is opened level by level."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request

from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.network import legend, table
from workspace.network.geography import Line, geography, narrowed_to, on_map
from workspace.network.seeing import scene_of
from workspace.network.titles import counts_of, title_of
from workspace.network.view import view_of
from workspace.rendering import render
from workspace.words import term

map_page = Blueprint("map_page", __name__)


@map_page.get("/reseau/carte")
def page() -> Response:
    """With the network's own filters; without any, everything."""
    view = on_map(view_of(request.args))
    scene = scene_of(database(), viewer(), view)
    found = geography(database(), viewer(), scene, view)
    shown, paging = table.page_of(scene, replace(view, sort=view.sort or "nom"))
    return render(
        "network/map.html", view=view, scene=scene, found=found, called=title_of(scene, view), counts=counts_of(scene),
        shown=shown, paging=paging, families=legend.families(view, scene), filters=legend.filters_in_use(view, scene),
        facets=legend.facets(database(), viewer(), view, scene), narrowed_to=narrowed_to,
    )  # fmt: skip


@map_page.get("/reseau/carte.csv")
def file() -> Response:
    """Every territory with its number of records."""
    view = on_map(view_of(request.args))
    found = geography(database(), viewer(), scene_of(database(), viewer(), view), view)
    heads = [gettext("identifiant"), gettext("nom"), gettext("type"), gettext("code"), gettext("fiches"),
             gettext("sans plus de précision")]  # fmt: skip
    return csv_file([heads, *(row for line in found.tree for row in _rows(line))], "reseau-carte")


def _rows(line: Line) -> list[list[str]]:
    place = line.territory
    kind = term(place.type, "territory_type") if place.type else ""
    own = [place.id, place.name, kind, place.code, str(line.count), str(line.own)]
    return [own, *(row for part in line.parts for row in _rows(part))]
