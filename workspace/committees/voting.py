"""`/decisions/<slug>/vote` and `/reunions/<slug>/ordre-du-jour/<point>/vote`: how one voted, noted by who writes the
decision or the meeting."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import Conflict, Invalid
from graph.guests import organised
from graph.operations import Operation
from graph.permissions import must_write
from graph.schema import SCHEMA
from graph.vote_rules import FIELDS
from graph.votes import Ballot, ballot, point_ballot, record_vote, vote_on_point
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import initial, word

blueprint = Blueprint("voting", __name__)


@blueprint.get("/decisions/<slug>/vote")
def show(slug: str) -> ResponseReturnValue:
    """The vote as it is noted, the number present as the sheet of presence has it."""
    return _page(_decision(slug), None, {})


@blueprint.post("/decisions/<slug>/vote")
def save(slug: str) -> ResponseReturnValue:
    """Notes it, or takes it back when nothing is typed."""
    id, noted = f"decision-{slug}", Operation(viewer().user or "", gettext("vote noté"))
    return _save(
        lambda typed, version: record_vote(database(), viewer(), id, version, typed, noted),
        lambda: _decision(slug), SCHEMA.url_of("Decision", id),
    )  # fmt: skip


@blueprint.get("/reunions/<slug>/ordre-du-jour/<point>/vote")
def show_point(slug: str, point: str) -> ResponseReturnValue:
    """The same of a point of an agenda; one about a decision has the vote of the decision."""
    found = _point(slug, point)
    if found.decision:
        return redirect(f"{found.decision.url}/vote")
    return _page(found, None, {})


@blueprint.post("/reunions/<slug>/ordre-du-jour/<point>/vote")
def save_point(slug: str, point: str) -> ResponseReturnValue:
    """Notes it, or takes it back when nothing is typed."""
    id = f"reunion-{slug}"
    return _save(
        lambda typed, version: vote_on_point(database(), viewer(), id, point, version, typed),
        lambda: _point(slug, point), f"{SCHEMA.url_of('Meeting', id)}/ordre-du-jour#{point}",
    )  # fmt: skip


def _decision(slug: str) -> Ballot:
    found = ballot(database(), viewer(), f"decision-{slug}") if signed_in() else abort(401)
    must_write(viewer(), found.id)
    return found


def _point(slug: str, point: str) -> Ballot:
    if not signed_in():
        abort(401)
    held = organised(database(), viewer(), f"reunion-{slug}")
    return point_ballot(database(), viewer(), held.record.id, point)


def _save(note: Callable[[dict[str, str], int], None], found: Callable[[], Ballot], after: str) -> ResponseReturnValue:
    typed, version = {name: request.form.get(name, "").strip() for name in FIELDS}, request.form.get("version", 0, int)
    try:
        note(typed, version)
    except Invalid as error:
        return _page(found(), typed, error.fields, 422)
    except Conflict:
        changed = gettext("quelqu’un vient de changer ce vote : relisez, puis enregistrez")
        return _page(found(), typed, {"": changed}, 409)
    flash(gettext("Vote enregistré.") if any(typed.values()) else gettext("Plus aucun vote n’est noté."))
    return redirect(after)


def _page(found: Ballot, typed: dict[str, str] | None, errors: dict[str, str], status: int = 200
          ) -> ResponseReturnValue:  # fmt: skip
    kept = {name: "" if found.told[name] is None else str(found.told[name]) for name in FIELDS}
    if typed is None and not found.vote and found.came is not None:
        kept["votes_present"] = str(found.came)
    kind = SCHEMA.kinds["Decision"]
    labels = {name: word(field.label) for name in FIELDS if (field := kind.field(name))}
    modes = [(key, initial(word(label))) for key, label in SCHEMA.vocabularies["vote_mode"].terms.items()]
    summary = [(f"champ-{name or 'vote'}", labels.get(name, gettext("Vote"))) for name in errors]
    return render("committees/vote.html", status=status, found=found, typed=kept if typed is None else typed,
                  errors=errors, labels=labels, modes=modes, summary=summary)  # fmt: skip
