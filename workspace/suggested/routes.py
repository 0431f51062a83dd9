"""`/liens-suggeres`, `/liens-suggeres.csv`, `/liens-suggeres/de/<id>`, `/liens-suggeres/refuses`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.briefs import briefs
from graph.errors import Invalid, NotAllowed, NotFound
from graph.schema import SCHEMA
from graph.suggested import Suggested, suggested, suggested_for
from graph.suggested_refused import refusals, take_back
from workspace import sentences
from workspace.addresses import own_path
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.paging import Paging, page_number
from workspace.rendering import render, wants_fragment
from workspace.suggested.acts import carry_out
from workspace.suggested.narrowing import chips, menus, narrowed
from workspace.suggested_words import why
from workspace.words import kind_word, word
from workspace.writers import only_writers

blueprint = Blueprint("suggested", __name__)
blueprint.before_request(only_writers)
HOME = "/liens-suggeres"
SIZE = 20
FEW = 3  # on a record's own page


@blueprint.get(HOME)
def index() -> ResponseReturnValue:
    """Links that may lack, the likeliest first."""
    return _page({})


@blueprint.post(HOME)
def judge() -> ResponseReturnValue:
    """Approves or refuses; what was written is undone from the message."""
    try:
        done = carry_out()
    except Invalid as error:
        return _page(error.fields, status=422)
    flash(done.words)
    if done.operation:
        flash(done.operation, "undo")
    return redirect(own_path(request.form.get("retour"), HOME))


@blueprint.get(f"{HOME}.csv")
def file() -> Response:
    """The same, with the filters of the address."""
    return csv_file(_rows(narrowed(suggested(database(), viewer()))), "liens-suggeres")


@blueprint.get(f"{HOME}/de/<id>")
def of_record(id: str) -> Response:
    """Those of one record: a page, or the panel that its own page asks for once it is there."""
    record = briefs(database(), viewer(), [id]).get(id)
    if record is None:
        raise NotFound(id)
    if not viewer().writes(id):
        raise NotAllowed(gettext("Seuls ceux qui portent cette fiche, et l’animation, voient les liens suggérés."))
    template = "suggested/_of_record.html" if wants_fragment() else "suggested/of_record.html"
    found = suggested_for(database(), viewer(), id)
    return render(template, record=record, found=found[:FEW] if wants_fragment() else found)


@blueprint.get(f"{HOME}/refuses")
def refused() -> ResponseReturnValue:
    """What was refused, by whom and when."""
    return render("suggested/refused.html", found=refusals(database(), viewer()))


@blueprint.post(f"{HOME}/refuses")
def restore() -> ResponseReturnValue:
    """Takes a refusal back."""
    take_back(database(), viewer(), request.form.get("paire", ""))
    flash(gettext("Refus repris : le lien peut être proposé de nouveau."))
    return redirect(f"{HOME}/refuses")


def _page(errors: Mapping[str, str], status: int = 200) -> ResponseReturnValue:
    every, page = suggested(database(), viewer()), page_number()
    found, shown = narrowed(every), menus(every)
    here = found[(page - 1) * SIZE : page * SIZE]
    return render(
        "suggested/index.html", status=status, found=here, paging=Paging(page, SIZE, len(found)), every=len(every),
        menus=shown, chips=chips(shown), errors=errors, ticked=set(request.form.getlist("paire")),
        options={each.key: sentences.allowed(each.source, each.target, viewer()) for each in here},
    )  # fmt: skip


def _rows(found: Sequence[Suggested]) -> Iterator[tuple[str, ...]]:
    yield (gettext("de"), gettext("sorte"), gettext("lien proposé"), gettext("vers"), gettext("sorte"),
           gettext("raison"), gettext("adresse de l’une"), gettext("adresse de l’autre"))  # fmt: skip
    for each in found:
        verb = word(SCHEMA.relations[each.type].sentence)
        yield (each.source.name, kind_word(each.source.kind), verb, each.target.name, kind_word(each.target.kind),
               why(each), each.source.url, each.target.url)  # fmt: skip
