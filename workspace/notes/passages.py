"""`/notes/<slug>/commentaires`: what is said of passages of a note, beside them, and other words proposed for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import passages, states
from graph.anchors import anchored, blocks
from graph.comments import Thread
from graph.entities import Record
from graph.errors import Invalid
from graph.freezing import frozen
from graph.passages import Placed
from workspace import commenting_letters, mention_words
from workspace.current import account_name, database, viewer
from workspace.language import gettext
from workspace.notes.one import member_s_note, text_of
from workspace.passage_marks import passages_marked
from workspace.rendering import render

blueprint = Blueprint("passages", __name__)
STATES = ("ouvertes", "reglees", "toutes")


@blueprint.get("/notes/<slug>/commentaires")
def show(slug: str) -> ResponseReturnValue:
    """The note, paragraph by paragraph, with what is said of each; `?passage=` or `?paragraphe=` opens the form."""
    return _page(member_s_note(slug), {}, request.args)


@blueprint.post("/notes/<slug>/commentaires")
def write(slug: str) -> ResponseReturnValue:
    """Says something of a passage, or proposes other words for it; who is named is told."""
    note, form = member_s_note(slug), request.form
    other = form.get("remplacement", "") if form.get("sorte") == "suggestion" else None
    said = form.get("texte", "") or (gettext("Suggestion.") if other is not None else "")
    block = form.get("paragraphe", type=int)
    try:
        written = passages.comment(
            database(), viewer(), note.id, text_of(note), form.get("passage", ""), block, said, other
        )
    except Invalid as error:
        return _page(note, error.fields, form)
    page = f"{note.url}/commentaires#{written.thread}"
    told = commenting_letters.tell(written, note.name, page, said)
    flash(gettext("Publié. Prévenus : %(names)s.", names=", ".join(told)) if told else gettext("Publié."))
    return redirect(page)


@blueprint.post("/notes/<slug>/commentaires/<comment>")
def decide(slug: str, comment: str) -> ResponseReturnValue:
    """Accepts the words that somebody proposed, or refuses them with a word."""
    note, form = member_s_note(slug), request.form
    try:
        if form.get("geste") == "accepter":
            why = gettext("suggestion acceptée par %(name)s", name=account_name())
            passages.accept(database(), viewer(), note.id, comment, why)
            flash(gettext("Suggestion acceptée : une version est faite au nom de qui l’a proposée."))
        else:
            answer = form.get("reponse", "")
            written = passages.refuse(database(), viewer(), note.id, comment, answer)
            commenting_letters.tell(written, note.name, f"{note.url}/commentaires#{comment}", answer)
            flash(gettext("Suggestion refusée. Le texte n’a pas changé."))
    except Invalid as error:
        return _page(note, error.fields, form, comment)
    return redirect(f"{note.url}/commentaires?etat=toutes#{comment}")


def _page(note: Record, errors: dict[str, str], typed: Mapping[str, str], wrong: str = "") -> ResponseReturnValue:
    text, state = text_of(note), request.args.get("etat", "ouvertes")
    if state not in STATES:
        raise Invalid({"etat": gettext("attendu : %(words)s", words=", ".join(STATES))})
    found = passages.reading(database(), viewer(), note.id, text)
    return render(
        "notes/passages.html", status=422 if errors else 200, record=note, errors={}, typed={}, state=state,
        mistakes=errors, told=typed, wrong=wrong, asked=_asked(text, typed), names=mention_words.names_of(note),
        rows=[(block, [each for each in some if _shown(each.thread, state)]) for block, some in found.blocks],
        gone=[thread for thread in found.gone if _shown(thread, state)], text=text,
        total=sum(len(some) for _, some in found.blocks) + len(found.gone),
        quotes_of=_quotes_of, passages_marked=passages_marked,
        frozen=frozen(states.records(database(), [note.id])[note.id].state),
    )  # fmt: skip


def _quotes_of(placed: Sequence[Placed], text: str) -> list[str]:
    return [text[each.start : each.end] for each in placed]


def _shown(thread: Thread, state: str) -> bool:
    return state == "toutes" or thread.open is (state == "ouvertes")


def _asked(text: str, typed: Mapping[str, str]) -> int:
    """The number of the paragraph under which the form stands; 0 for none."""
    told, quote = typed.get("paragraphe", ""), typed.get("passage", "")
    known = blocks(text)
    if told.isascii() and told.isdigit() and len(told) < 9 and any(each.number == int(told) for each in known):
        return int(told)
    if not quote or anchored(text, quote) is None:
        return 0
    return next((each.number for each in known if anchored(text, quote, (each.start, each.end))), 0)
