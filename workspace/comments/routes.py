"""`/discussion/<record or link>`: what is said of it; `/discussions`: where one is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import commenting, comments
from graph.errors import Invalid
from graph.one_link import one_link
from graph.states import type_of
from workspace.addresses import own_path
from workspace.choosing import record_of
from workspace.commenting_letters import tell
from workspace.current import database, signed_in, viewer
from workspace.language import gettext, language
from workspace.rendering import render

blueprint = Blueprint("comments", __name__)


@dataclass(frozen=True)
class Subject:
    """What is spoken of: its id, what it is called, its address, and where it is spoken of."""

    id: str
    name: str
    url: str

    @property
    def page(self) -> str:
        return f"/discussion/{self.id}"


@blueprint.before_request
def only_accounts() -> None:
    """What members say is read by members."""
    if not signed_in():
        abort(401)


@blueprint.get("/discussions")
def index() -> ResponseReturnValue:
    """Open threads on what the reader keeps, and those where they were named or spoke."""
    return render("comments/index.html", talks=comments.mine(database(), viewer()))


@blueprint.get("/discussion/<id>")
def show(id: str) -> ResponseReturnValue:
    """Everything that is said of a record or a link."""
    return _page(_subject(id))


@blueprint.post("/discussion/<id>")
def write(id: str) -> ResponseReturnValue:
    """Begins a thread, or answers one; who is named is told."""
    subject, text = _subject(id), request.form.get("texte", "")
    thread = request.form.get("fil", "")
    try:
        written = commenting.write(database(), viewer(), id, text, thread or None)
    except Invalid as error:
        return _page(subject, error.fields, {"fil": thread, "texte": text})
    told = tell(written, subject.name, f"{subject.page}#{written.thread}", text)
    flash(gettext("Publié. Prévenus : %(names)s.", names=", ".join(told)) if told else gettext("Publié."))
    return redirect(f"{own_path(request.form.get('page'), subject.page)}#{written.thread}")


@blueprint.post("/discussion/<id>/<comment>")
def act(id: str, comment: str) -> ResponseReturnValue:
    """Written anew, taken away, resolved, opened again."""
    subject = _subject(id)
    try:
        flash(_carry_out(id, comment))
    except Invalid as error:
        return _page(subject, error.fields, {"id": comment, **request.form.to_dict()})
    return redirect(f"{own_path(request.form.get('page'), subject.page)}#{request.form.get('fil', '')}")


def _carry_out(id: str, comment: str) -> str:
    match request.form.get("geste", ""):
        case "modifier":
            commenting.change(database(), viewer(), id, comment, request.form.get("texte", ""))
            return gettext("Enregistré.")
        case "retirer":
            commenting.remove(database(), viewer(), id, comment, request.form.get("pourquoi", ""))
            return gettext("Retiré : il reste la trace que quelque chose a été dit.")
        case "regler":
            commenting.settle(database(), viewer(), id, comment, open=False)
            return gettext("Discussion réglée.")
        case "rouvrir":
            commenting.settle(database(), viewer(), id, comment, open=True)
            return gettext("Discussion rouverte.")
    raise Invalid({"geste": "ce geste n'existe pas"})


def _subject(id: str) -> Subject:
    """NotFound for what the reader may not see."""
    if type_of(id):
        link = one_link(database(), viewer(), id)
        return Subject(id, link.sentence(language()), link.source.url)
    record = record_of(database(), viewer(), id)
    return Subject(record.id, record.name, record.url)


def _page(
    subject: Subject, errors: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    return render(
        "comments/show.html", status=422 if errors else 200, subject=subject, errors=errors or {}, typed=typed or {},
        threads=comments.threads(database(), viewer(), subject.id),
    )  # fmt: skip
