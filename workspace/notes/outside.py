"""`/partage/<token>`: a note read or written by somebody who was given its address, and has no account."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, request, session
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from graph import shared_notes, sharing
from graph.at_signs import BECAME
from graph.errors import Conflict, Invalid, NotFound
from graph.mentions import RESERVED, Cited
from graph.shared_notes import SharedNote
from graph.sharing import Share
from workspace.contents import with_contents
from workspace.current import database
from workspace.file_answers import sent
from workspace.language import gettext
from workspace.markup import markdown
from workspace.named import Name
from workspace.rendering import render

blueprint = Blueprint("outside_notes", __name__)
IMAGE = re.compile(r'src="/fichier/(f-[\w-]{4,40})/apercu"')
OPENED, MOST_OPENED = "partages", 20  # in the session: the addresses whose door this browser went through


@blueprint.get("/partage/<token>")
def show(token: str) -> ResponseReturnValue:
    """The note; before it, once, a page with a button: programs that read mail follow links, people press buttons."""
    share = sharing.share_of(database(), token)
    if share.state != "open":
        return _private(render("notes/share_over.html", status=410, share=share))
    if share.id not in session.get(OPENED, ()):
        return _private(render("notes/share_door.html", share=share, token=token))
    return _page(share, token)


@blueprint.post("/partage/<token>")
def enter(token: str) -> ResponseReturnValue:
    """Opens it: counted, and remembered in this browser."""
    share = sharing.share_of(database(), token)
    if share.state == "open":
        sharing.note_opened(database(), share)
        session[OPENED] = [*(id for id in session.get(OPENED, ()) if id != share.id), share.id][-MOST_OPENED:]
    return _private(redirect(f"/partage/{token}"))


@blueprint.get("/partage/<token>/images/<file>")
def image(token: str, file: str) -> ResponseReturnValue:
    """An image of the note, to who went through its door."""
    share = sharing.share_of(database(), token)
    if share.id not in session.get(OPENED, ()):
        raise NotFound(file)
    return _private(sent(shared_notes.shared_image(database(), share, file), "image/webp", small=True))


@blueprint.post("/partage/<token>/texte")
def write(token: str) -> ResponseReturnValue:
    """Saves the text in the name given. What is wrong is told by field, and nothing typed is lost."""
    share, form = sharing.share_of(database(), token), request.form
    if share.state != "open":
        return _private(render("notes/share_over.html", status=410, share=share, typed=form.get("texte", "")))
    read = form.get("version", type=int) or 0
    try:
        joined = shared_notes.save(database(), share, form.get("nom", ""), form.get("texte", ""), read)
    except Invalid as error:
        return _page(share, token, form, error.fields, 422)
    except Conflict:
        return _page(share, token, form, {"texte": gettext("quelqu’un d’autre a récrit les mêmes mots")}, 409)
    flash(gettext("Enregistré, et réuni à ce que d’autres écrivaient.") if joined else gettext("Enregistré."))
    return _private(redirect(f"/partage/{token}"))


def _page(
    share: Share, token: str, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    note = shared_notes.shared_note(database(), share)
    return _private(render(
        "notes/shared.html", status=status, share=share, token=token, note=note, text=_text(note, token),
        typed=typed or {}, errors=errors or {}, clash=status == 409,
    ))  # fmt: skip


def _text(note: SharedNote, token: str) -> Markup:
    """Its images come by the same address: who reads has no other right."""
    told = with_contents(markdown(note.text, _names(note)))
    return Markup(IMAGE.sub(rf'src="/partage/{token}/images/\1"', str(told)))  # noqa: S704 – safe before, and no sign more


def _names(note: SharedNote) -> tuple[Name, ...]:
    """What everybody may see is a link; the rest is the words that the text says, and no more."""
    return tuple(_name(each, words) for each in note.cited for words in each.words)


def _name(cited: Cited, words: str) -> Name:
    exact = words in BECAME.values()
    if cited.record:
        return Name(words, words if exact else cited.record.name, cited.record.id, cited.record.url, exact=exact)
    return Name(words, gettext("fiche réservée") if words.startswith(RESERVED) else words, exact=exact)


def _private(response: ResponseReturnValue) -> Response:
    """Kept by nobody, found by no robot; the address is told to no other site (to ours: a form needs it over TLS)."""
    assert isinstance(response, Response)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
