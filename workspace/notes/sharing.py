"""`/notes/<slug>/partage`: the addresses by which people without an account read or write one note."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import sharing
from graph.entities import Record
from graph.errors import Invalid
from graph.permissions import must_write
from workspace.addresses import public
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.notes.one import member_s_note
from workspace.rendering import render

blueprint = Blueprint("sharing", __name__)


@blueprint.get("/notes/<slug>/partage")
def show(slug: str) -> ResponseReturnValue:
    """The addresses given, and the form that gives one more."""
    return _page(_note(slug), {}, {})


@blueprint.post("/notes/<slug>/partage")
def give(slug: str) -> ResponseReturnValue:
    """Gives an address, shown once."""
    note, form = _note(slug), request.form
    days = form.get("jours", "").strip() or str(sharing.DAYS)
    try:
        token = sharing.give(database(), viewer(), note.id, form.get("pour", ""), days, form.get("mode", "read"))
    except Invalid as error:
        return _page(note, error.fields, form)
    return _page(note, {}, {}, public(f"/partage/{token}"))


@blueprint.post("/notes/<slug>/partage/<share>/retirer")
def take_back(slug: str, share: str) -> ResponseReturnValue:
    """Ends an address at once."""
    note = _note(slug)
    sharing.end(database(), viewer(), note.id, share)
    flash(gettext("Ce lien de partage ne marche plus."))
    return redirect(f"{note.url}/partage")


def _note(slug: str) -> Record:
    note = member_s_note(slug)
    must_write(viewer(), note.id)
    return note


def _page(note: Record, errors: dict[str, str], typed: Mapping[str, str], given: str = "") -> ResponseReturnValue:
    answer = render(
        "notes/sharing.html", status=422 if errors else 200, record=note, errors=errors, typed=typed, given=given,
        shares=sharing.shares(database(), viewer(), note.id), days=sharing.DAYS, most=sharing.MOST_DAYS,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
