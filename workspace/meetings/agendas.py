"""`/reunions/<slug>/ordre-du-jour`: what a meeting treats, in which order and for how long."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import agendas
from graph.agenda_sources import carry_over, found_for, next_of, take
from graph.committees import Meeting, meeting
from graph.errors import Invalid
from graph.guests import organised
from workspace.choosing import choose
from workspace.current import database, signed_in, viewer
from workspace.language import gettext, ngettext
from workspace.rendering import render

blueprint = Blueprint("agendas", __name__)


@blueprint.get("/reunions/<slug>/ordre-du-jour")
def show(slug: str) -> ResponseReturnValue:
    """The points with their hours; for who prepares, what they could be drawn from."""
    return _page(meeting(database(), viewer(), f"reunion-{slug}"), {})


@blueprint.post("/reunions/<slug>/ordre-du-jour")
def act(slug: str) -> ResponseReturnValue:
    """One gesture of who prepares the meeting."""
    held = organised(database(), viewer(), f"reunion-{slug}")
    name, _, point = request.form.get("geste", "").partition("/")
    if name not in ACTS:
        abort(400)
    try:
        ACTS[name](held, point)
    except Invalid as error:
        return _page(held, error.fields)
    return redirect(f"{held.record.url}/ordre-du-jour#points")


@blueprint.post("/reunions/<slug>/ordre-du-jour/proposer")
def propose(slug: str) -> ResponseReturnValue:
    """Somebody who sits proposes a point."""
    if not signed_in():
        abort(401)
    held, form = meeting(database(), viewer(), f"reunion-{slug}"), request.form
    try:
        agendas.propose(database(), viewer(), held, form.get("titre", ""), form.get("pourquoi", ""))
    except Invalid as error:
        return _page(held, {f"p-{name}": message for name, message in error.fields.items()})
    flash(gettext("Point proposé à qui prépare la réunion."))
    return redirect(f"{held.record.url}/ordre-du-jour")


def _add(held: Meeting, _: str) -> None:
    form, treats = request.form, choose(database(), viewer(), request.form.get("traite", ""))
    if treats.error:
        raise Invalid({"traite": treats.error})
    title, about = form.get("titre", ""), treats.record
    if about and not title.strip():
        title = about.name[: agendas.LONGEST_TITLE]
    agendas.add(database(), viewer(), held, title, form.get("minutes", ""), about=about.id if about else "")


def _take(held: Meeting, id: str) -> None:
    take(database(), viewer(), held, id)


def _change(held: Meeting, id: str) -> None:
    form = request.form
    agendas.change(database(), viewer(), held, id, form.get(f"titre-{id}", ""), form.get(f"minutes-{id}", ""))


def _aside(held: Meeting, id: str) -> None:
    agendas.set_aside(database(), viewer(), held, id, request.form.get(f"raison-{id}", ""))


def _carry(held: Meeting, _: str) -> None:
    count, following = carry_over(database(), viewer(), held)
    flash(ngettext("Un point reporté à « %(name)s ».", "%(num)s points reportés à « %(name)s ».", count,
                   name=following.record.name))  # fmt: skip


ACTS: Mapping[str, Callable[[Meeting, str], None]] = {
    "ajouter": _add, "prendre": _take, "changer": _change, "ecarter": _aside, "reporter": _carry,
    "monter": lambda held, id: agendas.move(database(), viewer(), held, id, up=True),
    "descendre": lambda held, id: agendas.move(database(), viewer(), held, id, up=False),
    "retirer": lambda held, id: agendas.drop(database(), viewer(), held, id),
    "accepter": lambda held, id: agendas.accept(database(), viewer(), held, id),
    "traite": lambda held, id: agendas.treat(database(), viewer(), held, id, treated=True),
    "pas-traite": lambda held, id: agendas.treat(database(), viewer(), held, id, treated=False),
}  # fmt: skip


def _page(held: Meeting, errors: Mapping[str, str]) -> ResponseReturnValue:
    db, reader = database(), viewer()
    points, prepares = agendas.agenda(db, reader, held), reader.writes(held.record.id)
    return render(
        "meetings/agenda.html", status=422 if errors else 200, meeting=held, points=points, prepares=prepares,
        proposed=agendas.proposed(db, reader, held) if signed_in() else [], length=agendas.length(points),
        too_long=agendas.too_long(points, held), may_propose=agendas.may_propose(db, reader, held),
        found=found_for(db, reader, held) if prepares else [],
        following=next_of(db, reader, held) if prepares else None,
        treats=choose(db, reader, request.values.get("traite", "")) if prepares else None,
        discussed=agendas.discussed(db, reader, held), errors=errors, typed=request.form, usual=agendas.USUAL_MINUTES,
        asked_title=request.args.get("titre", "")[: agendas.LONGEST_TITLE],
    )  # fmt: skip
