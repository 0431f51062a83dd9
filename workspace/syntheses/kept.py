"""`/syntheses`: notes that were kept, one of them, its text, for whom it is, and its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import saved_views, syntheses
from graph.errors import Conflict, Invalid, NotFound
from graph.saved_views import SYNTHESES
from workspace import keeping
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.list_filters import parameters
from workspace.papers import paper_file
from workspace.rendering import render
from workspace.syntheses.asked import Asked, asked_of
from workspace.syntheses.shapes import Note
from workspace.syntheses.showing import page, subjects
from workspace.syntheses.writing_out import name_of, paper_of

kept = Blueprint("syntheses_kept", __name__)


@kept.get("/syntheses")
def index() -> ResponseReturnValue:
    """One's own, and those that others share with the reader."""
    lists = saved_views.saved_views(database(), viewer(), SYNTHESES)
    hidden = syntheses.withheld(database(), viewer(), [each.id for views in lists for each in views])
    title = gettext("Note réservée")
    mine, others = ([replace(each, title=title) if each.id in hidden else each for each in views] for views in lists)
    return render("syntheses/index.html", mine=mine, others=others, words=keeping.shared_words())


@kept.post("/syntheses")
def keep() -> ResponseReturnValue:
    """Keeps a note, drawn anew for those it is for, and opens its text."""
    keeping.only_accounts()
    asked = asked_of(request.form)
    told = {"title": request.form.get("titre", ""), "query": asked.query, "shared": asked.shared,
            "group": asked.group or ""}  # fmt: skip

    def draw(shared: str, group: str | None) -> Note:
        return Asked(asked.ids, asked.au, shared, group).note()

    id = syntheses.keep(database(), viewer(), told, keeping.group_ids(), draw)
    flash(gettext("Note gardée : relisez-la et complétez-la avant de l’envoyer."))
    return redirect(f"/syntheses/{id}/modifier")


@kept.get("/syntheses/<view>")
def show(view: str) -> ResponseReturnValue:
    """A note as it was kept; what it names and the reader may not see any more hides it."""
    found = syntheses.kept(database(), viewer(), view)
    asked = asked_of(parameters(found.view.query))
    again = Asked(asked.ids, "", found.view.shared, found.view.group)
    told: dict[str, Any] = {"found": found, "again": again, "words": keeping.shared_words(),
            "subjects": subjects(database(), viewer(), list(asked.ids))}  # fmt: skip
    if found.note is None:
        return render("syntheses/withheld.html", **told)
    return render("syntheses/kept.html", **told, **page(cast(Note, found.note)))


@kept.get("/syntheses/<view>.<form>")
def file(view: str, form: str) -> Response:
    """The same as a file: the same note gives the same bytes."""
    found = syntheses.kept(database(), viewer(), view)
    if found.note is None:
        raise NotFound(view)
    note = cast(Note, found.note)
    return paper_file(paper_of(note), form, name_of(note))


@kept.route("/syntheses/<view>/modifier", methods=["GET", "POST"])
def change(view: str) -> ResponseReturnValue:
    """The text, section by section, and for whom it is."""
    keeping.only_accounts()
    found = syntheses.kept(database(), viewer(), view)
    if not found.view.mine or found.note is None:
        raise NotFound(view)
    if request.method == "GET":
        return _form(found, found.note)
    try:
        _save(found)
    except Invalid as error:
        return _form(found, _edited(found.note), error.fields)
    except Conflict:
        return _form(found, _edited(found.note), conflict=True)
    flash(gettext("Note enregistrée."))
    return redirect(found.view.url)


@kept.post("/syntheses/<view>/retirer")
def remove(view: str) -> ResponseReturnValue:
    """Keeps it no more."""
    keeping.only_accounts()
    saved_views.remove(database(), viewer(), view, SYNTHESES)
    flash(gettext("Note retirée. Rien n’a changé dans le réseau."))
    return redirect("/syntheses")


def _save(found: syntheses.Kept) -> None:
    """The text first: when somebody else has written, nothing else changes either."""
    view, drawn = found.view, found.drawn or {}
    again = request.form.get("geste") == "redessiner"
    version = request.form.get("version", "")
    syntheses.rewrite(database(), viewer(), view.id, version, lambda note: dict(drawn) if again else _edited(note))
    title = str(drawn["title"]) if again else request.form.get("titre", "")
    told = {"title": title[: saved_views.LONGEST_TITLE], "shared": request.form.get("pour", view.shared),
            "group": request.form.get("groupe") or view.group or ""}  # fmt: skip
    syntheses.share(database(), viewer(), view.id, told, [*keeping.group_ids(), *([view.group] if view.group else [])])


def _edited(note: Mapping[str, Any]) -> dict[str, Any]:
    """The note with what was typed; a picture or a table is left out where its box is not checked."""
    typed, sections = request.form, []
    for section in note["sections"]:
        text = typed.get(section["key"], section["text"]).replace("\r\n", "\n")
        told = {**section, "text": text}
        if "table" in section and not typed.get(f"tableau-{section['key']}"):
            del told["table"]
        sections.append(told)
    return {
        **note, "title": typed.get("titre", "").strip(), "lead": typed.get("chapo", "").strip(), "sections": sections,
        "picture": note["picture"] if typed.get("image") else None,
    }  # fmt: skip


def _form(
    found: syntheses.Kept, note: Mapping[str, Any], errors: Mapping[str, str] | None = None, *, conflict: bool = False
) -> Response:  # fmt: skip
    groups, words = keeping.audiences()
    view = found.view
    reached = [(name, word) for name, word in words if _narrower(view, name)]
    status = 409 if conflict else 422 if errors else 200
    return render(
        "syntheses/edit.html", status=status, found=found, note=note, errors=errors or {}, conflict=conflict,
        groups=groups, words=reached, drawn=found.drawn,
    )  # fmt: skip


def _narrower(view: saved_views.SavedView, shared: str) -> bool:
    """May a note for these be kept for those?"""
    order = saved_views.SHARED_WITH
    return shared == view.shared or order.index(shared) < order.index(view.shared)
