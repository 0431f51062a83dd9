"""Promises of notes taken away: they say the same elsewhere, and no more than their reader sees."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import change_record, create_record
from graph.entities import record
from graph.imports.bring import TABLE, bring
from graph.imports.drafts import Report
from graph.operations import Operation
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.tuples import ALICE, graph_of
from tests.people import signed_in
from tests.workspace.test_syntheses import words

TEXT = "## Décisions\n\nAvec @IGN et @Secret : **oui**.\n\n- [ ] Écrire (@[action](action-ecrire))\n"


@pytest.fixture
def note(db: Database) -> str:
    graph_of(db, {("IGN", "LEADS", "Écrire")}, {
        "IGN": "Organisation", "Secret": ("Organisation", {"visibility": "private"}),
        "Écrire": ("Action", {"due": "2027-03"}),
    })  # fmt: skip
    told = {"name": 'Réunion: "la 3"', "text": TEXT, "day": "2026-03-03", "summary": "Un # deux"}
    create_record(db, ALICE, "Note", {"name": "Privée", "text": "rien", "visibility": "private"}, Operation("alice"))
    return create_record(db, ALICE, "Note", told, Operation("alice")).removeprefix("note-")


def file(client: FlaskClient, note: str, form: str) -> str:
    answer = client.get(f"/notes/{note}.{form}")
    assert answer.status_code == 200
    told = words(form, answer.data) if form != "md" else answer.get_data(as_text=True)
    return " ".join(told.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize("form", ["pdf", "docx", "odt", "html", "md"])
def test_a_file_says_what_the_page_says(app: Flask, db: Database, note: str, form: str) -> None:
    mine = file(signed_in(app, db, "alice"), note, form)
    for expected in ("Décisions", "IGN", "oui", "Écrire"):
        assert expected in mine, expected
    told = file(app.test_client(), note, form)
    assert "fiche réservée" in told and "Secret" not in told and "secret" not in told
    if form != "md":
        assert "mars 2027" in told and "Secret" in mine


def test_a_name_hidden_since_is_not_in_what_is_taken(app: Flask, db: Database, note: str) -> None:
    version = records(db, ["organisation-ign"])["organisation-ign"].version
    change_record(db, ALICE, "organisation-ign", version, {"visibility": "private"}, Operation("alice"))
    for form in ("md", "docx"):
        assert "IGN" not in file(app.test_client(), note, form)


def test_markdown_brought_in_again_is_the_same_note(app: Flask, db: Database, note: str, tmp_path: Path) -> None:
    before = record(db, ALICE, f"note-{note}")
    text = signed_in(app, db, "alice").get(f"/notes/{note}.md").get_data(as_text=True)
    db.write("MATCH (n:Note) DETACH DELETE n")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "x.md").write_text(text, encoding="utf-8")
    bring(db, SYSTEM, TABLE, tmp_path, Report(), name="notes")
    after = record(db, ALICE, f"note-{note}")
    for name in ("name", "text", "summary", "day"):
        was, now = before.field(name), after.field(name)
        assert was and now and str(was.value).strip() == str(now.value).strip(), name


def test_all_notes_that_one_may_read_are_in_one_archive(app: Flask, db: Database, note: str) -> None:
    def names(client: FlaskClient) -> list[str]:
        with client.get("/notes.zip") as answer:
            return zipfile.ZipFile(io.BytesIO(answer.data)).namelist()

    assert sorted(names(signed_in(app, db, "alice"))) == ["notes.json", "notes/privee.md", f"notes/{note}.md"]
    assert names(app.test_client()) == [f"notes/{note}.md", "notes.json"]


def test_a_note_that_is_not_for_them_is_not_there(app: Flask, db: Database, note: str) -> None:
    for form in ("pdf", "md", "html"):
        assert app.test_client().get(f"/notes/privee.{form}").status_code == 404
        assert app.test_client().get(f"/notes/nulle.{form}").status_code == 404


@pytest.mark.parametrize("form", ["pdf", "docx", "odt", "html"])
def test_whatever_was_typed_is_taken_away(app: Flask, db: Database, form: str) -> None:
    typed = "#### bas\n\n# haut\n\n- ## dans\n  > ### cité\n\n|a|\n|-|\n|b|c|\n\n1. x\n\n```\n#let x\n```\n"
    typed += "\u202e\x0b<b>&amp;\n\n***"
    create_record(db, ALICE, "Note", {"name": "#set text(red)", "text": typed}, Operation("alice"))
    told = file(app.test_client(), "set-text-red", form)
    assert "haut" in told and "#let x" in told and "#set text(red)" in told


@pytest.mark.parametrize("form", ["pdf", "docx", "odt", "html"])
def test_an_empty_note_is_taken_away_too(app: Flask, db: Database, form: str) -> None:
    create_record(db, ALICE, "Note", {"name": "Vide"}, Operation("alice"))
    assert "Vide" in file(app.test_client(), "vide", form)


def test_a_quotation_right_above_code_stands_apart_from_it(app: Flask, db: Database) -> None:
    create_record(db, ALICE, "Note", {"name": "Q", "text": "> un\n> deux\n\n```\nx\n```"}, Operation("alice"))
    made = docx.Document(io.BytesIO(app.test_client().get("/notes/q.docx").data))
    for name in ("Quote", "Code"):
        style: Any = made.styles[name]
        assert style.paragraph_format.space_before and style.paragraph_format.space_after
    assert [each.text for each in made.paragraphs if each.style and each.style.name == "Quote"] == ["un\ndeux"]
    with zipfile.ZipFile(io.BytesIO(app.test_client().get("/notes/q.odt").data)) as odt:
        told = odt.read("styles.xml").decode()
    assert 'margin-top="0.4cm"' in re.findall(r'name="Code".*?<style:paragraph-properties ([^>]*)', told)[0]
