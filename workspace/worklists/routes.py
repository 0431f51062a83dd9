"""`/a-traiter`: the lists with their counts; `/a-traiter/<list>`: one, ten at a time, with its file and its acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import Invalid
from graph.freshness import one_moment
from graph.measures.reading import measures
from graph.saved_views import saved_views
from graph.suggested import suggested, worked_out
from graph.worklists.handling import animators, must_animate
from graph.worklists.perimeters import Perimeter
from graph.worklists.reading import Item, Listed, items, listed
from graph.worklists.registry import WORKLISTS, worklist
from graph.worklists.shapes import Worklist
from workspace.addresses import own_path
from workspace.choosing import Choice, choose
from workspace.csv_files import csv_file
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.paging import Paging, page_number
from workspace.perimeters import perimeter_of
from workspace.rendering import render
from workspace.words import kind_word
from workspace.worklists import acts
from workspace.worklists.words import WORDS, name_at, url_of

blueprint = Blueprint("worklists", __name__)
SIZE, HANDLED = 10, 50


@dataclass(frozen=True)
class Told:
    """A list on the page of all: how many findings, and the first with its reason."""

    list: Worklist
    count: int
    handled: int
    first: Item | None


@blueprint.before_request
def only_who_animates() -> None:
    """The lists tell who should be written to and what is weak: work of those who animate."""
    if not signed_in():
        abort(401)
    must_animate(viewer())


@blueprint.get("/a-traiter")
def index() -> ResponseReturnValue:
    """Every list that holds something, within the perimeter asked for."""
    choice = choose(database(), viewer(), request.args.get("autour", ""))
    if choice.error:
        return _page(perimeter_of({}), choice, status=422)
    return _page(perimeter_of(_asked(choice)), choice)


@blueprint.get("/a-traiter/<url>")
def show(url: str) -> ResponseReturnValue:
    """One list, the most to lose first."""
    return _list(name_at(url))


@blueprint.get("/a-traiter/<url>.csv")
def file(url: str) -> ResponseReturnValue:
    """All of a list's findings, for a spreadsheet."""
    list = worklist(name_at(url))
    found = listed(database(), viewer(), list, perimeter_of(request.args))
    return csv_file(_rows(list, found), f"a-traiter-{url}")


@blueprint.post("/a-traiter/<url>")
def act(url: str) -> ResponseReturnValue:
    """Done, later, never again, given to somebody, or back in the list."""
    name = name_at(url)
    try:
        flash(acts.carry_out(worklist(name), request.form))
    except Invalid as error:
        return _list(name, dict(error.fields), status=422)
    return redirect(own_path(request.form.get("retour"), url_of(name)))


def _asked(choice: Choice) -> dict[str, str]:
    centre = choice.record.id if choice.record else ""
    return {"autour": centre, **{name: request.args.get(name, "") for name in ("liste", "vue")}}


def _page(perimeter: Perimeter, choice: Choice, status: int = 200) -> ResponseReturnValue:
    with one_moment():
        found = [(list, listed(database(), viewer(), list, perimeter)) for list in WORKLISTS]
        near = suggested(database(), viewer()) if worked_out(database(), viewer()) else None
    told = [_told(list, each) for list, each in found]
    return render(
        "worklists/index.html", status=status, perimeter=perimeter, choice=choice, words=WORDS, url_of=url_of,
        full=[each for each in told if each.count], empty=[each for each in told if not each.count],
        measured=measures(database(), viewer()), asked=_query(), views=_views(),
        suggested=near and [each for each in near if perimeter.holds(each.source.id, (each.target.id,))],
    )  # fmt: skip


def _views() -> list[tuple[str, str]]:
    """Saved views, one's own first, for the menu."""
    return [(view.id, view.title) for views in saved_views(database(), viewer()) for view in views]


def _told(list: Worklist, found: Listed) -> Told:
    first = items(database(), viewer(), found.open[:1])
    return Told(list, len(found.open), len(found.handled), first[0] if first else None)


def _list(name: str, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    list, perimeter = worklist(name), perimeter_of(request.args)
    found = listed(database(), viewer(), list, perimeter)
    paging = Paging(page_number(), SIZE, len(found.open))
    shown = items(database(), viewer(), found.open[(paging.page - 1) * SIZE :][:SIZE])
    return render(
        "worklists/show.html", status=status, list=list, told=WORDS[name], url=url_of(name), shown=shown,
        paging=paging, handled=items(database(), viewer(), found.handled[:HANDLED]), handled_count=len(found.handled),
        animators=animators(database()), perimeter=perimeter, errors=errors or {}, asked=_query(),
        measured=measures(database(), viewer()) if list.measured else None,
    )  # fmt: skip


def _query() -> dict[str, str]:
    """The perimeter as the address says it."""
    return {name: value for name in ("autour", "liste", "vue") if (value := request.args.get(name, "").strip())}


def _rows(list: Worklist, found: Listed) -> Iterator[tuple[str, ...]]:
    yield (gettext("identifiant"), gettext("nom"), gettext("sorte"), gettext("raison"), gettext("confié à"),
           gettext("adresse"))  # fmt: skip
    for start in range(0, len(found.open), 500):
        for each in items(database(), viewer(), found.open[start : start + 500]):
            record, said = each.record, each.said
            whose = (said.assignee_name or "") if said else ""
            told = (record.id, record.name, kind_word(record.kind)) if record else ("", each.name, "")
            yield *told, WORDS[list.name].reason(each), whose, record.url if record else ""
