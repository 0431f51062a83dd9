"""`/communautes/<slug>/relances`, `/suivi-actions/<token>`: owners of actions are asked how these stand, and say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from graph import action_asks
from graph.action_asks import Letter, Owner, letter_of, owners, tell
from graph.database import Transaction
from graph.errors import Invalid
from graph.links import Brief, today
from graph.tokens import fingerprint
from graph.unsubscribing import unsubscribed
from workspace import stopping
from workspace.current import database
from workspace.current import viewer as reader
from workspace.language import gettext, language, ngettext
from workspace.mail import Recipient, post_all
from workspace.rendering import render

blueprint = Blueprint("chasing", __name__)
SORT = "actions"  # of letters that one may stop


@blueprint.get("/communautes/<slug>/relances")
def show(slug: str) -> ResponseReturnValue:
    """Who would be asked about what."""
    return _page(*owners(database(), reader(), f"communaute-{slug}"), {})


@blueprint.post("/communautes/<slug>/relances")
def ask(slug: str) -> ResponseReturnValue:
    """Writes to those chosen; once a day each."""
    found, every = owners(database(), reader(), f"communaute-{slug}")
    chosen = [each for each in _reached(every) if each.who.id in request.form.getlist("a")]
    if not chosen:
        return _page(found, every, {"a": "choisissez au moins une personne"})
    _send(found, chosen, request.form.get("message", "")[:5000].strip())
    flash(ngettext("Une lettre part.", "%(num)s lettres partent.", len(chosen)))
    return redirect(f"/communautes/{slug}/relances")


@blueprint.get("/suivi-actions/<token>")
def asked(token: str) -> ResponseReturnValue:
    """One's actions with three buttons each; programs that follow links say nothing."""
    return _asked(letter_of(database(), token), token)


@blueprint.post("/suivi-actions/<token>")
def say(token: str) -> ResponseReturnValue:
    """Keeps what is said of one action."""
    letter, form = letter_of(database(), token), request.form
    said, _, action = form.get("geste", "").partition("/")
    try:
        tell(database(), letter, action, said, form.get(f"mot-{action}", ""))
    except Invalid as error:
        return _asked(letter, token, error.fields)
    flash(gettext("Merci, c’est noté."))
    return _private(redirect(f"/suivi-actions/{token}"))


def _send(found: Brief, chosen: Sequence[Owner], message: str) -> None:
    user, settings = current_user.user, current_app.extensions["settings"]

    def letter(owner: Owner, token: str) -> Recipient:
        email = owner.reached.email or ""
        stop = stopping.path(settings, email, SORT)
        told = {
            "person": owner.who.name,
            "community": found.name,
            "message": message,
            "by_name": user.name,
            "path": f"/suivi-actions/{token}",
            "stop": stop,
            "actions": [{"name": each.record.name, "due": each.due, "late": each.late} for each in owner.actions],
        }
        key = f"actions/{found.id}/{today()}/{fingerprint(email)[:24]}"
        return Recipient(email, told, key, language(), user.email, stopping.headers(stop))

    def work(tx: Transaction) -> None:
        tokens = action_asks.ask(tx, found.id, chosen)
        post_all(tx, "actions", [letter(owner, token) for owner, token in zip(chosen, tokens, strict=True)])

    database().transaction(work)


def _reached(every: Sequence[Owner]) -> list[Owner]:
    stopped = unsubscribed(database(), [each.reached.email or "" for each in every], SORT)
    return [each for each in every if each.reached.email and not each.today and each.reached.email not in stopped]


def _page(found: Brief, every: Sequence[Owner], errors: Mapping[str, str]) -> ResponseReturnValue:
    reached = _reached(every)
    late = [each.who.id for each in reached if any(own.late for own in each.actions)]
    chosen = request.form.getlist("a") if request.method == "POST" else late
    return _private(render(
        "meetings/chase.html", status=422 if errors else 200, found=found, reached=reached, chosen=chosen,
        left=[each for each in every if each not in reached], errors=errors, message=request.form.get("message", ""),
    ))  # fmt: skip


def _asked(letter: Letter, token: str, errors: Mapping[str, str] | None = None) -> ResponseReturnValue:
    return _private(render("meetings/chased.html", status=422 if errors else 200, letter=letter, typed=request.form,
                           address=f"/suivi-actions/{token}", errors=errors or {}))  # fmt: skip


def _private(response: ResponseReturnValue) -> Response:
    assert isinstance(response, Response)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
