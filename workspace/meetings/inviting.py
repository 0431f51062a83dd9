"""`/reunions/<slug>/inviter`: who is asked to a meeting, with which words; seen before it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from graph import meeting_letters
from graph.committees import Meeting
from graph.errors import Conflict, Invalid
from graph.guests import Guest, guests, must_be_asked, organised
from workspace.current import database, viewer
from workspace.language import gettext, language, ngettext
from workspace.mail.letters import Letter
from workspace.meetings.agenda_told import agendas_for
from workspace.meetings.letters import Words, sample
from workspace.meetings.sending import send, written
from workspace.rendering import render

blueprint = Blueprint("inviting", __name__)


@dataclass(frozen=True)
class Form:
    """A meeting with everybody who may be asked: those written to now, and those who want no letter."""

    held: Meeting
    everybody: Sequence[Guest]
    due: Sequence[Guest]
    stopped: Sequence[Guest]

    def chosen(self, ids: Sequence[str]) -> list[Guest]:
        """Of those who may be written to now."""
        return [guest for guest in self.due if guest.who.id in ids]


@blueprint.get("/reunions/<slug>/inviter")
def show(slug: str) -> ResponseReturnValue:
    """Who would be written to, what was sent, what was answered."""
    return _page(_form(slug), {})


@blueprint.post("/reunions/<slug>/inviter")
def ask(slug: str) -> ResponseReturnValue:
    """Shows the letter, or sends it; what was typed stays."""
    form, typed = _form(slug), request.form
    held = form.held
    chosen = form.chosen(typed.getlist("a"))
    try:
        must_be_asked(held)
        words = _words(meeting_letters.checked(typed.get("message", "")))
        if typed.get("geste") != "envoyer":
            return _page(form, {}, _sample(held, chosen, words))
        send(database(), viewer(), current_app.extensions["settings"], held, chosen,
             typed.get("numero", 0, int), words, typed.getlist("rappels"))  # fmt: skip
    except Invalid as error:
        return _page(form, error.fields)
    except Conflict:
        flash(gettext("Ces lettres étaient déjà parties : rien n’a été envoyé une seconde fois."))
        return redirect(f"{held.record.url}/inviter")
    flash(ngettext("Une lettre part.", "%(num)s lettres partent.", len(chosen)))
    return redirect(f"{held.record.url}/inviter")


def _form(slug: str) -> Form:
    held = organised(database(), viewer(), f"reunion-{slug}")
    everybody = guests(database(), viewer(), held)
    due, stopped = written(database(), everybody)
    return Form(held, everybody, due, stopped)


def _words(message: str) -> Words:
    user = current_user.user
    return Words(message, user.name, user.email, language())


def _sample(held: Meeting, chosen: Sequence[Guest], words: Words) -> Letter:
    if not chosen:
        raise Invalid({"a": "choisissez au moins une personne"})
    return sample(held, chosen[0], words, agendas_for(database(), chosen[:1], held)[0])


def _page(form: Form, errors: Mapping[str, str], letter: Letter | None = None) -> ResponseReturnValue:
    posted, id = request.method == "POST", form.held.record.id
    try:
        must_be_asked(form.held)
        closed = ""
    except Invalid as error:
        closed = error.fields["day"]
    sent = meeting_letters.letters(database(), viewer(), id)
    answer = render(
        "meetings/invite.html", status=422 if errors else 200, form=form, meeting=form.held, errors=errors,
        letter=letter, closed=closed, sent=sent, number=(sent[0].number if sent else 0) + 1,
        chosen=request.form.getlist("a") if posted else [guest.who.id for guest in form.due],
        message=request.form.get("message", ""), days=meeting_letters.REMINDERS,
        remind=request.form.getlist("rappels") if posted else map(str, meeting_letters.reminders(database(), id)),
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
