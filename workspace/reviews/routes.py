"""`/revue/<id>` for who is signed in, `/revue/lien/<token>` for who has a personal address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from graph import entities, personal_links, reviews, states, terms
from graph.errors import Invalid
from graph.review_duties import MONTHS, duty_of, readers
from graph.schema import SCHEMA
from workspace import forms
from workspace.addresses import public
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.rendering import render
from workspace.reviews import acts
from workspace.reviews.doors import Door, of_account, of_token

blueprint = Blueprint("reviews", __name__)


@blueprint.get("/revue/<id>")
def own(id: str) -> ResponseReturnValue:
    """One's record, to be confirmed or corrected in two minutes."""
    return show_page(of_account(id))


@blueprint.post("/revue/<id>")
def own_said(id: str) -> ResponseReturnValue:
    """What one says of it."""
    return _said(of_account(id))


@blueprint.get("/revue/lien/<token>")
def linked(token: str) -> ResponseReturnValue:
    """The same by a personal address. Reading changes nothing: mail scanners follow links."""
    door = of_token(token)
    door.note("opened_at")
    return show_page(door)


@blueprint.get("/revue/lien/<token>/confirmer")
def confirm(token: str) -> ResponseReturnValue:
    """From the letter: one button, which only a person presses."""
    door = of_token(token)
    door.note("opened_at")
    record = entities.record(database(), door.viewer, door.record, language=language())
    return _private(render("reviews/confirm.html", door=door, record=record))


@blueprint.post("/revue/lien/<token>")
def linked_said(token: str) -> ResponseReturnValue:
    """What its bearer says of the record."""
    return _said(of_token(token))


@blueprint.post("/revue/<id>/lien")
def give(id: str) -> ResponseReturnValue:
    """A personal address for somebody, shown once."""
    door = of_account(id)
    name = request.form.get("personne", "").strip()
    if not name:
        return show_page(door, {"personne": "dites pour qui est ce lien"}, status=422)
    token = personal_links.give(database(), viewer(), id, name)
    return show_page(door, given=(name, public(f"/revue/lien/{token}")))


@blueprint.post("/revue/<id>/lien/<link>/retirer")
def take_back(id: str, link: str) -> ResponseReturnValue:
    """Ends a personal address."""
    of_account(id)
    personal_links.end(database(), viewer(), link)
    flash(gettext("Ce lien personnel ne marche plus."))
    return redirect(f"/revue/{id}")


def _said(door: Door) -> ResponseReturnValue:
    try:
        told = acts.carry_out(door, request.form)
    except Invalid as error:
        return show_page(door, dict(error.fields), status=422)
    flash(told)
    return redirect(door.address)


def _said_now(id: str) -> dict[str, str]:
    """The fields as one would type them."""
    state = states.records(database(), [id])[id].state
    return forms.kept(state, SCHEMA.kinds[str(state["kind"])].fields, terms.added(database()))


def show_page(door: Door, errors: dict[str, str] | None = None, status: int = 200, **more: Any) -> ResponseReturnValue:
    """What may be said of the record, with what was typed and is wrong."""
    record = entities.record(database(), door.viewer, door.record, language=language())
    doubts = reviews.doubts(record, reviews.checks_of(database(), door.record))
    kept = _kept(door.record) if not door.link else {}
    page = render(
        "reviews/show.html", status=status, door=door, record=record, doubts=doubts, errors=errors or {},
        typed=request.form, said=_said_now(record.id),
        **({"given": None} | kept | more),
    )  # fmt: skip
    return _private(page)


def _kept(id: str) -> dict[str, Any]:
    """What who may write it decides: personal links, and who looks at it again."""
    return {
        "links": personal_links.links_of(database(), viewer(), id), "duty": duty_of(database(), viewer(), id),
        "readers": readers(database(), viewer(), id), "months": [(str(n), str(n)) for n in MONTHS],
    }  # fmt: skip


def _private(page: Response) -> Response:
    """Kept by nobody, and its address told to nobody else: without it at all, a form sent over TLS is refused."""
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
