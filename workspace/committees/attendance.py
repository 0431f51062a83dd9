"""`/reunions/<slug>/presences`: the sheet of presence of a meeting."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.attendance import Sheet, note_presence, sheet
from graph.errors import Invalid
from graph.operations import Operation
from graph.schema import SCHEMA
from workspace.current import database, viewer
from workspace.language import gettext, ngettext
from workspace.rendering import render
from workspace.words import initial, word

blueprint = Blueprint("attendance", __name__)
FIELD, WAS = "presence-", "avant-"


@blueprint.get("/reunions/<slug>/presences")
def show(slug: str) -> ResponseReturnValue:
    """A word to choose for each of those who sit."""
    return _page(sheet(database(), viewer(), f"reunion-{slug}"))


@blueprint.post("/reunions/<slug>/presences")
def note(slug: str) -> ResponseReturnValue:
    """Notes what was chosen; with « tous », whoever has no word yet as present."""
    id = f"reunion-{slug}"
    told = _changed(sheet(database(), viewer(), id))
    operation = Operation(viewer().user or "", gettext("feuille de présence"))
    try:
        count = note_presence(database(), viewer(), id, told, gettext("feuille de présence"), operation)
    except Invalid as error:
        return _page(sheet(database(), viewer(), id), told, error.fields, 422)
    flash(ngettext("%(num)s présence notée.", "%(num)s présences notées.", count))
    return redirect(f"/reunions/{slug}/presences")


def _changed(now: Sheet) -> dict[str, str]:
    """What was chosen otherwise than the page showed it: what another noted since it was opened stays."""
    every = request.form.get("geste") == "tous"
    noted = {row.who.id for row in now.rows if row.presence}
    out = {}
    for name, said in request.form.items():
        who = name.removeprefix(FIELD)
        word = "present" if every and not said and who not in noted else said
        if name.startswith(FIELD) and word != request.form.get(WAS + who, ""):
            out[who] = word
    return out


def _page(
    found: Sheet, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    wrong = [(FIELD + row.who.id, row.who.name) for row in found.rows if row.who.id in (errors or {})]
    words = [(key, initial(word(label))) for key, label in SCHEMA.vocabularies["presence"].terms.items()]
    return render("committees/attendance.html", status=status, found=found, words=words, typed=typed or {},
                  errors=errors or {}, wrong=wrong, field=FIELD, was=WAS)  # fmt: skip
