"""`/reunions/<slug>/compte-rendu`: adopted minutes are sent to who took part; who gets them is seen before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from graph import meeting_letters
from graph.committees import Meeting
from graph.database import Transaction
from graph.errors import Conflict, Invalid
from graph.guests import organised
from graph.minutes import Minutes, Participant, minutes_of, participants
from graph.tokens import fingerprint
from graph.unsubscribing import unsubscribed
from workspace import stopping
from workspace.current import database, viewer
from workspace.language import gettext, language, ngettext
from workspace.mail import Recipient, post_all
from workspace.meetings.letters import SORT
from workspace.rendering import render

blueprint = Blueprint("minutes", __name__)


@dataclass(frozen=True)
class Form:
    """A meeting, its adopted minutes, those chosen, and who could get them."""

    held: Meeting
    every: Sequence[Minutes]
    told: Minutes | None
    people: Sequence[Participant]
    stopped: frozenset[str]

    @property
    def open(self) -> list[Participant]:
        """Those who may be sent the minutes now."""
        return [each for each in self.people
                if each.state == "open" and each.guest.reached.email not in self.stopped]  # fmt: skip


@blueprint.get("/reunions/<slug>/compte-rendu")
def show(slug: str) -> ResponseReturnValue:
    """Which minutes, and to whom."""
    return _page(_form(slug), {})


@blueprint.post("/reunions/<slug>/compte-rendu")
def send(slug: str) -> ResponseReturnValue:
    """Sends them, once to each."""
    form = _form(slug)
    chosen = [each for each in form.open if each.guest.who.id in request.form.getlist("a")]
    try:
        if not chosen or form.told is None:
            raise Invalid({"a": "choisissez au moins une personne"})
        _send(form.held, form.told, chosen, meeting_letters.checked(request.form.get("message", "")))
    except Invalid as error:
        return _page(form, error.fields)
    except Conflict:
        flash(gettext("Ces lettres étaient déjà parties : rien n’a été envoyé une seconde fois."))
        return redirect(f"{form.held.record.url}/compte-rendu")
    flash(ngettext("Une lettre part.", "%(num)s lettres partent.", len(chosen)))
    return redirect(f"{form.held.record.url}/compte-rendu")


def _form(slug: str) -> Form:
    db, reader = database(), viewer()
    held = organised(db, reader, f"reunion-{slug}")
    every = minutes_of(db, reader, held)
    asked = request.values.get("note", "")
    told = next((each for each in every if each.note.id == asked), every[0] if every else None)
    people = participants(db, reader, held, told) if told else []
    stopped = unsubscribed(db, [each.guest.reached.email or "" for each in people], SORT)
    return Form(held, every, told, people, stopped)


def _send(held: Meeting, told: Minutes, chosen: Sequence[Participant], message: str) -> None:
    user, settings = current_user.user, current_app.extensions["settings"]

    def letter(each: Participant) -> Recipient:
        email = each.guest.reached.email or ""
        stop = stopping.path(settings, email, SORT)
        said = {"person": each.guest.who.name, "name": held.record.name, "day": held.day, "note": told.note.name,
                "path": told.note.url, "message": message, "by_name": user.name, "stop": stop}  # fmt: skip
        key = f"minutes/{told.note.id}/{told.at}/{fingerprint(email)[:24]}"
        return Recipient(email, said, key, language(), user.email, stopping.headers(stop))

    def work(tx: Transaction) -> None:
        number, persons = request.form.get("numero", 0, int), [each.guest.who.id for each in chosen]
        meeting_letters.begin(tx, viewer(), held, number, "minutes", language(), len(chosen), note=told.note.id,
                              persons=persons)  # fmt: skip
        post_all(tx, "minutes", [letter(each) for each in chosen])

    database().transaction(work)


def _page(form: Form, errors: Mapping[str, str]) -> ResponseReturnValue:
    sent = meeting_letters.letters(database(), viewer(), form.held.record.id)
    came = [each.guest.who.id for each in form.open if each.presence and each.presence != "absent"]
    chosen = request.form.getlist("a") if request.method == "POST" else came
    answer = render("meetings/minutes.html", status=422 if errors else 200, form=form, meeting=form.held,
                    errors=errors, chosen=chosen, number=(sent[0].number if sent else 0) + 1,
                    message=request.form.get("message", ""))  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
