"""`/manques/nouveau`: a need that nothing covers, told in one form."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.declared_gaps import ABOUT, VOICES, Declared, declare_gap
from graph.errors import Invalid
from graph.operations import Operation
from graph.schema import SCHEMA
from workspace import forms
from workspace.choosing import Choice, choose
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.writers import only_writers

blueprint = Blueprint("gaps_declaring", __name__)
blueprint.before_request(only_writers)
SAID = ("since", "source", "source_url", "source_date", "note")


@blueprint.get("/manques/nouveau")
def new_gap() -> ResponseReturnValue:
    """The form; `?pour=` is the policy, use case, commons or project that lacks something, `?qui=` who says so."""
    return _form(request.args.to_dict(), {})


@blueprint.post("/manques/nouveau")
def add_gap() -> ResponseReturnValue:
    """Makes the need with its links, and shows the gap at once."""
    typed = request.form.to_dict()
    about, voice = _choices(typed)
    missing = {
        name: gettext("choisissez une fiche") for name, end in (("pour", about), ("qui", voice)) if not end.record
    }
    if missing:
        return _form(typed, missing, status=422)
    told = Declared(
        {name: typed.get(name, "") for name in ("name", "problem", "visibility")},
        about.record.id if about.record else "", voice.record.id if voice.record else "",
        {name: typed.get(name, "") for name in (*SAID, "visibility")},
    )  # fmt: skip
    try:
        id = declare_gap(database(), viewer(), told, Operation(viewer().user or "", gettext("manque signalé")))
    except Invalid as error:
        return _form(typed, error.fields, status=422)
    flash(gettext("Manque signalé. Voici ce qu’il en adviendra."))
    return redirect(f"/manques/{id.removeprefix('besoin-')}")


def _form(typed: Mapping[str, str], errors: Mapping[str, str], status: int = 200) -> ResponseReturnValue:
    about, voice = _choices(typed)
    named = {**errors}
    for name, end in (("pour", about), ("qui", voice)):
        if end.error:
            named[name] = end.error
    fields = (*SCHEMA.kinds["Need"].fields, *SCHEMA.relations["NEEDS"].fields)
    summary = forms.summary({name: text for name, text in named.items() if name not in ("pour", "qui")}, fields)
    words = {"pour": gettext("Pour quoi"), "qui": gettext("Qui le dit")}
    summary = [(f"champ-{name}", words[name]) for name in words if name in errors] + summary
    return render(
        "gaps/new.html", status=status, typed=typed, wrong=named, errors=summary, about=about, voice=voice,
        abouts=",".join(ABOUT), voices=",".join(VOICES), visibilities=forms.visibilities(),
    )  # fmt: skip


def _choices(typed: Mapping[str, str]) -> tuple[Choice, Choice]:
    about = choose(database(), viewer(), typed.get("pour", ""), ABOUT)
    return about, choose(database(), viewer(), typed.get("qui", "") or _oneself(typed), VOICES)


def _oneself(typed: Mapping[str, str]) -> str:
    """The person that the reader is, until somebody else is named."""
    return viewer().person or "" if "qui" not in typed else ""
