"""`/lier`: a new link, told as a sentence."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.editing import create_relation
from graph.errors import AlreadyExists, Invalid
from graph.schema import SCHEMA, Relation
from workspace import forms, sentences
from workspace.choosing import choose
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.linking.checking import operation, said, without_source
from workspace.rendering import render
from workspace.writers import only_writers

blueprint = Blueprint("linking_new", __name__)
blueprint.before_request(only_writers)


@blueprint.get("/lier")
def new_link() -> ResponseReturnValue:
    """A record, how it is tied, to which other; then since when and who says so."""
    return _new_form(request.args.to_dict(), {})


@blueprint.post("/lier")
def add_link() -> ResponseReturnValue:
    """Makes the link and goes back to the first record's page."""
    typed = request.form.to_dict()
    source, target = (choose(database(), viewer(), typed.get(end, "")).record for end in ("de", "a"))
    if not source or not target:
        return _new_form(typed, {}, status=422)
    type, _, inverse = typed.get("lien", "").partition("-")
    ends = (target.id, source.id) if inverse else (source.id, target.id)
    raw = said(typed) | {"declared_by": _says(*ends)}
    try:
        without_source(raw, raw["declared_by"])
        create_relation(database(), viewer(), type, *ends, raw, operation())
    except Invalid as error:
        return _new_form(typed, error.fields, status=422)
    except AlreadyExists:
        return _new_form(typed, {"since": gettext("Ce lien existe déjà, avec la même date.")}, status=422)
    flash(gettext("Lien ajouté."))
    return redirect(source.url)


def _new_form(typed: dict[str, str], errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    source, target = (choose(database(), viewer(), typed.get(end, "")) for end in ("de", "a"))
    ready = bool(source.record and target.record)
    options: sentences.Options = []
    if source.record:
        options = (
            sentences.between(source.record, target.record)
            if target.record
            else sentences.beginning(source.record, viewer())
        )
    chosen = typed.get("lien", "")
    if chosen not in dict(options):
        chosen = options[0][0] if options and ready else ""
    relation = SCHEMA.relations.get(chosen.partition("-")[0]) if ready else None
    own, shared = forms.relation_entries(relation, typed, errors, {}) if relation else ([], [])
    return render(
        "linking/new.html", status=status, source=source, target=target, options=options, chosen=chosen,
        kinds=sentences.kinds_at(chosen, source.record), own=own, shared=shared, typed=typed,
        visibility=relation.visibility if relation else "public",
        errors=_summary(errors, relation), visibilities=forms.visibilities(),
        ends_wrong=[errors["target"]] if "target" in errors else [],
    )  # fmt: skip


def _summary(errors: dict[str, str], relation: Relation | None) -> list[tuple[str, str]]:
    """What is wrong with the record at the other end is not a field of the link."""
    told = forms.summary(errors, relation.fields if relation else ())
    return [(anchor, gettext("Reliée à quelle autre ?")) if anchor == "champ-target" else (anchor, label)
            for anchor, label in told]  # fmt: skip


def _says(*ends: str) -> str:
    """Who bears one of the ends declares its links; what facilitators add, they add."""
    return "actor" if set(ends) & viewer().stewards else "curator"
