"""`/communautes/<slug>/comite/importer`: a table of mandates dropped, what it would change, then written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import cast

from flask import Blueprint, abort, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.committees import Seat, community, seats
from graph.errors import Invalid, NotAllowed
from graph.imports.drafts import Problem, Report
from graph.imports.tables import open_tables
from graph.links import Brief
from graph.mandate_changes import Changes, carry_out, mandate_changes
from graph.mandate_columns import BY_NAME, COLUMNS
from graph.mandate_tables import Sheet, mandate_table, sheet_of
from graph.mobilisation import animates
from graph.operations import Operation
from graph.roadmap_wanted import Fault, Told
from graph.settings import Settings
from workspace import uploads
from workspace.current import account_name, database, signed_in, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import term, word

blueprint = Blueprint("mandate_importing", __name__)
ADDRESS = "/communautes/<slug>/comite/importer"
LARGEST = 5_000_000  # bytes
SHOWN = 200


@dataclass(frozen=True)
class Looked:
    """A table beside the committee: what it says, what it would change; `absent` are the mandates in force that it does
    not have: they stay."""

    sheet: Sheet
    changes: Changes
    problems: tuple[Problem, ...]
    absent: int

    @property
    def faults(self) -> list[Fault]:
        return sorted((*self.sheet.faults, *self.changes.faults), key=lambda fault: fault.row)

    @property
    def seen(self) -> str:
        """By which one who says "write it" says of what."""
        return blake2b(repr((self.changes.told, self.faults)).encode(), digest_size=8).hexdigest()

    def told(self, sort: str) -> list[Told]:
        """The cells of new mandates, of those that end, or of those that change otherwise."""
        ended = self.changes.ended
        return [each for each in self.changes.told
                if sort == ("new" if each.new else "ended" if each.row in ended else "changed")]  # fmt: skip


@blueprint.get(ADDRESS)
def ask(slug: str) -> ResponseReturnValue:
    """The door for a table, and its heads."""
    return _door(_animated(slug))


@blueprint.post(ADDRESS)
def drop(slug: str) -> ResponseReturnValue:
    """Keeps the file and reads it; one that tells no mandate is refused with why, and not kept."""
    found, file = _animated(slug), request.files.get("fichier")
    if file is None or not file.filename:
        return _door(found, gettext("Choisissez un fichier."))
    if (request.content_length or 0) > LARGEST:
        return _door(found, gettext("Le fichier est trop gros : %(n)s Mo au plus.", n=LARGEST // 1_000_000))
    upload = uploads.keep(_root(), [(file.filename, file.stream)], viewer().user or "", account_name())
    report = Report()
    try:
        sheet_of(database(), viewer(), [], mandate_table(open_tables(upload.path, report)))
    except Invalid as error:
        uploads.remove(upload)
        return _door(found, error.fields["fichier"], tuple(report.problems))
    return redirect(f"/communautes/{slug}/comite/importer/{upload.token}")


@blueprint.get(f"{ADDRESS}/<token>")
def preview(slug: str, token: str) -> ResponseReturnValue:
    """Row by row, what would change; nothing is written. `?colleges=nouveaux` takes colleges that nobody has."""
    found = _animated(slug)
    return _preview(found, _upload(token))


@blueprint.post(f"{ADDRESS}/<token>")
def write(slug: str, token: str) -> ResponseReturnValue:
    """Writes what was seen, in one operation; shows it anew when the committee has changed since."""
    found, upload = _animated(slug), _upload(token)
    done = Operation(viewer().user or "", gettext("mandats importés de %(file)s", file=upload.title))
    looked = _looked(found, upload, done)
    if request.form.get("vu") != looked.seen:
        return _preview(found, upload, status=409)
    carry_out(database(), viewer(), looked.changes, done)
    uploads.remove(upload)
    told = looked.changes
    flash(gettext("Importé. Mandats nouveaux : %(new)s ; changés : %(changed)s ; finis : %(ended)s.", new=told.created,
                  changed=told.changed, ended=len(told.ended)))  # fmt: skip
    if told.steps:
        flash(done.id, "undo")
    return redirect(f"/communautes/{slug}/comite#membres")


def _looked(found: Brief, upload: uploads.Upload, operation: Operation) -> Looked:
    report = Report()
    now = seats(database(), viewer(), found.id, [])
    sheet = sheet_of(database(), viewer(), now, mandate_table(open_tables(upload.path, report)))
    source = gettext("%(file)s, %(road)s", file=upload.title, road=found.name)
    changes = mandate_changes(
        database(), viewer(), found.id, now, sheet, source, operation, new_colleges=_takes_colleges()
    )
    return Looked(sheet, changes, tuple(report.problems), len(list(_absent(now, sheet))))


def _absent(now: list[Seat], sheet: Sheet) -> Iterator[Seat]:
    told = {each.known.link for each in sheet.mandates if each.known}
    return (seat for seat in now if seat.sits and seat.link not in told)


def _takes_colleges() -> bool:
    return request.args.get("colleges") == "nouveaux"


def _preview(found: Brief, upload: uploads.Upload, status: int = 200) -> ResponseReturnValue:
    looked = _looked(found, upload, Operation(viewer().user or ""))
    presences = [head for head in looked.sheet.strange if head.endswith(")")]
    strange = [head for head in looked.sheet.strange if head not in presences]
    return render(
        "committees/import_preview.html", status=status, found=found, upload=upload, looked=looked, shown=SHOWN,
        column_word=column_word, cell_word=cell_word, strange=strange, presences=presences,
        takes_colleges=_takes_colleges(),
    )  # fmt: skip


def _door(found: Brief, error: str = "", problems: tuple[Problem, ...] = ()) -> ResponseReturnValue:
    return render(
        "committees/import.html", status=422 if error else 200, found=found, error=error, problems=problems,
        heads=[column_word(column.name) for column in COLUMNS], days=uploads.KEPT_DAYS,
    )  # fmt: skip


def column_word(name: str) -> str:
    """A column's head, as the reader's language has it."""
    return word(BY_NAME[name].label)


def cell_word(name: str, value: object) -> str:
    """What a cell says, in words."""
    field = BY_NAME[name].field
    return term(str(value), field.vocabulary) if value and field and field.vocabulary else str(value or "")


def _animated(slug: str) -> Brief:
    if not signed_in():
        abort(401)
    found = community(database(), viewer(), f"communaute-{slug}")
    if not animates(viewer(), found.id):
        raise NotAllowed("Seule l'animation de ce comité importe ses mandats.")
    return found


def _upload(token: str) -> uploads.Upload:
    return uploads.own(_root(), token, viewer().user)


def _root() -> Path:
    return cast(Settings, current_app.extensions["settings"]).data / "mandate-uploads"
