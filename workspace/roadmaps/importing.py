"""`…/feuille-de-route/<year>/importer`: a table dropped, what it would change, then written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import cast

from flask import Blueprint, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import Invalid
from graph.imports.drafts import Problem, Report
from graph.imports.tables import open_tables
from graph.operations import Operation
from graph.permissions import must_write
from graph.roadmap_changes import Changes, carry_out, changes_of
from graph.roadmap_columns import COLUMNS
from graph.roadmap_tables import Sheet, roadmap_table, sheet_of
from graph.roadmap_wanted import Fault
from graph.roadmaps import Roadmap
from graph.settings import Settings
from workspace import uploads
from workspace.current import account_name, database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.roadmaps.asked import asked, cell_word, column_word, page_of, source_of
from workspace.writers import only_writers

blueprint = Blueprint("roadmap_importing", __name__)
blueprint.before_request(only_writers)
ADDRESS = "/communautes/<slug>/feuille-de-route/<year>/importer"
LARGEST = 5_000_000  # bytes: 5,000 lines are less than a fifth of it
SHOWN = 200


@dataclass(frozen=True)
class Looked:
    """A table beside the roadmap: what it says, what it would change, what cannot be taken."""

    sheet: Sheet
    changes: Changes
    problems: tuple[Problem, ...]
    absent: int  # lines of the roadmap that the table does not have: they stay

    @property
    def faults(self) -> list[Fault]:
        return sorted((*self.sheet.faults, *self.changes.faults), key=lambda fault: fault.row)

    @property
    def seen(self) -> str:
        """By which one who says "write it" says of what."""
        told = repr((self.changes.told, self.faults)).encode()
        return blake2b(told, digest_size=8).hexdigest()


@blueprint.get(ADDRESS)
def ask(slug: str, year: str) -> ResponseReturnValue:
    """The door for a table, and its heads."""
    return _door(slug, _mine(slug, year))


@blueprint.post(ADDRESS)
def drop(slug: str, year: str) -> ResponseReturnValue:
    """Keeps the file and reads it; one that is no roadmap is refused with why, and not kept."""
    road, file = _mine(slug, year), request.files.get("fichier")
    if file is None or not file.filename:
        return _door(slug, road, gettext("Choisissez un fichier."))
    if (request.content_length or 0) > LARGEST:
        return _door(slug, road, gettext("Le fichier est trop gros : %(n)s Mo au plus.", n=LARGEST // 1_000_000))
    upload = uploads.keep(_root(), [(file.filename, file.stream)], viewer().user or "", account_name())
    report = Report()
    try:
        roadmap_table(open_tables(upload.path, report))
    except Invalid as error:
        uploads.remove(upload)
        return _door(slug, road, error.fields["fichier"], tuple(report.problems))
    return redirect(f"{page_of(slug, year)}/importer/{upload.token}")


@blueprint.get(f"{ADDRESS}/<token>")
def preview(slug: str, year: str, token: str) -> ResponseReturnValue:
    """Cell by cell, what would change; nothing is written."""
    return _preview(slug, _mine(slug, year), _upload(token))


@blueprint.post(f"{ADDRESS}/<token>")
def write(slug: str, year: str, token: str) -> ResponseReturnValue:
    """Writes what was seen, in one operation; shows it anew when the roadmap has changed since."""
    road, upload = _mine(slug, year), _upload(token)
    done = Operation(viewer().user or "", gettext("feuille de route importée de %(file)s", file=upload.title))
    looked = _looked(road, upload, done)
    if request.form.get("vu") != looked.seen:
        return _preview(slug, road, upload, status=409)
    carry_out(database(), viewer(), looked.changes, done)
    uploads.remove(upload)
    flash(gettext("Importé. Lignes nouvelles : %(new)s ; modifiées : %(changed)s.", new=looked.changes.created,
                  changed=looked.changes.changed))  # fmt: skip
    if looked.changes.steps:
        flash(done.id, "undo")
    return redirect(page_of(slug, year))


def _looked(road: Roadmap, upload: uploads.Upload, operation: Operation) -> Looked:
    report = Report()
    sheet = sheet_of(database(), viewer(), road, roadmap_table(open_tables(upload.path, report)))
    source = gettext("%(file)s, %(road)s", file=upload.title, road=source_of(road))
    changes = changes_of(database(), viewer(), road, sheet.wanted, source, operation)
    named = {want.id for want in sheet.wanted}
    absent = sum(line.record.id not in named for line in road.lines)
    return Looked(sheet, changes, tuple(report.problems), absent)


def _preview(slug: str, road: Roadmap, upload: uploads.Upload, status: int = 200) -> ResponseReturnValue:
    looked = _looked(road, upload, Operation(viewer().user or ""))
    kinds = Counter(told.column for told in looked.changes.told if not told.new)
    new = list({told.row: told for told in looked.changes.told if told.new}.values())
    changed = [told for told in looked.changes.told if not told.new]
    return render(
        "roadmaps/preview.html", status=status, road=road, page=page_of(slug, road.year), upload=upload, looked=looked,
        new=new, changed=changed, kinds=kinds, shown=SHOWN, column_word=column_word, cell_word=cell_word,
    )  # fmt: skip


def _door(slug: str, road: Roadmap, error: str = "", problems: tuple[Problem, ...] = ()) -> ResponseReturnValue:
    return render(
        "roadmaps/import.html", status=422 if error else 200, road=road, page=page_of(slug, road.year), error=error,
        problems=problems, heads=[column_word(column.name) for column in COLUMNS], days=uploads.KEPT_DAYS,
    )  # fmt: skip


def _mine(slug: str, year: str) -> Roadmap:
    road = asked(slug, year)
    must_write(viewer(), road.record.id)
    return road


def _upload(token: str) -> uploads.Upload:
    return uploads.own(_root(), token, viewer().user)


def _root() -> Path:
    return cast(Settings, current_app.extensions["settings"]).data / "roadmap-uploads"
