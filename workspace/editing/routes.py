"""`/ajouter/<kind>`, `/modifier/<id>`, `/lier`, `/liens/<id>/retirer`, `/annuler/<op>`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import states, terms
from graph.editing import change_record, create_record, create_relation, delete_relation
from graph.errors import AlreadyExists, Conflict, Invalid, NotAllowed, NotFound
from graph.operations import Operation
from graph.schema import SCHEMA, Kind
from graph.undo import undo
from workspace.addresses import own_path
from workspace.choosing import choose
from workspace.current import database, signed_in, viewer
from workspace.editing import forms
from workspace.editing.choosing import sentences
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import word

blueprint = Blueprint("editing", __name__)


@blueprint.before_request
def only_facilitators() -> None:
    """Everything here writes: visitors are sent to the door, members are told who may."""
    if not signed_in():
        abort(401)
    if not viewer().edits:
        raise NotAllowed(gettext("Seule l’animation du réseau peut ajouter ou modifier. Écrivez-lui ce qui manque."))


@blueprint.get("/ajouter")
def choose_kind() -> ResponseReturnValue:
    """Which kind of record? Families with their kinds."""
    return render("editing/choose_kind.html", schema=SCHEMA)


@blueprint.get("/ajouter/<kind_url>")
def new_record(kind_url: str) -> ResponseReturnValue:
    """An empty form for a kind."""
    return _record_form(_kind(kind_url), request.args.to_dict(), {})


@blueprint.post("/ajouter/<kind_url>")
def add_record(kind_url: str) -> ResponseReturnValue:
    """Makes the record; what is wrong is told by field and nothing typed is lost."""
    kind = _kind(kind_url)
    typed = forms.typed(request.form, kind.fields)
    try:
        id = create_record(database(), viewer(), kind.name, typed, _operation())
    except Invalid as error:
        return _record_form(kind, typed, error.fields, status=422)
    _keep_terms(kind, typed)
    flash(gettext("Fiche créée. Reliez-la maintenant à ceux avec qui elle travaille."))
    return redirect("/lier?" + urlencode({"de": id}))


@blueprint.get("/modifier/<id>")
def edit_record(id: str) -> ResponseReturnValue:
    """The form with what the record says now."""
    state, version = _record(id)
    kind = SCHEMA.kinds[state["kind"]]
    now = forms.kept(state, kind.fields, terms.added(database()))
    return _record_form(kind, now, {}, id=id, version=version)


@blueprint.post("/modifier/<id>")
def save_record(id: str) -> ResponseReturnValue:
    """Saves, unless somebody else did meanwhile: then both are shown and nothing is overwritten."""
    state, version = _record(id)
    kind = SCHEMA.kinds[state["kind"]]
    typed = forms.typed(request.form, kind.fields)
    read = request.form.get("version", type=int) or 0
    try:
        change_record(database(), viewer(), id, read, typed, _operation())
    except Invalid as error:
        return _record_form(kind, typed, error.fields, status=422, id=id, version=read)
    except Conflict:
        now = forms.kept(state, kind.fields, terms.added(database()))
        theirs = {name: now.get(name, "") for name in typed if now.get(name, "") != typed[name]}
        return _record_form(kind, typed, {}, status=409, id=id, version=version, theirs=theirs)
    _keep_terms(kind, typed)
    flash(gettext("Fiche enregistrée."))
    return redirect(SCHEMA.url_of(kind.name, id))


@blueprint.get("/lier")
def new_link() -> ResponseReturnValue:
    """Two records, then how one is tied to the other, then since when and who says so."""
    return _link_form(request.args.to_dict(), {})


@blueprint.post("/lier")
def add_link() -> ResponseReturnValue:
    """Makes the link and goes back to the first record's page."""
    typed = request.form.to_dict()
    source, target = (choose(database(), viewer(), typed.get(end, "")).record for end in ("de", "a"))
    if not source or not target:
        return _link_form(typed, {}, status=422)
    type, _, inverse = typed.get("lien", "").partition("-")
    ends = (target.id, source.id) if inverse else (source.id, target.id)
    raw = {name: text for name, text in typed.items() if name not in ("de", "a", "lien", "csrf_token")}
    try:
        create_relation(database(), viewer(), type, *ends, {"declared_by": "curator", **raw}, _operation())
    except Invalid as error:
        return _link_form(typed, error.fields, status=422)
    except AlreadyExists:
        return _link_form(typed, {"since": gettext("Ce lien existe déjà, avec la même date.")}, status=422)
    flash(gettext("Lien ajouté."))
    return redirect(source.url)


@blueprint.post("/liens/<id>/retirer")
def remove_link(id: str) -> ResponseReturnValue:
    """Takes a link away; the page says so and offers to undo."""
    found = states.relations(database(), [id]).get(id)
    operation = _operation()
    if found is None:
        raise NotFound(id)
    delete_relation(database(), viewer(), id, found.version, operation)
    flash(operation.id, "undo")
    return redirect(own_path(request.form.get("suite")))


@blueprint.post("/annuler/<op>")
def undo_operation(op: str) -> ResponseReturnValue:
    """Takes an edit, an import or an undo back, but for what was changed again since."""
    undone = undo(database(), viewer(), op, Operation(viewer().user or "", gettext("annulation")))
    kept = gettext(" Gardé, car modifié depuis : %(n)s.", n=len(undone.kept)) if undone.kept else ""
    flash(gettext("Annulé : %(n)s changement(s).", n=undone.taken_back) + kept)
    return redirect(own_path(request.form.get("suite")))


def _record_form(
    kind: Kind, typed: dict[str, str], errors: dict[str, str], status: int = 200, **more: Any
) -> ResponseReturnValue:
    shown: dict[str, Any] = {"id": "", "version": 0, "theirs": None} | more
    first, rest = forms.record_entries(kind, typed, errors, terms.added(database()))
    return render(
        "editing/record.html", status=status, kind=kind, title=_title(kind, str(shown["id"]), typed), first=first,
        rest=rest, typed=typed, errors=forms.summary(errors, kind.fields), visibilities=forms.visibilities(), **shown,
    )  # fmt: skip


def _title(kind: Kind, id: str, typed: dict[str, str]) -> str:
    if id:
        return gettext("Modifier « %(name)s »", name=typed.get("name", ""))
    if kind.feminine:
        return gettext("Ajouter une %(kind)s", kind=word(kind.label))
    return gettext("Ajouter un %(kind)s", kind=word(kind.label))


def _link_form(typed: dict[str, str], errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    source, target = (choose(database(), viewer(), typed.get(end, "")) for end in ("de", "a"))
    options = sentences(source.record, target.record) if source.record and target.record else []
    chosen = typed.get("lien") if typed.get("lien") in dict(options) else (options[0][0] if options else "")
    relation = SCHEMA.relations.get((chosen or "").partition("-")[0])
    own, shared = forms.relation_entries(relation, typed, errors, {}) if relation else ([], [])
    return render(
        "editing/link.html", status=status, source=source, target=target, options=options, chosen=chosen,
        own=own, shared=shared, typed=typed, visibility=relation.visibility if relation else "public",
        errors=forms.summary(errors, relation.fields if relation else ()), visibilities=forms.visibilities(),
    )  # fmt: skip


def _kind(url: str) -> Kind:
    kind = SCHEMA.kind_at(url)
    if kind is None:
        abort(404)
    return kind


def _record(id: str) -> tuple[dict[str, Any], int]:
    found = states.records(database(), [id]).get(id)
    if found is None or found.state.get("@gone") or not viewer().reads(found.state["audience"]):
        raise NotFound(id)
    contact = states.contacts(database(), [id]).get(id)
    return {**(contact.state if contact else {}), **found.state}, found.version


def _operation() -> Operation:
    return Operation(viewer().user or "", request.form.get("why", ""))


def _keep_terms(kind: Kind, typed: dict[str, str]) -> None:
    terms.keep(database(), terms.in_fields(kind.fields, typed))
