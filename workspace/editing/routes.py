"""`/ajouter/<kind>`, `/modifier/<id>`, `/annuler/<op>`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import freezing, proposals, states, terms
from graph.editing import change_record, create_record
from graph.errors import Conflict, Invalid, NotFound
from graph.founding import PARTS
from graph.mentions import WRITINGS
from graph.operations import Operation
from graph.permissions import may_create, must_create, must_write
from graph.schema import SCHEMA, Kind
from graph.shaping import own_fields
from graph.undo import undo
from workspace import forms, note_seen_by
from workspace.addresses import own_path
from workspace.current import database, viewer
from workspace.editing import conflicts, parts
from workspace.language import gettext
from workspace.note_drafts import begun
from workspace.rendering import render
from workspace.words import initial, term, word
from workspace.writers import only_writers

blueprint = Blueprint("editing", __name__)
blueprint.before_request(only_writers)


@blueprint.get("/ajouter")
def choose_kind() -> ResponseReturnValue:
    """Which kind of record? Families with the kinds that the reader may add."""
    families = {family: [kind for kind in SCHEMA.kinds_of(family.name) if may_create(viewer(), kind)]
                for family in SCHEMA.families.values()}  # fmt: skip
    return render(
        "editing/choose_kind.html", families={family: kinds for family, kinds in families.items() if kinds},
        asked={name: request.args[name] for name in ("name", "cite") if request.args.get(name)},
    )  # fmt: skip


@blueprint.get("/ajouter/<kind_url>")
def new_record(kind_url: str) -> ResponseReturnValue:
    """An empty form for a kind."""
    kind = _kind(kind_url)
    must_create(viewer(), kind)
    return _record_form(kind, request.args.to_dict() | (begun(request.args) if kind.name == "Note" else {}), {})


@blueprint.post("/ajouter/<kind_url>")
def add_record(kind_url: str) -> ResponseReturnValue:
    """Makes the record; what is wrong is told by field and nothing typed is lost."""
    kind = _kind(kind_url)
    typed = forms.typed(request.form, kind.fields)
    named = parts.typed_parts(request.form) if kind.name == "Commons" else {}
    try:
        if any(named.get(part) for part in PARTS):
            return _with_parts(kind, typed, named)
        id = create_record(database(), viewer(), kind.name, typed, _operation())
    except Invalid as error:
        return _record_form(kind, typed | named, error.fields, status=422)
    _keep_terms(kind, typed)
    if writing := request.form.get("cite", ""):
        return _named_in(writing)
    if kind.name == "Note" and request.form.get("geste") == "ecrire":
        flash(
            gettext(
                "La note est créée : ce que vous écrivez est gardé à mesure, et d’autres peuvent l’écrire avec vous."
            )
        )
        return redirect(f"/modifier/{id}")
    if kind.name in WRITINGS:
        flash(gettext("C’est écrit. Les noms du texte sont reliés à leurs fiches."))
        return redirect(SCHEMA.url_of(kind.name, id))
    flash(gettext("Fiche créée. Reliez-la maintenant à ceux avec qui elle travaille."))
    return redirect("/lier?" + urlencode({"de": id}))


@blueprint.get("/modifier/<id>")
def edit_record(id: str) -> ResponseReturnValue:
    """The form with what the record says now, and on it what `?brouillon=` says instead."""
    state, version = _record(id)
    kind = SCHEMA.kinds[state["kind"]]
    draft = request.args.get("brouillon", "")
    raw = proposals.proposal(database(), viewer(), draft).raw if draft else {}
    now = forms.kept(state, kind.fields, terms.added(database()))
    adopted = freezing.frozen(state)
    return _record_form(kind, now | dict(raw), {}, id=id, version=version, draft=draft, adopted=adopted)


@blueprint.post("/modifier/<id>")
def save_record(id: str) -> ResponseReturnValue:
    """Saves, unless somebody else did meanwhile: then both are shown and nothing is overwritten."""
    state, version = _record(id)
    kind = SCHEMA.kinds[state["kind"]]
    now = forms.kept(state, kind.fields, terms.added(database()))
    typed = conflicts.chosen(request.form, forms.typed(request.form, kind.fields), now)
    read = request.form.get("version", type=int) or 0
    draft = request.form.get("brouillon", "")
    try:
        if request.form.get("geste") == "brouillon":
            return redirect(f"/propositions/{_keep_draft(id, kind, state, typed, draft)}")
        change_record(database(), viewer(), id, read, typed, _operation())
    except Invalid as error:
        adopted = freezing.frozen(state)
        return _record_form(kind, typed, error.fields, status=422, id=id, version=read, draft=draft, adopted=adopted)
    except Conflict:
        if _united(kind, id, typed, now, read, version):
            return redirect(SCHEMA.url_of(kind.name, id))
        clashes = conflicts.clashes(kind, id, typed, now, read)
        return _record_form(kind, typed, {}, status=409, id=id, version=version, clashes=clashes, draft=draft)
    if draft:
        proposals.refuse(database(), viewer(), draft)
    _keep_terms(kind, typed)
    flash(gettext("Fiche enregistrée."))
    return redirect(SCHEMA.url_of(kind.name, id))


@blueprint.post("/annuler/<op>")
def undo_operation(op: str) -> ResponseReturnValue:
    """Takes an edit, an import or an undo back, but for what was changed again since."""
    undone = undo(database(), viewer(), op, Operation(viewer().user or "", gettext("annulation")))
    kept = gettext(" Gardé, car modifié depuis : %(n)s.", n=len(undone.kept)) if undone.kept else ""
    flash(gettext("Annulé : %(n)s changement(s).", n=undone.taken_back) + kept)
    return redirect(own_path(request.form.get("suite")))


def _united(kind: Kind, id: str, typed: dict[str, str], now: dict[str, str], read: int, version: int) -> bool:
    """Saves what two wrote at once as one text, where that can be told; the history has what each of them wrote."""
    told = conflicts.united(kind, id, typed, now, read)
    if told is None:
        return False
    try:
        change_record(database(), viewer(), id, version, told, _operation())
    except (Conflict, Invalid):
        return False
    flash(gettext("Quelqu’un d’autre écrivait en même temps : les deux textes sont réunis. Relisez-les."))
    return True


def _with_parts(kind: Kind, typed: dict[str, str], named: dict[str, str]) -> ResponseReturnValue:
    """A commons with its parts, and to its page."""
    id = parts.found(database(), viewer(), typed, named, _operation())
    _keep_terms(kind, typed)
    flash(gettext("Commun créé avec ses parties. Reliez-les maintenant à ceux avec qui elles travaillent."))
    return redirect(SCHEMA.url_of(kind.name, id))


def _named_in(writing: str) -> ResponseReturnValue:
    """Back to the text in which the new record was named first, now tied to it."""
    state, version = _record(writing)
    change_record(database(), viewer(), writing, version, {}, Operation(viewer().user or "", gettext("noms reliés")))
    flash(gettext("Fiche créée, et reliée à « %(name)s ».", name=state["name"]))
    return redirect(SCHEMA.url_of(state["kind"], writing))


def _record_form(
    kind: Kind, typed: dict[str, str], errors: dict[str, str], status: int = 200, **more: Any
) -> ResponseReturnValue:
    shown: dict[str, Any] = {"id": "", "version": 0, "clashes": None, "draft": "", "adopted": False} | more
    first, rest = forms.record_entries(kind, typed, errors, terms.added(database()))
    shown["cite"] = request.values.get("cite", "")
    founding = kind.name == "Commons" and not shown["id"]
    shown["parts"] = parts.entries(typed, errors) if founding else []
    shown["resource_kinds"] = parts.resource_kinds(viewer()) if founding else []
    # What the facilitators link says where it comes from: asked beside the parts, not among the other fields.
    shown["asks_source"] = founding and viewer().edits
    rest = [entry for entry in rest if not (shown["asks_source"] and entry.name == "source")]
    return render(
        "editing/record.html", status=status, kind=kind, title=_title(kind, str(shown["id"]), typed), first=first,
        rest=rest, typed=typed, errors=parts.summary(forms.summary(errors, kind.fields)), wrong=errors,
        visibilities=_visibilities(kind, typed),
        back=SCHEMA.url_of(kind.name, shown["id"]) if shown["id"] else "/ajouter", **shown,
    )  # fmt: skip


def _visibilities(kind: Kind, typed: dict[str, str]) -> list[tuple[str, str]]:
    """Who may see it, as the form offers it; what it is now stays among them, whoever chose it."""
    found = note_seen_by.choices() if kind.name == "Note" else forms.visibilities()
    now = typed.get("visibility", "")
    if typed.get("group") and now == "group":
        now = typed["visibility"] = f"{forms.GROUP}{typed['group']}"
    known = not now or now in dict(found)
    return found if known else [*found, (now, initial(term(now.partition(":")[0], "visibility")))]


def _title(kind: Kind, id: str, typed: dict[str, str]) -> str:
    if id:
        return gettext("Modifier « %(name)s »", name=typed.get("name", ""))
    if kind.feminine:
        return gettext("Ajouter une %(kind)s", kind=word(kind.label))
    return gettext("Ajouter un %(kind)s", kind=word(kind.label))


def _kind(url: str) -> Kind:
    kind = SCHEMA.kind_at(url)
    if kind is None:
        abort(404)
    return kind


def _record(id: str) -> tuple[dict[str, Any], int]:
    found = states.records(database(), [id]).get(id)
    if found is None or found.state.get("@gone") or not viewer().reads(found.state["audience"]):
        raise NotFound(id)
    must_write(viewer(), id)
    apart = SCHEMA.kinds[found.state["kind"]].apart
    contact = states.contacts(database(), [id]).get(id) if apart else None
    return {**(contact.state if contact else {}), **found.state}, found.version


def _keep_draft(id: str, kind: Kind, state: dict[str, Any], typed: dict[str, str], draft: str) -> str:
    """The fields that everybody will see; contact details are saved at once or not at all."""
    own = {name: text for name, text in typed.items() if name in own_fields(kind)}
    said = forms.kept(state, own_fields(kind).values(), terms.added(database()))
    why = request.form.get("why", "")
    return proposals.keep(database(), viewer(), id, own, said, draft=True, id=draft or None, why=why)


def _operation() -> Operation:
    return Operation(viewer().user or "", request.form.get("why", ""))


def _keep_terms(kind: Kind, typed: dict[str, str]) -> None:
    terms.keep(database(), terms.in_fields(kind.fields, typed))
