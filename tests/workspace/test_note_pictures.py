"""Promises of the images of a note: they leave with it for whom may see them, and come in with a document."""

import io
import re
import zipfile

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from graph.database import Database
from tests.people import send
from tests.reading import text, texts
from tests.workspace.test_note_bundles import PAGE, alice, drop, forgotten, keep, note
from tests.workspace.test_note_images import join, picture

__all__ = ["alice"]


SIGN = {"docx": b"<pic:pic", "odt": b"<draw:image ", "pdf": b"/Subtype/Image", "html": b"data:image/jpeg"}


def images_in(form: str, told: bytes) -> int:
    """How many are shown; a PDF holds each once."""
    if form in ("pdf", "html"):
        return told.count(SIGN[form])
    with zipfile.ZipFile(io.BytesIO(told)) as made:
        return made.read("word/document.xml" if form == "docx" else "content.xml").count(SIGN[form])


@pytest.mark.parametrize("form", SIGN)
def test_images_leave_with_their_note_for_whom_may_see_them(
    app: Flask, db: Database, alice: FlaskClient, form: str
) -> None:
    blue = io.BytesIO()
    Image.new("RGB", (8, 8), "blue").save(blue, "PNG")
    first, other = note(db, "Plan", "x"), note(db, "Autre", "x", visibility="private")
    lines = [join(alice, id, content, "a.png").get_json()["line"]
             for id, content in ((first, picture()), (other, blue.getvalue()))]  # fmt: skip
    said = f"Un {lines[0]} {lines[1]}\n\n| A | B |\n| --- | --- |\n| {lines[0]} | x |\n\n![ailleurs](//x.invalid/a.png)"
    db.write("MATCH (n:Note {id: $id}) SET n.text = $text", id=first, text=said)
    mine, others = (images_in(form, each.get(f"/notes/plan.{form}").data) for each in (alice, app.test_client()))
    assert (mine, others) == ((2, 1) if form == "pdf" else (3, 2))


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_images_of_a_document_are_those_of_its_note(app: Flask, alice: FlaskClient, db: Database, form: str) -> None:
    first = note(db, "Plan", "x", summary="En deux mots")
    line = join(alice, first, picture(), "carré.png").get_json()["line"]
    db.write("MATCH (n:Note {id: $id}) SET n.text = $text", id=first, text=f"Avant {line} après **gras**.")
    page = drop(alice, alice.get(f"/notes/plan.{form}").data, f"plan.{form}")
    assert "1 image ou fichier" in text(page) and "Comme il se lira" in text(page)
    forgotten(db)
    answer = keep(alice, page)
    assert answer.location == "/notes/plan"
    (made,) = db.read("MATCH (n:Note) RETURN n.text AS text, n.summary AS summary, n.visibility AS seen")
    assert re.fullmatch(r"Avant !\[un carré\]\(/fichier/f-[\w-]+\) après \*\*gras\*\*.", made["text"])
    assert made["summary"] == "En deux mots" and made["seen"] == "members"
    (kept,) = db.read("MATCH (f:File) RETURN f.alt AS alt, f.record AS record, f.mime AS mime")
    assert kept == {"alt": "un carré", "record": first, "mime": "image/jpeg"}


def test_pictures_of_a_document_that_goes_to_a_note_are_counted(alice: FlaskClient, db: Database) -> None:
    made, file = docx.Document(), io.BytesIO()
    for words in ("Avant", "Après"):
        made.add_paragraph(words).add_run().add_picture(io.BytesIO(picture()))
    made.save(file)
    page = drop(alice, file.getvalue(), "x.docx")
    assert "1 image ou fichier" in text(page), "the same one twice is one"
    assert not texts(page, ".notice-warn")
    slug = note(db, "Plan", "x").removeprefix("note-")
    data = {"fichier": (io.BytesIO(file.getvalue()), "x.docx"), "note": slug}
    shown = send(alice, PAGE, data, f"{PAGE}?note={slug}", content_type="multipart/form-data")
    assert shown.status_code == 200 and "2 images ne sont pas reprises" in text(shown, ".notice")
