"""`/doublons`, `/doublons/distincts`, `/reunir`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import merging, terms
from graph.duplicates import KINDS, keep_apart, likely_pairs
from graph.errors import Conflict, NotAllowed
from graph.field_values import field_value
from graph.merging import Pair
from graph.operations import Operation
from graph.schema import SCHEMA, Field
from workspace.choosing import choose, record_of
from workspace.current import database, signed_in, viewer
from workspace.language import gettext, language
from workspace.rendering import render
from workspace.words import status_word, word

blueprint = Blueprint("duplicates", __name__)
SHOWN = 30


@dataclass(frozen=True)
class Choice:
    """A field that the two records tell in two ways; `empty` when the first says nothing."""

    name: str
    label: str
    kept: str
    other: str
    empty: bool


@blueprint.before_request
def only_facilitators() -> None:
    """Two records become one for everybody: only who answers for the whole says so."""
    if not signed_in():
        abort(401)
    if not viewer().edits:
        raise NotAllowed("Seule l'animation peut réunir deux fiches.")


@blueprint.get("/doublons")
def index() -> ResponseReturnValue:
    """Pairs that may be one, likeliest first."""
    kind = SCHEMA.kind_at(request.args.get("sorte", ""))
    kinds = (kind.name,) if kind and kind.name in KINDS else KINDS
    found = likely_pairs(database(), viewer(), kinds)
    return render("duplicates/index.html", found=found[:SHOWN], total=len(found), kind=kind,
                  kinds=[SCHEMA.kinds[name] for name in KINDS])  # fmt: skip


@blueprint.post("/doublons/distincts")
def distinct() -> ResponseReturnValue:
    """Two records indeed: the pair is not shown again."""
    one, other = (record_of(database(), viewer(), request.form.get(name, "")) for name in ("une", "autre"))
    keep_apart(database(), viewer(), one.id, other.id)
    flash(gettext("Noté : « %(one)s » et « %(other)s » sont deux fiches.", one=one.name, other=other.name))
    return redirect("/doublons")


@blueprint.get("/reunir")
def compare() -> ResponseReturnValue:
    """Both records side by side: which stays, and whose word stands for each field."""
    kept, other = (choose(database(), viewer(), request.args.get(name, "")) for name in ("garder", "autre"))
    if not kept.record or not other.record:
        return render("duplicates/choose.html", kept=kept, other=other)
    return _form(merging.pair(database(), viewer(), kept.record.id, other.record.id))


@blueprint.post("/reunir")
def merge() -> ResponseReturnValue:
    """Makes them one; the page of the one that stays says so, and the history undoes it."""
    kept, other = (request.form.get(name, "") for name in ("garder", "autre"))
    both = merging.pair(database(), viewer(), kept, other)
    seen = (request.form.get("version_garder", type=int) or 0, request.form.get("version_autre", type=int) or 0)
    taken = [name for name in both.differing() if request.form.get(f"champ_{name}") == "autre"]
    operation = Operation(viewer().user or "", request.form.get("why", "") or gettext("fiches réunies"))
    try:
        merging.merge(database(), viewer(), kept, other, taken, operation, seen)
    except Conflict:
        return _form(merging.pair(database(), viewer(), kept, other), moved=True)
    flash(operation.id, "undo")
    return redirect(SCHEMA.url_of(both.kind.name, kept))


def _form(both: Pair, *, moved: bool = False) -> ResponseReturnValue:
    kept, other = (record_of(database(), viewer(), str(state.state["id"])) for state in (both.kept, both.other))
    choices = [_choice(both, name) for name in both.differing()]
    return render(
        "duplicates/compare.html", status=409 if moved else 200, kept=kept, other=other, both=both, moved=moved,
        choices=choices, asked={name: request.form.get(f"champ_{name}", "") for name in both.differing()},
    )  # fmt: skip


def _choice(both: Pair, name: str) -> Choice:
    field = both.kind.field(name)
    told = [_told(both, name, field, state) for state in (both.kept.state, both.other.state)]
    label = word(field.label) if field else word(SCHEMA.vocabularies[both.kind.statuses].label)
    return Choice(name, label, told[0], told[1], both.says(name)[0] is None)


def _told(both: Pair, name: str, field: Field | None, state: Mapping[str, Any]) -> str:
    if field is None:
        return status_word(str(state.get(name) or ""), both.kind.name)
    return field_value(field, state, terms.added(database())).text(language())
