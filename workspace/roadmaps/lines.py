"""`…/feuille-de-route/<year>/lignes`: a line added, changed, moved, taken out of the year."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import Conflict
from graph.operations import Operation
from graph.permissions import must_write
from graph.roadmap_changes import Changes, carry_out, changes_of
from graph.roadmap_edits import line_of, put_in_order, take_out
from graph.roadmap_wanted import Fault
from graph.roadmaps import Line, Roadmap, elsewhere
from graph.schema import SCHEMA
from workspace import forms
from workspace.choosing import Choice, choose
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.roadmaps.asked import asked, cell_word, choices, column_word, page_of, source_of
from workspace.roadmaps.line_forms import Filled, filled, refused, sent, stamp, wanted, wrong
from workspace.words import initial, word
from workspace.writers import only_writers

blueprint = Blueprint("roadmap_lines", __name__)
blueprint.before_request(only_writers)
ADDRESS = "/communautes/<slug>/feuille-de-route/<year>/lignes"


@blueprint.get(f"{ADDRESS}/nouvelle")
def new(slug: str, year: str) -> ResponseReturnValue:
    """The form of a line; `?sujet=` is where it goes, `?action=` an action that is there already."""
    road = _mine(slug, year)
    action, there = _known(road, request.args.get("action", ""))
    told = filled(there)
    told.typed["topic"] = request.args.get("sujet", "")
    return _form(slug, road, told, None, action=action)


@blueprint.post(f"{ADDRESS}/nouvelle")
def add(slug: str, year: str) -> ResponseReturnValue:
    """Makes the line: its topic and action when they are not there, and all that they are tied to, at once."""
    road = _mine(slug, year)
    action, there = _known(road, request.form.get("action", ""))
    told, id = sent(request.form, there), there.record.id if there else None
    done = Operation(viewer().user or "", gettext("ligne ajoutée à la feuille de route"))
    if (found := _planned(road, told, id, done)) is None:
        return _form(slug, road, told, None, status=422, action=action)
    carry_out(database(), viewer(), found, done)
    return _done(slug, year, gettext("Ligne ajoutée."), done, found.ids[1])


@blueprint.get(f"{ADDRESS}/<action>")
def edit(slug: str, year: str, action: str) -> ResponseReturnValue:
    """A line as it is, to be changed."""
    road = _mine(slug, year)
    line = line_of(road, action)
    return _form(slug, road, filled(line), line)


@blueprint.post(f"{ADDRESS}/<action>")
def save(slug: str, year: str, action: str) -> ResponseReturnValue:
    """Changes what was changed, unless somebody else changed the line meanwhile."""
    road = _mine(slug, year)
    line = line_of(road, action)
    told = sent(request.form, line)
    done = Operation(viewer().user or "", gettext("ligne de la feuille de route"))
    if (found := _planned(road, told, action, done)) is None:
        return _form(slug, road, told, line, status=422)
    if request.form.get("stamp") != stamp(line):
        return _form(slug, road, told, line, status=409, theirs=found)
    carry_out(database(), viewer(), found, done)
    said = gettext("Ligne enregistrée.") if found.steps else gettext("Rien n’a changé.")
    return _done(slug, year, said, done if found.steps else None, action)


@blueprint.post(f"{ADDRESS}/<action>/place")
def move(slug: str, year: str, action: str) -> ResponseReturnValue:
    """One place up or down in its topic; the same for a topic."""
    up = request.form.get("sens") == "monter"
    done = Operation(viewer().user or "", gettext("ordre de la feuille de route"))
    try:
        put_in_order(database(), viewer(), asked(slug, year), action, up, done)
    except Conflict:
        flash(gettext("Quelqu’un d’autre vient de changer l’ordre : voici le nouveau."))
    return redirect(f"{page_of(slug, year)}#{action}")


@blueprint.post(f"{ADDRESS}/<action>/retirer")
def remove(slug: str, year: str, action: str) -> ResponseReturnValue:
    """Takes the line out of the year; the action stays, and the page offers to undo."""
    done = Operation(viewer().user or "", gettext("ligne retirée de la feuille de route"))
    take_out(database(), viewer(), asked(slug, year), action, done)
    return _done(slug, year, gettext("Ligne retirée de cette année ; l’action reste dans le réseau."), done)


def _mine(slug: str, year: str) -> Roadmap:
    road = asked(slug, year)
    must_write(viewer(), road.record.id)
    return road


def _known(road: Roadmap, text: str) -> tuple[Choice, Line | None]:
    """An action of the network, as a line that it is not yet; one that is a line already is told so by its page."""
    choice = choose(database(), viewer(), text, ("Action",))
    id = choice.record.id if choice.record else ""
    return choice, elsewhere(database(), viewer(), road, [id] if id else []).get(id)


def _planned(road: Roadmap, told: Filled, id: str | None, operation: Operation) -> Changes | None:
    """What the form changes; None when something of it is wrong, which the form then says."""
    ready = not any(ends.error for ends in told.ends) and not any(row.errors for row in told.grants)
    found = changes_of(database(), viewer(), road, [wanted(told, id)], source_of(road), operation)

    def row(fault: Fault) -> int:
        return fault.row

    faults = {key: list(each) for key, each in groupby(sorted(found.faults, key=row), row)}
    refused(told, faults)
    return found if ready and not faults else None


def _states() -> list[tuple[str, str]]:
    """Those of an action, agreed with it."""
    return [(key, initial(word(label))) for key, label in SCHEMA.states("Action").items()]


def _done(slug: str, year: str, said: str, done: Operation | None, line: str = "") -> ResponseReturnValue:
    flash(said)
    if done:
        flash(done.id, "undo")
    return redirect(page_of(slug, year) + (f"#{line}" if line else ""))


def _form(
    slug: str, road: Roadmap, told: Filled, line: Line | None, status: int = 200, theirs: Changes | None = None,
    action: Choice | None = None,
) -> ResponseReturnValue:  # fmt: skip
    return render(
        "roadmaps/line.html", status=status, road=road, slug=slug, page=page_of(slug, road.year), told=told, line=line,
        stamp=stamp(line), wrong=wrong(told), visibilities=forms.visibilities(), theirs=theirs, action=action,
        here=[each.record.id for each in road.lines],
        states=_states(), steps=choices("funding_step"), column_word=column_word, cell_word=cell_word,
    )  # fmt: skip
