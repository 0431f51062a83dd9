"""Writes the archive: a page a record, a list a kind, one index to search, tables of records and links."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, render_template

from graph.database import Database
from graph.entities import Record
from graph.files import File
from graph.links import Brief
from graph.public_records import how_many, public_records
from graph.schema import SCHEMA
from workspace import filing
from workspace.csv_files import csv_on_disk
from workspace.places import shared

FILES = ("archive.css", "archive.js")
RECORD_COLUMNS = ("id", "sorte", "nom", "résumé", "état", "page")
LINK_COLUMNS = ("de", "relation", "à", "depuis", "jusqu'à", "source", "adresse de la source")


def write(app: Flask, db: Database, folder: Path, progress: Callable[[int, int], None] = lambda *_: None) -> int:
    """Writes into a new or empty folder; how many records it holds now. FileExistsError when it held something."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    total = how_many(db, list(SCHEMA.kinds))
    with (
        app.test_request_context("/"),
        csv_on_disk(folder / "fiches.csv", RECORD_COLUMNS) as tell_record,
        csv_on_disk(folder / "liens.csv", LINK_COLUMNS) as tell_link,
    ):
        known: list[Brief] = []
        for record in public_records(db, list(SCHEMA.kinds)):
            _page(folder, record, _files(folder, app, record))
            tell_record(_row(record))
            for row in _links(record):
                tell_link(row)
            known.append(Brief(record.id, record.kind, record.name, record.summary, record.status))
            progress(len(known), total)
        _lists(folder, known)
    for name in FILES:
        shutil.copyfile(shared("templates/archive") / name, folder / name)
    return len(known)


def local(url: str, up: str) -> str:
    """A page of the site as a file beside this one: "/communs/panoramax" from two folders down."""
    return f"{up}{url.strip('/')}.html"


def _page(folder: Path, record: Record, files: list[tuple[File, str]]) -> None:
    path = folder / f"{record.url.strip('/')}.html"
    path.parent.mkdir(exist_ok=True)
    path.write_text(_rendered("archive/record.html", up="../", record=record, files=files), encoding="utf-8")


def _files(folder: Path, app: Flask, record: Record) -> list[tuple[File, str]]:
    """The images and files of a record with their places in the archive; one whose bytes are lost is left out."""
    root, kept = filing.folder(app.extensions["settings"]), []
    for each in record.files:
        source, place = filing.path_of(root, each.sha256), f"fichiers/{each.id}.{each.ending}"
        if source.is_file():
            (folder / "fichiers").mkdir(exist_ok=True)
            shutil.copyfile(source, folder / place)
            kept.append((each, place))
    return kept


def _lists(folder: Path, known: list[Brief]) -> None:
    by_kind = {kind: sorted((each for each in known if each.kind == kind.name), key=lambda each: each.name.casefold())
               for kind in SCHEMA.kinds.values()}  # fmt: skip
    shown = {kind: found for kind, found in by_kind.items() if found}
    (folder / "index.html").write_text(
        _rendered("archive/index.html", up="", kinds=shown, total=len(known)), encoding="utf-8"
    )


def _rendered(template: str, **context: Any) -> str:
    today, up = datetime.now(UTC).date().isoformat(), context["up"]
    return render_template(template, day=today, local=lambda url: local(url, up), **context)


def _row(record: Record) -> tuple[str, ...]:
    told = (record.id, str(record.kind_label), record.name, record.summary or "", str(record.status_label or ""))
    return (*told, local(record.url, ""))


def _links(record: Record) -> Iterator[tuple[str, ...]]:
    """Each link once, from the record that it goes out from."""
    for link in record.links:
        if not link.inverse:
            said = (link.since, link.until, link.source_words, link.source_url)
            yield (link.source.id, link.type, link.target.id, *(cell or "" for cell in said))
