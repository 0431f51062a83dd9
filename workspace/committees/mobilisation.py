"""`/communautes/<slug>/mobilisation`: where each body stands with a committee, on one sheet; for who animates it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import Conflict, Invalid
from graph.mobilisation import KINDS, STATES, Mobilised, Said, mobilisation, note
from workspace.choosing import Choice, choose
from workspace.csv_files import Cell
from workspace.current import database, viewer
from workspace.language import gettext, ngettext
from workspace.rendering import render
from workspace.words import initial
from workspace.xlsx_files import xlsx_file

blueprint = Blueprint("mobilisation", __name__)
FIELDS = {"state": "etat", "day": "jour", "words": "mots"}
WAS = "avant-"


@blueprint.get("/communautes/<slug>/mobilisation")
def show(slug: str) -> ResponseReturnValue:
    """The sheet; `?etat=` keeps those who stand there."""
    return _page(slug)


@blueprint.post("/communautes/<slug>/mobilisation")
def save(slug: str) -> ResponseReturnValue:
    """Notes what was changed on the sheet, all of it or nothing."""
    ids = [name.removeprefix(WAS) for name in request.form if name.startswith(WAS)]
    told = {id: (_was(id), _typed(id)) for id in ids}
    typed = {id: said for id, (_, said) in told.items()}
    try:
        count = note(database(), viewer(), f"communaute-{slug}", told)
    except Invalid as error:
        return _page(slug, typed, error.fields, status=422)
    except Conflict as error:
        return _page(slug, typed, {f"state {error.id}": gettext("quelqu’un vient d’y noter autre chose")}, status=409)
    flash(ngettext("%(num)s suivi enregistré.", "%(num)s suivis enregistrés.", count))
    return redirect(request.full_path.rstrip("?"))


@blueprint.post("/communautes/<slug>/mobilisation/ajouter")
def add(slug: str) -> ResponseReturnValue:
    """Puts a body on the sheet, to contact."""
    found = choose(database(), viewer(), request.form.get("qui", ""), KINDS)
    if not found.record:
        return _page(slug, found=found, missing=gettext("choisissez une fiche"), status=422)
    try:
        note(database(), viewer(), f"communaute-{slug}", {found.record.id: (Said(), Said("to_contact"))})
    except Conflict:
        flash(gettext("%(name)s y est déjà.", name=found.record.name))
    else:
        flash(gettext("%(name)s est à contacter.", name=found.record.name))
    return redirect(f"/communautes/{slug}/mobilisation#{found.record.id}")


@blueprint.get("/communautes/<slug>/mobilisation.xlsx")
def workbook(slug: str) -> ResponseReturnValue:
    """The same as a sheet."""
    found = mobilisation(database(), viewer(), f"communaute-{slug}")
    return xlsx_file({gettext("Mobilisation"): _rows(found)}, f"{slug}-mobilisation")


def words() -> dict[str, str]:
    """Where one can stand, in words."""
    told = (gettext("à contacter"), gettext("contacté"), gettext("intéressé"), gettext("participe"),
            gettext("en retrait"))  # fmt: skip
    return dict(zip(STATES, told, strict=True))


def _page(
    slug: str, typed: Mapping[str, Said] | None = None, errors: Mapping[str, str] | None = None, *,
    found: Choice | None = None, missing: str = "", status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    mobilised = mobilisation(database(), viewer(), f"communaute-{slug}")
    kept = request.args.get("etat", "")
    rows = [row for row in mobilised.rows if kept in ("", row.said.state or "aucun") or row.who.id in (typed or {})]
    names = {row.who.id: row.who.name for row in rows}
    summary = [
        (f"{FIELDS[field]}-{id}", f"{names.get(id, id)} : {words_}")
        for field, _, id, words_ in ((*name.partition(" "), said) for name, said in (errors or {}).items())
    ]
    return render(
        "committees/mobilisation.html", status=status, mobilised=mobilised, rows=rows, kept=kept, slug=slug,
        words={key: initial(label) for key, label in words().items()}, typed=typed or {}, errors=errors or {},
        summary=summary + [("champ-qui", missing)] * bool(missing), choice=found or _asked(), missing=missing,
        kinds=",".join(KINDS), was=WAS, fields=FIELDS,
    )  # fmt: skip


def _asked() -> Choice:
    return choose(database(), viewer(), request.args.get("qui", ""), KINDS)


def _typed(id: str) -> Said:
    return Said(*(" ".join(request.form.get(f"{name}-{id}", "").split()) for name in FIELDS.values()))


def _was(id: str) -> Said:
    """What the page showed when it was opened: what another noted since is not undone by who did not see it."""
    state, day, words_ = ([*request.form.get(WAS + id, "").split("|", 2), "", "", ""])[:3]
    return Said(state, day, words_)


def _rows(found: Mobilised) -> Iterator[Sequence[Cell]]:
    yield [gettext("Structure"), gettext("Qui siège"), gettext("Mobilisation"), gettext("Dernier contact"),
           gettext("En quelques mots"), gettext("Noté par")]  # fmt: skip
    told = words()
    for row in found.rows:
        seats = ", ".join(seat.who.name for seat in row.body.seats if seat.who.id != row.who.id) if row.body else ""
        yield [row.who.name, seats, told.get(row.said.state, ""), row.said.day, row.said.words, row.by]
