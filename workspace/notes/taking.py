"""`/notes/<slug>.pdf` (.docx, .odt, .html, .md) and `/notes.zip`: notes taken away, as their reader sees them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from contextlib import suppress

from flask import Blueprint, Response, current_app, make_response, send_file

from graph import files, note_lines, note_shelves
from graph.entities import Record, record
from graph.errors import NotFound
from graph.links import today
from graph.mentions import cited
from graph.note_lines import Born
from graph.note_shelves import Place
from graph.notes import note_ids
from workspace import filing, mention_words
from workspace.addresses import public
from workspace.current import database, viewer
from workspace.dates import day
from workspace.incoming.bundle_parts import MANIFEST
from workspace.language import gettext, language
from workspace.papers import Block, Paper, Run, paper_file
from workspace.papers.reading import blocks_of
from workspace.uploads import safe_name
from workspace.words import kind_word, status_word, term

blueprint = Blueprint("taking", __name__)
MOST_BYTES = 50 * 2**20  # of attachments in one archive, which is made in memory: the rest is left on the site
MOST_IMAGES = 100  # in one paper
SHOWN = re.compile(r"\]\(\s*<?/fichier/(f-[\w-]{4,40})")
FIELDS = ("name", "summary", "day", "website", "source", "source_url", "source_date")


@blueprint.get("/notes/<slug>.<any(pdf, docx, odt, html):form>")
def paper(slug: str, form: str) -> Response:
    """A note to be read elsewhere: its text, and the records that its lines became."""
    return paper_file(_paper(_note(f"note-{slug}")), form, slug)


@blueprint.get("/notes/<slug>.md")
def text(slug: str) -> Response:
    """A note as the importer of tables reads it again."""
    answer = make_response(_markdown(_note(f"note-{slug}")))
    answer.mimetype = "text/markdown"
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.md"'
    return answer


@blueprint.get("/notes.zip")
def archive() -> Response:
    """Every note that the reader may see, with its images and files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        _fill(made)
    file.seek(0)
    return send_file(file, "application/zip", as_attachment=True, download_name="notes.zip")


def _fill(made: zipfile.ZipFile) -> None:
    """Notes in their folders, files beside them, and what the Markdown does not say of either."""
    root, left = filing.folder(current_app.extensions["settings"]), MOST_BYTES
    notes: dict[str, object] = {}
    told_files: dict[str, object] = {}
    for id in note_ids(database(), viewer()):
        try:
            note, place = _note(id), note_shelves.place_of(database(), viewer(), id)
        except NotFound:  # taken away meanwhile
            continue
        slug = id.removeprefix("note-")
        path = "/".join(["notes", *(safe_name(each) for each in place.folder.split(" / ") if each), f"{slug}.md"])
        made.writestr(path, _markdown(note))
        notes[path] = _beside(note, place)
        for each in note.files:
            source, inside = filing.path_of(root, each.sha256), f"fichiers/{slug}/{each.id}.{each.ending}"
            if source.is_file() and each.size <= left:
                left -= each.size
                made.write(source, inside)
                told_files[inside] = {"name": each.name, "alt": each.alt}
    told = {"site": public("").rstrip("/"), "notes": notes, "files": told_files}
    made.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))


def _beside(note: Record, place: Place) -> dict[str, object]:
    """Where a note is put, whose it is, and what its words name, as far as this reader may see."""
    cites = {words: each.record.id for each in cited(database(), viewer(), note.id) if each.record
             for words in each.words}  # fmt: skip
    told = {"folder": place.folder, "pinned": place.pinned, "archived": place.archived, "group": note.group,
            "cites": cites}  # fmt: skip
    return {name: value for name, value in told.items() if value}


def _note(id: str) -> Record:
    found = record(database(), viewer(), id, language=language())
    if found.kind != "Note":
        raise NotFound(id)
    return found


def _markdown(note: Record) -> str:
    """Front matter and text. Strings of JSON are strings of YAML, whatever stands in them."""
    told = {"kind": "note", "id": note.id, **{name: _said(note, name) for name in FIELDS}, "status": note.status or "",
            "visibility": note.visibility}  # fmt: skip
    front = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in told.items() if value)
    return f"---\n{front}---\n{mention_words.readable(note)}\n"


def _said(note: Record, name: str) -> str:
    field = note.field(name)
    return str(field.value) if field and field.given else ""


def _paper(note: Record) -> Paper:
    when, written = _said(note, "day"), note.updated_at or note.created_at or today()
    seen = gettext("visible par : %(who)s", who=term(note.visibility, "visibility"))
    text = _said(note, "text")
    blocks = _raised(blocks_of(text, 0, public(""), mention_words.names_of(note)))
    return Paper(
        title=note.name, kicker=" — ".join(filter(None, (gettext("Note"), day(when) if when else "", seen))),
        lead=note.summary or "", facts=[], language=language(), day=written[:10],
        foot=f"Maillage – {note.name}", heads={"sources": gettext("Sources")},
        blocks=[*blocks, *_born(note_lines.born(database(), viewer(), note.id))], sources=[],
        images=_images(text),
    )  # fmt: skip


def _images(text: str) -> dict[str, str]:
    """The smaller versions of what the text shows, where they are kept: of records that this reader may see."""
    root, out = filing.folder(current_app.extensions["settings"]), {}
    for id in list(dict.fromkeys(SHOWN.findall(text)))[:MOST_IMAGES]:
        with suppress(NotFound):
            found = files.file(database(), viewer(), id).file
            path = filing.path_of(root, found.sha256, small=True)
            if found.is_image and path.is_file():
                out[id] = str(path.absolute())
    return out


def _raised(blocks: list[Block]) -> list[Block]:
    """The text's own headings come right under the title: an accessible PDF skips no level."""
    return [{**each, "level": each["level"] - 1} if each["kind"] == "heading" else each for each in blocks]


def _born(found: list[Born]) -> list[Block]:
    """The records that its lines became, as a table: a plenary reads it aloud."""
    if not found:
        return []
    head = [gettext("Sorte"), gettext("Nom"), gettext("Qui"), gettext("Échéance"), gettext("État")]
    rows = [
        [kind_word(each.record.kind), each.record.name, ", ".join(who.name for who in each.who),
         day(each.due) if each.due else "", status_word(each.record.status or "", each.record.kind)]
        for each in found
    ]  # fmt: skip
    cells = [[[Run(text=text)] for text in row] for row in rows]
    title = Block(kind="heading", level=2, runs=[Run(text=gettext("Objets nés de la note"))])
    return [title, Block(kind="table", head=head, rows=cells)]
