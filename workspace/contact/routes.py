"""`/contacter/<id>`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.addressees import addressees_of, facilitators
from graph.links import Brief
from graph.unsubscribing import unsubscribed
from graph.viewers import SYSTEM
from workspace import stopping
from workspace.choosing import record_of
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.mail import Recipient, post_all, written
from workspace.rendering import render

blueprint = Blueprint("contact", __name__)
SORT = "contact"
HONEYPOT = "site"  # a field that people do not see and robots fill in


@blueprint.get("/contacter/<id>")
def show(id: str) -> ResponseReturnValue:
    """The form; it says how many will read, never at which address."""
    return _form(record_of(database(), viewer(), id), written.begun())


@blueprint.post("/contacter/<id>")
def send(id: str) -> ResponseReturnValue:
    """A letter to each of them; they answer to the address given here."""
    record = record_of(database(), viewer(), id)
    typed = written.typed()
    if request.form.get(HONEYPOT):
        abort(400)
    if errors := written.wrong(typed):
        return _form(record, typed, errors)
    emails, _ = _readers(record)
    post_all(database(), "contact", [_letter(record, typed, email) for email in emails])
    flash(gettext("Message envoyé. La réponse vous arrivera à l’adresse que vous avez donnée."))
    return redirect(record.url)


def _readers(record: Brief) -> tuple[list[str], bool]:
    """Addresses of those who bear the record, else of the facilitators; whether they are its bearers. The reader sees
    the record, and none of these."""
    borne = addressees_of(database(), SYSTEM, [record.id])
    known = {person.email for each in borne for person in each.people if person.email}
    found = sorted(known - unsubscribed(database(), known, SORT))
    return (found, True) if found else (facilitators(database()), False)


def _letter(record: Brief, typed: dict[str, str], email: str) -> Recipient:
    stop = stopping.path(current_app.extensions["settings"], email, SORT)
    told: dict[str, Any] = {"record": record.name, "path": record.url, "stop": stop, **written.signed(typed)}
    return Recipient(email, told, None, language(), typed["adresse"].strip(), stopping.headers(stop))


def _form(record: Brief, typed: dict[str, str], errors: dict[str, str] | None = None) -> ResponseReturnValue:
    readers, bearers = _readers(record)
    return render("contact/show.html", status=422 if errors else 200, record=record, typed=typed, errors=errors or {},
                  readers=len(readers), bearers=bearers, honeypot=HONEYPOT)  # fmt: skip
