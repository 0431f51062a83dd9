"""Promises of the archive: everything public, linked and searchable without a server, and nothing else."""

import csv
import re
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from graph.database import Database
from tests.graph.tuples import graph_of
from tests.people import send, signed_in
from tests.samples import image
from workspace.archive import write
from workspace.cli import main


@pytest.fixture
def folder(app: Flask, db: Database, tmp_path: Path) -> Path:
    graph_of(
        db,
        {("ADEME", "FUNDS", "Panoramax", "since=2023", "source=ademe.fr"), ("Secret", "FUNDS", "Panoramax"),
         ("ADEME", "FUNDS", "Caché")},
        {"ADEME": "Organisation", "Panoramax": ("Commons", {"description": "Des **photos** de <b>rue</b>"}),
         "Secret": ("Organisation", {"visibility": "members"}), "Caché": ("Commons", {"visibility": "private"}),
         "Zoé": ("Person", {"email": "zoe@example.invalid"}), "=1+1": "Theme"},
    )  # fmt: skip
    assert write(app, db, tmp_path / "archive") == 4
    return tmp_path / "archive"


def test_each_public_record_has_its_page_and_every_link_leads_to_a_file(folder: Path) -> None:
    html = (folder / "communs" / "panoramax.html").read_text()
    assert "<strong>photos</strong>" in html and "<b>rue</b>" not in html
    assert "Panoramax est financé par ADEME" in html and "ademe.fr" in html
    for page in folder.rglob("*.html"):
        for target in re.findall(r'(?:href|src)="(?!https?:|#)([^"]+)"', page.read_text()):
            assert (page.parent / target.partition("#")[0]).exists(), (page, target)


def test_what_is_not_public_is_in_no_file(folder: Path) -> None:
    for file in folder.rglob("*.*"):
        text = file.read_text()
        assert "Secret" not in text and "Caché" not in text and "zoe@" not in text, file


def test_the_index_holds_every_name_and_the_tables_every_link(folder: Path) -> None:
    index = (folder / "index.html").read_text()
    assert "Panoramax" in index and "ADEME" in index and "archive.js" in index
    with (folder / "liens.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    told = [(row["de"], row["relation"], row["à"]) for row in rows]
    assert told == [("organisation-ademe", "FUNDS", "commun-panoramax")]
    assert "'=1+1" in (folder / "fiches.csv").read_text()  # a spreadsheet runs no name


def test_a_hub_keeps_all_its_links(app: Flask, db: Database, tmp_path: Path) -> None:
    many = {f"Commun {n}": "Commons" for n in range(70)}
    graph_of(db, {("ADEME", "FUNDS", name) for name in many}, {"ADEME": "Organisation", **many})
    write(app, db, tmp_path / "archive")
    html = (tmp_path / "archive" / "organisations" / "ademe.html").read_text()
    assert len(set(re.findall(r"\.\./communs/commun-\d+\.html", html))) == 70


def test_a_folder_that_holds_something_is_left_alone(app: Flask, db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "plein"
    folder.mkdir()
    (folder / "lettre.txt").write_text("à garder")
    with pytest.raises(FileExistsError):
        write(app, db, folder)
    assert [path.name for path in folder.iterdir()] == ["lettre.txt"]


def test_the_command_says_what_it_is_for() -> None:
    assert "sans serveur" in CliRunner().invoke(main, ["archive", "--help"]).output


def test_images_and_files_of_public_records_come_along(app: Flask, db: Database, tmp_path: Path) -> None:
    ids = graph_of(db, set(), {"Panoramax": "Commons", "Caché": ("Commons", {"visibility": "members"})})
    alice = signed_in(app, db, "alice")
    for name in ("Panoramax", "Caché"):
        sent = {"fichier": (BytesIO(image()), "photo.jpg"), "alt": f"Une rue de {name}"}
        assert send(alice, f"/fichiers/{ids[name]}", sent, content_type="multipart/form-data").status_code == 302
    write(app, db, tmp_path / "archive")
    html = (tmp_path / "archive" / "communs" / "panoramax.html").read_text()
    (place,) = re.findall(r'src="\.\./(fichiers/[^"]+)" alt="Une rue de Panoramax"', html)
    assert (tmp_path / "archive" / place).read_bytes()[:2] == b"\xff\xd8"
    assert len(list((tmp_path / "archive" / "fichiers").iterdir())) == 1
