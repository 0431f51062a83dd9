"""`/compte/mes-donnees`, `/compte/supprimer`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, stream_with_context
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from graph.errors import NotAllowed
from graph.leaving import delete_account, person, said, sent, written
from graph.meeting_answers import asked_of
from graph.mobilisation import about
from graph.operations import now
from graph.review_duties import duties
from graph.said_of_people import notes_about
from graph.sessions import Session, sessions
from graph.users import User
from graph.viewers import Viewer
from workspace.accounts.confirming import unconfirmed
from workspace.accounts.session import account
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.messages import translated
from workspace.rendering import render

blueprint = Blueprint("leaving", __name__, url_prefix="/compte")


@blueprint.before_request
def only_signed_in() -> None:
    """Everything here is one's own."""
    if not signed_in():
        abort(401)


@blueprint.get("/mes-donnees.json")
def take_away() -> ResponseReturnValue:
    """All that is kept of oneself, as one file."""
    response = Response(stream_with_context(_told(account().user, viewer())), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="maillage-mes-donnees-{now()[:10]}.json"'
    return response


@blueprint.get("/supprimer")
def ask() -> ResponseReturnValue:
    """What goes and what stays, before it is done."""
    return render("accounts/delete.html", user=account().user, error="")


@blueprint.post("/supprimer")
def delete() -> ResponseReturnValue:
    """Deletes the account, after the password."""
    user = account().user
    error = unconfirmed(request.form.get("present", ""))
    if not error:
        try:
            delete_account(database(), user.id)
        except NotAllowed as refusal:
            error = translated(refusal.why)
    if error:
        return render("accounts/delete.html", status=422, user=user, error=error)
    logout_user()
    cookie.clear()
    flash(gettext("Votre compte est supprimé. Ce que vous avez écrit reste, sans votre nom."))
    return redirect("/")


def _told(user: User, reader: Viewer) -> Iterator[str]:
    """A JSON object, part by part: somebody may have written a hundred thousand times."""
    parts: dict[str, Any] = {
        "exported_at": now(),
        "account": asdict(user),
        "sessions": [_session(each) for each in sessions(database(), user.id)],
        "person": person(database(), reader, user.person) if user.person else None,
        "comments": said(database(), user.id),
        "files": sent(database(), user.id),
        "committees_about_me": about(database(), user.person) if user.person else [],
        "invitations": asked_of(database(), user.person) if user.person else [],
        "reviews": [{"record": each.record.id, "months": each.months, "due": each.due}
                    for each in duties(database(), reader)],
        "notes_about_me": notes_about(database(), user.person) if user.person else [],
    }  # fmt: skip
    yield json.dumps(parts, ensure_ascii=False, indent=1)[:-2] + ',\n "written": ['
    for place, change in enumerate(written(database(), reader, user.id)):
        told = change | {"after": json.loads(change["after"]) if change["after"] else None}
        yield (",\n  " if place else "\n  ") + json.dumps(told, ensure_ascii=False)
    yield "\n ]\n}\n"


def _session(session: Session) -> dict[str, Any]:
    """What a person may know of it; not what the provider gave, nor the fingerprint."""
    kept = ("how", "kept", "browser", "system", "opened_at", "seen_at", "expires_at")
    return {name: getattr(session, name) for name in kept}
