"""`/notes/<slug>/adoption`, minutes that are adopted; `/notes/<slug>/adoptee/<hash>`, where their text is cited."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from graph import adoption
from graph.amendments import adopted_of, amendments
from graph.entities import Record
from graph.errors import Conflict, Invalid, NotFound
from workspace import mention_words
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.note_texts import without_hidden
from workspace.notes.one import member_s_note, note_at
from workspace.rendering import render

blueprint = Blueprint("adopting", __name__)


@blueprint.get("/notes/<slug>/adoption")
def ask(slug: str) -> ResponseReturnValue:
    """What adopting means, and the form; of an adopted note, how a mistake is taken back."""
    return _page(member_s_note(slug), {})


@blueprint.post("/notes/<slug>/adoption")
def decide(slug: str) -> ResponseReturnValue:
    """Adopts the text as it was read, or takes a mistaken adoption back."""
    note = member_s_note(slug)
    try:
        if request.form.get("geste") == "retirer":
            adoption.take_back(database(), viewer(), note.id, request.form.get("pourquoi", ""))
            flash(gettext("L’adoption est retirée : le texte s’écrit de nouveau. L’historique en garde la trace."))
        else:
            version = request.form.get("version", type=int) or 0
            adoption.adopt(database(), viewer(), note.id, version, request.form.get("reunion", ""))
            flash(gettext("Note adoptée. Son texte ne change plus."))
    except Invalid as error:
        return _page(note, error.fields, 422)
    except Conflict:
        return _page(note, {"reunion": gettext("le texte a changé depuis que vous l’avez lu : relisez-le")}, 409)
    return redirect(note.url)


@blueprint.get("/notes/<slug>/adoptee/<hash>")
def cite(slug: str, hash: str) -> ResponseReturnValue:
    """The very text that was adopted, or that an amendment put in force, by its SHA-256."""
    note = note_at(slug)
    standing = adoption.standing(database(), viewer(), note.id)
    text, amendment = _text(note, hash)
    names = mention_words.names_of(note)
    shown = without_hidden(text, names)
    return render("notes/cited.html", record=note, standing=standing, amendment=amendment, hash=hash, text=shown,
                  whole=shown == text, names=names)  # fmt: skip


@blueprint.get("/notes/<slug>/adoptee/<hash>.txt")
def file(slug: str, hash: str) -> ResponseReturnValue:
    """The bytes of which the address bears the hash, unless they name what this reader may not see."""
    note = note_at(slug)
    answer = make_response(without_hidden(_text(note, hash)[0], mention_words.names_of(note)).encode())
    answer.mimetype = "text/plain"
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{hash[:12]}.txt"'
    return answer


def _text(note: Record, hash: str) -> tuple[str, int]:
    """The text of a hash, and the number of the amendment that made it (0: as it was adopted)."""
    standing = adoption.standing(database(), viewer(), note.id)
    if standing.adopted and standing.hash == hash:
        return standing.text, 0
    for each in adopted_of(amendments(database(), viewer(), note.id)) if standing.adopted else ():
        if adoption.fingerprint(each.result) == hash:
            return each.result, each.number
    raise NotFound(hash)


def _page(note: Record, errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    standing = adoption.must_adopt(database(), viewer(), note.id)
    return render("notes/adoption.html", status=status, record=note, standing=standing, errors=errors,
                  typed=request.form, names=mention_words.names_of(note))  # fmt: skip
