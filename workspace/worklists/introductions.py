"""`/mises-en-relation`: what was proposed, by whom and when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import introductions
from graph.errors import Invalid
from graph.introductions import Introduction
from workspace.csv_files import csv_file
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.rendering import render

introduced = Blueprint("introductions", __name__)


@introduced.before_request
def only_who_animates() -> None:
    """Who is introduced to whom is the work of those who animate."""
    if not signed_in():
        abort(401)


@introduced.get("/mises-en-relation")
def index() -> ResponseReturnValue:
    """The last proposed first."""
    return _page()


@introduced.post("/mises-en-relation/<id>")
def settle(id: str) -> ResponseReturnValue:
    """What came of one."""
    try:
        outcome, told = request.form.get("issue", ""), request.form.get("mot", "").strip()
        introductions.settle(database(), viewer(), id, outcome, told)
    except Invalid as error:
        return _page(error.fields, status=422)
    flash(gettext("Noté."))
    return redirect("/mises-en-relation")


@introduced.get("/mises-en-relation.csv")
def file() -> Response:
    """All of them, for a spreadsheet."""
    return csv_file(_rows(introductions.introductions(database(), viewer())), "mises-en-relation")


def outcomes() -> dict[str, str]:
    """What may come of an introduction, in words."""
    return {
        "proposed": gettext("proposée"), "met": gettext("se sont rencontrés"),
        "together": gettext("travaillent ensemble"), "declined": gettext("sans suite"),
    }  # fmt: skip


def _page(errors: Mapping[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    found = introductions.introductions(database(), viewer())
    mine = {each.id for each in found if viewer().edits or each.by == viewer().user}
    return render(
        "worklists/introductions.html", status=status, found=found, outcomes=outcomes(), errors=errors or {}, mine=mine
    )


def _rows(found: list[Introduction]) -> Iterator[tuple[str, ...]]:
    words = outcomes()
    yield (gettext("l’un"), gettext("l’autre"), gettext("pourquoi"), gettext("proposée par"), gettext("le"),
           gettext("issue"), gettext("mot"))  # fmt: skip
    for each in found:
        yield (each.one.name, each.other.name, each.why, each.by_name or "", each.at[:10], words[each.outcome],
               each.told or "")  # fmt: skip
