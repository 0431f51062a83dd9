"""`/<kind>/<slug>/indicateurs.csv`, what measures a record; `/indicateurs/<slug>/valeurs`, values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.editing import change_record
from graph.entities import Record, record
from graph.errors import Invalid
from graph.indicators import Indicator, Reading, indicators, lines_of, merged, readings
from graph.operations import Operation
from graph.permissions import must_write
from graph.schema import SCHEMA
from workspace.csv_files import Cell, csv_file
from workspace.current import database, viewer
from workspace.indicators import reading
from workspace.language import gettext, ngettext
from workspace.listings import RECORD
from workspace.rendering import render
from workspace.writers import only_writers

blueprint = Blueprint("indicators", __name__)
OWN = SCHEMA.kinds["Indicator"]


@dataclass(frozen=True)
class Change:
    """A reading that is sent, and the one of the same day that it replaces."""

    reading: Reading
    before: Reading | None


@blueprint.get(f"/{RECORD}/<slug>/indicateurs.csv")
def file(place: str, slug: str) -> Response:
    """The values of all that measures a record."""
    found = _record(place, slug)
    return csv_file(_rows(indicators(database(), viewer(), found.id)), f"{slug}-indicateurs")


@blueprint.get(f"/{OWN.url}/<slug>/valeurs.csv")
def values_file(slug: str) -> Response:
    """The values of one indicator, in the shape that its form takes back."""
    found = _record(OWN.url, slug)
    return csv_file(_rows([_indicator(found)]), f"{slug}-valeurs")


@blueprint.get(f"/{OWN.url}/<slug>/valeurs")
def show(slug: str) -> ResponseReturnValue:
    """The form that takes values."""
    return _form(_written(slug))


@blueprint.post(f"/{OWN.url}/<slug>/valeurs")
def take(slug: str) -> ResponseReturnValue:
    """Shows what would change; once that was seen (`geste=enregistrer`), writes it."""
    found = _written(slug)
    text = request.form.get("valeurs", "")
    try:
        text = reading.typed(text, request.files.get("fichier"))
        sent = reading.table(text)
    except Invalid as error:
        return _form(found, text, error.fields, status=422)
    if request.form.get("geste") != "enregistrer":
        return _form(found, text, changes=_changes(found, sent))
    count = _save(found, sent)
    flash(ngettext("%(num)s valeur enregistrée.", "%(num)s valeurs enregistrées.", count))
    return redirect(found.url)


def _save(found: Record, sent: Sequence[Reading]) -> int:
    """Onto the values that are there now: those of other days stay, whoever wrote them meanwhile."""
    lines = lines_of(merged(_indicator(found).readings, sent))
    operation = Operation(viewer().user or "", gettext("valeurs d’un tableau"))
    changed = [each for each in _changes(found, sent) if each.before != each.reading]
    if changed:
        change_record(database(), viewer(), found.id, found.version, {"values": lines}, operation)
    return len(changed)


def _changes(found: Record, sent: Iterable[Reading]) -> list[Change]:
    old = {each.day: each for each in _indicator(found).readings}
    return [Change(each, old.get(each.day)) for each in merged((), sent)]


def _record(place: str, slug: str) -> Record:
    kind = SCHEMA.kind_at(place)
    if kind is None:
        abort(404)
    return record(database(), viewer(), f"{kind.prefix}-{slug}")


def _written(slug: str) -> Record:
    only_writers()
    found = _record(OWN.url, slug)
    must_write(viewer(), found.id)
    return found


def _indicator(found: Record) -> Indicator:
    values, unit = found.field("values"), found.field("unit")
    lines = values.value if values and values.given and isinstance(values.value, list) else []
    return Indicator(found, str(unit.value) if unit and unit.given else None, readings(lines))


def _rows(found: Iterable[Indicator]) -> Iterator[Sequence[Cell]]:
    yield [gettext("indicateur"), "date", gettext("valeur"), gettext("unité"), "source"]
    for each in found:
        for one in each.readings:
            value = one.told if one.amount is None else one.amount
            yield [each.record.name, one.day, value, each.unit or "", one.source]


def _form(
    found: Record, text: str = "", wrong: dict[str, str] | None = None, status: int = 200,
    changes: Sequence[Change] = (),
) -> ResponseReturnValue:  # fmt: skip
    told = render("indicators/values.html", found=found, text=text, wrong=wrong or {}, changes=changes,
                  indicator=_indicator(found))  # fmt: skip
    return told, status
