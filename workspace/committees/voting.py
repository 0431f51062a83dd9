"""`/decisions/<slug>/vote`: how a decision was taken, noted by who writes it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import Conflict, Invalid
from graph.operations import Operation
from graph.permissions import must_write
from graph.schema import SCHEMA
from graph.vote_rules import FIELDS
from graph.votes import ballot, record_vote
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import initial, word

blueprint = Blueprint("voting", __name__)


@blueprint.get("/decisions/<slug>/vote")
def show(slug: str) -> ResponseReturnValue:
    """The vote as it is noted, the number present as the sheet of presence has it."""
    return _page(slug, None, {})


@blueprint.post("/decisions/<slug>/vote")
def save(slug: str) -> ResponseReturnValue:
    """Notes it, or takes it back when nothing is typed."""
    id, typed = f"decision-{slug}", {name: request.form.get(name, "").strip() for name in FIELDS}
    version = request.form.get("version", 0, int)
    try:
        record_vote(database(), viewer(), id, version, typed, Operation(viewer().user or "", gettext("vote noté")))
    except Invalid as error:
        return _page(slug, typed, error.fields, 422)
    except Conflict:
        return _page(
            slug, typed, {"": gettext("quelqu’un vient de changer cette décision : relisez, puis enregistrez")}, 409
        )
    flash(gettext("Vote enregistré.") if any(typed.values()) else gettext("Plus aucun vote n’est noté."))
    return redirect(SCHEMA.url_of("Decision", id))


def _page(slug: str, typed: dict[str, str] | None, errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    if not signed_in():
        abort(401)
    found = ballot(database(), viewer(), f"decision-{slug}")
    must_write(viewer(), found.decision.id)
    kept = {name: "" if found.told[name] is None else str(found.told[name]) for name in FIELDS}
    if typed is None and not found.vote and found.came is not None:
        kept["votes_present"] = str(found.came)
    kind = SCHEMA.kinds["Decision"]
    labels = {name: word(field.label) for name in FIELDS if (field := kind.field(name))}
    modes = [(key, initial(word(label))) for key, label in SCHEMA.vocabularies["vote_mode"].terms.items()]
    summary = [(f"champ-{name or 'vote'}", labels.get(name, gettext("Vote"))) for name in errors]
    return render("committees/vote.html", status=status, found=found, typed=kept if typed is None else typed,
                  errors=errors, labels=labels, modes=modes, summary=summary)  # fmt: skip
