"""`/reseau` as a page, `/reseau.csv` and `.xlsx` as tables, `/reseau.svg` as a picture, `/reseau.json` for the drawing,
`/reseau/selection` for its panel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from graph.arrangements import Arrangement
from graph.beginning import first_centre
from graph.errors import Invalid, NotFound
from graph.saved_views import SavedView, saved_view
from graph.together import SHARED
from workspace.choosing import Choice, choose
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.network import legend, sizes, table
from workspace.network.arranging import arranged
from workspace.network.belonging import WAYS
from workspace.network.columns import columns_of
from workspace.network.comparing import Comparison, compared, shown
from workspace.network.drawn import ARRANGEMENTS
from workspace.network.group_panel import sort_word
from workspace.network.grouping import PREFIX, grouped
from workspace.network.labels import file_name, labels_of, told
from workspace.network.picture import picture_of
from workspace.network.putting_aside import put_aside
from workspace.network.scene import Scene
from workspace.network.seeing import scene_of
from workspace.network.selection import selection_of
from workspace.network.sheet import sheet_of
from workspace.network.telling import ties
from workspace.network.titles import centres_of, counts_of, title_of
from workspace.network.view import View, view_of
from workspace.paging import Paging
from workspace.rendering import render, wants_fragment
from workspace.xlsx_files import xlsx_file

blueprint = Blueprint("network", __name__)


@blueprint.get("/reseau")
def show() -> ResponseReturnValue:
    """Around some records, or the whole network: drawn, in words, and as a table."""
    if "ajouter" in request.args:
        return _added()
    if not request.args and (centre := first_centre(database(), viewer())):
        return redirect(View(centres=(centre,), distance=1).address())
    view = view_of(request.args)
    if view.before_day:
        both = compared(database(), viewer(), view)
        return _page(view, both.scene, both=both)
    return _page(view, scene_of(database(), viewer(), view))


@blueprint.get("/reseau/selection")
def selection() -> ResponseReturnValue:
    """The panel of the record selected; without htmx, the page that holds it."""
    view = view_of(request.args)
    if not wants_fragment():
        return redirect(view.address(selection=view.selection, members=view.members))
    # A group, or who works with whom, is known by the whole scene only; a record by itself.
    group = view.through or (view.selection and view.selection.startswith(PREFIX))
    scene = _seen(view, shown(database(), viewer(), view)) if group else Scene((), (), 0)
    selected = selection_of(database(), viewer(), view, scene)
    answer = make_response(render_template("network/_selection.html", view=view, selected=selected))
    answer.headers["HX-Replace-Url"] = view.address(selection=view.selection, members=view.members)
    return answer


@blueprint.get("/reseau.csv")
def file() -> Response:
    """What is shown as a table: records, or `?quoi=liens`."""
    view = view_of(request.args)
    what = request.args.get("quoi", "fiches")
    if what not in ("fiches", "liens"):
        raise Invalid({"quoi": gettext("attendu : fiches ou liens")})
    scene = _seen(view, scene_of(database(), viewer(), view))
    return csv_file(table.links_file(scene) if what == "liens" else table.records_file(scene, view), f"reseau-{what}")


@blueprint.get("/reseau.xlsx")
def workbook() -> Response:
    """Records and links of what is shown, a sheet each."""
    view = view_of(request.args)
    scene = _seen(view, scene_of(database(), viewer(), view))
    sheets = {gettext("Fiches"): table.records_file(scene, view), gettext("Liens"): table.links_file(scene)}
    return xlsx_file(sheets, "reseau")


@blueprint.get("/reseau.json")
def columns() -> Response:
    """What is shown, in columns for the drawing."""
    view = view_of(request.args)
    scene = _seen(view, shown(database(), viewer(), view))
    return jsonify(columns_of(scene, view, _places(view, scene)()))


@blueprint.get("/reseau.svg")
def image() -> Response:
    """The server's picture as a file, with its title, day, source and legend."""
    view = view_of(request.args)
    whole = shown(database(), viewer(), view)
    scene = _seen(view, whole)
    title = title_of(whole, view)
    selected = view.selection or next(iter(view.centres), None)
    picture = picture_of(scene, view, _places(view, scene), selected)
    answer = make_response(render_template(
        "network/picture.svg", picture=picture, sheet=sheet_of(scene, picture), title=title,
        told=told(counts_of(whole, len(scene.groups)), view.au, request.host), selected=selected,
    ))  # fmt: skip
    answer.mimetype = "image/svg+xml"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(title)}.svg"'
    return answer


def _added() -> ResponseReturnValue:
    """A record typed or chosen becomes one more centre; what is not sure is asked again."""
    view = view_of(request.args)
    choice = choose(database(), viewer(), request.args.get("ajouter", ""))
    if choice.record:
        return redirect(view.address(centres=tuple(dict.fromkeys((*view.centres, choice.record.id))), selection=None))
    scene = scene_of(database(), viewer(), view)
    return _page(view, scene, choice)


def _seen(view: View, scene: Scene) -> Scene:
    """What is drawn of it: with its groups."""
    return grouped(database(), viewer(), scene, view)


def _places(view: View, scene: Scene) -> Callable[[], Arrangement]:
    return partial(arranged, database(), viewer(), scene, view)


def _page(view: View, whole: Scene, adding: Choice | None = None, both: Comparison | None = None) -> Response:
    scene = _seen(view, whole)
    selected = selection_of(database(), viewer(), view, whole if not scene.groups else scene)
    rows, paging = table.page_of(scene, view)
    called = title_of(whole, view)
    kept = _kept(view)
    return render(
        "network/index.html", status=422 if adding and adding.error else 200,
        view=view, kept=kept, both=both, scene=scene, whole=whole, called=called,
        counts=counts_of(whole, len(scene.groups)), selected=selected, shown=rows, paging=paging, adding=adding,
        picture=picture_of(scene, view, _places(view, scene), selected.record.id if selected else None),
        labels=labels_of(called, counts_of(whole, len(scene.groups)), view.au, request.host),
        ties=ties(scene)[(view.ties - 1) * table.SIZE :][: table.SIZE],
        ties_paging=Paging(view.ties, table.SIZE, len(ties(scene))), sort_word=partial(sort_word, scene),
        arrangements=ARRANGEMENTS, ways=WAYS, sizes=sizes.SIZES, put_aside=put_aside(scene, view),
        families=legend.families(view, whole), relations=legend.relations(view, whole), lines=legend.lines(view, whole),
        sources=legend.sources(view, whole), shared=SHARED, through=legend.through(view),
        facets=legend.facets(database(), viewer(), view, whole),
        filters=legend.filters_in_use(view, whole), columns=table.columns(view), sort=table.sort_of(view),
        centres=centres_of(whole),
    )  # fmt: skip


def _kept(view: View) -> SavedView | None:
    """The saved view that this one comes from; an address may name one that is there no more."""
    try:
        return saved_view(database(), viewer(), view.saved) if view.saved else None
    except NotFound:
        return None
