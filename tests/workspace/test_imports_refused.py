"""Promises of what an import refuses, with a sentence, and of those to whom it shows nothing."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.imports import runs
from graph.imports.drafts import Draft, Report
from graph.imports.run import run_import
from graph.viewers import SYSTEM
from tests.importing import (
    drop,
    dropped,
    filled,
    full_disk,
    imported,
    looked,
    match,
    matched,
    network,
    text_of,
    workbook,
)
from tests.people import signed_in, token

# Refuses: what is wrong, with a sentence.


@cache
def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.png", b"\x89PNG\r\n", "extension « .png » inconnue"),
        ("photo.csv", b"%PDF-1.7 x", "c'est un PDF"),
        ("vide.csv", b"", "fichier vide"),
        ("bombe.xlsx", bomb, "une fois décompressé"),
        ("faux.xlsx", b"Nom;Sigle\n", "c'est du texte"),
        ("large.csv", lambda: b";".join([b"c"] * 5_000_000), "ligne de plus de"),
        ("nombres.csv", b"1;2;3\n4;5;6\n", "aucune ligne de noms de colonnes"),
        ("abime.ods", b"PK\x03\x04" + b"\0" * 40, "abîmé"),
        ("README.csv", b"Nom\nEau\n", ""),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason_and_nothing_is_kept(
    app: Flask, db: Database, tmp_path: Path, name: str, content: bytes | Callable[[], bytes], words: str
) -> None:
    alice = signed_in(app, db, "alice")
    answer = drop(alice, (name, content() if callable(content) else content))
    if not words:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    text = text_of(answer.text).replace("\u00a0", " ")
    assert "Aucun tableau n’a pu être lu" in text and words in text
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_broken_file_does_not_stop_the_others_and_none_is_dropped_silently(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"), ("bombe.xlsx", bomb()), ("README.csv", b"Nom\nx\n"))
    text = text_of(alice.get(f"{at}/colonnes").text)
    assert "bombe.xlsx" in text and "README.csv" in text
    seen = text_of(looked(alice, at))
    assert "1 à créer" in seen and "bombe.xlsx" in seen


def test_no_file_and_too_many_are_told(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    assert "Choisissez un fichier" in drop(alice).text
    answer = drop(alice, *((f"t{n}.csv", b"Nom\nEau\n") for n in range(21)))
    assert (answer.status_code, "20 fichiers au plus" in answer.text) == (422, True)


def test_a_file_over_the_limit_is_told_with_the_limit(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    answer = drop(alice, ("gros.csv", b"Nom\n" + b"Eau\n" * 400_000))
    assert answer.status_code == 413
    assert "trop gros" in answer.text and "Mo au plus" in answer.text
    bob = signed_in(app, db, "bob")
    assert "Importer un fichier" not in bob.post("/imports", data={"x": "y" * 2_000_000}).text


def test_afull_disk_disk_is_told_and_leaves_no_half_file(
    app: Flask, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = signed_in(app, db, "alice")
    monkeypatch.setattr(shutil, "copyfileobj", full_disk)
    answer = drop(alice, ("themes.csv", b"Nom\nEau\n"))
    assert answer.status_code == 507
    assert "le disque est plein" in answer.text
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_table_without_a_name_is_not_previewed(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    answer = match(alice, at, {"t0-c0": "summary", "continuer": "1"})
    assert (answer.status_code, "Aucune colonne ne donne le nom" in answer.text) == (422, True)
    answer = match(alice, at, {"t0-kind": "", "continuer": "1"})
    assert (answer.status_code, "au moins d’une table" in answer.text) == (422, True)


def test_a_table_of_links_without_its_ends_is_not_previewed(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("t.csv", b"A;B\nADEME;IGN\n"))
    match(alice, at, {"t0-kind": "liens"})
    answer = match(alice, at, {"t0-c0": "from", "t0-c1": "to", "continuer": "1"})
    assert (answer.status_code, "la relation" in answer.text) == (422, True)
    ends = {"t0-from-kind": "Organisation", "t0-from-create": "1", "t0-to-kind": "Organisation", "t0-to-create": "1"}
    matched(alice, at, {"t0-c0": "from", "t0-c1": "to", "t0-relation": "est partenaire de", **ends})
    imported(alice, db, at)
    assert network(db) == {("ADEME", "PARTNERS", None, "IGN")}


def test_choices_that_no_form_offers_change_nothing(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom;Autre\nEau;x\n"))
    for wrong in ("lien|DROP||", "champ|all|x", "audience", "lien|FUNDS||nope", "../..", "ref:"):
        match(alice, at, {"t0-c1": wrong, "t0-visibility": "tous", "t0-all": wrong})
        form = filled(alice.get(f"{at}/colonnes").text)
        assert (form["t0-c1"], form["t0-all"]) == ("", ""), wrong


@pytest.mark.parametrize("token", ["..", "x" * 22, "%2e%2e", "a/b", "passages"])
def test_an_address_that_nobody_gave_is_not_found(app: Flask, db: Database, token: str) -> None:
    alice = signed_in(app, db, "alice")
    assert alice.get(f"/imports/{token}/colonnes").status_code in (404, 405)
    assert alice.get("/imports/passages/import-0").status_code == 404


def test_a_page_of_problems_that_is_no_number_is_refused(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    run = imported(alice, db, dropped(alice, ("themes.csv", b"Nom\nEau\n")))
    assert alice.get(f"{run}?page=x").status_code == 422


def test_hostile_cells_are_shown_as_text_and_neutralised_in_the_csv(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    evil = '=cmd|"/c calc"!A1'
    quoted = evil.replace('"', '""')
    text = f'Nom;SIREN;Site\n<img src=x onerror=alert(1)>;"{quoted}";javascript:alert(1)\n@SUM(1);+1;x\n'
    at = dropped(alice, ("organisations.csv", text.encode()))
    html = alice.get(f"{at}/colonnes").text + looked(alice, at)
    assert "&lt;img src=x" in html and "<img" not in html and 'href="javascript' not in html
    run = imported(alice, db, at)
    assert "<img" not in alice.get(run).text
    for address in (f"{at}/problemes.csv", f"{run}/problemes.csv"):
        lines = list(csv.reader(io.StringIO(alice.get(address).get_data(as_text=True).removeprefix("\ufeff"))))
        assert lines[0] == ["fichier", "ligne", "champ", "valeur", "problème", "ce qui est fait"]
        assert any(cell == f"'{evil}" for line in lines for cell in line)
        assert not any(
            cell.startswith(("=", "@", "javascript:")) and cell[0] in "=@" for line in lines for cell in line
        )


def test_many_problems_come_in_pages_with_their_sorts(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    rows = [["Nom", "SIREN"], *([f"Organisation {n}", "12"] for n in range(60))]
    at = dropped(alice, ("organisations.xlsx", workbook(rows)))
    match(alice, at, {"t0-kind": "Organisation"})
    html = looked(alice, at)
    assert "60 problèmes" in text_of(html) and "Par sorte de problème" in html and "page=2" in html
    run = imported(alice, db, at)
    assert "51 à 60 sur 60" in text_of(alice.get(f"{run}?page=2").text)


# Hides: everything, from who does not animate.

READ = (
    "/imports", "/imports/{token}/colonnes", "/imports/{token}/correspondance.yml", "/imports/{token}/apercu",
    "/imports/{token}/problemes.csv", "/imports/passages/{run}", "/imports/passages/{run}/problemes.csv",
)  # fmt: skip
WRITTEN = (
    "/imports", "/imports/{token}/colonnes", "/imports/{token}/importer", "/imports/{token}/retirer",
    "/imports/passages/{run}/annuler", "/imports/passages/{run}/reprendre",
)  # fmt: skip


def test_every_address_of_the_imports_is_in_these_lists(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("imports.")]
    known = {("GET", path) for path in READ} | {("POST", path) for path in WRITTEN}
    found = {(method, re.sub(r"<(\w+)>", r"{\1}", rule.rule)) for rule in rules for method in rule.methods or ()}
    assert {(method, rule) for method, rule in found if method in ("GET", "POST")} == known


def addresses(alice: FlaskClient, db: Database) -> tuple[str, list[str], list[str]]:
    """A finished run, and every address of it and of its upload, to read and to write."""
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    run = imported(alice, db, at)
    names = {"token": at.rsplit("/", 1)[-1], "run": run.rsplit("/", 1)[-1]}
    return names["run"], [path.format(**names) for path in READ], [path.format(**names) for path in WRITTEN]


def test_strangers_are_shown_the_door(app: Flask, db: Database) -> None:
    run, read, written = addresses(signed_in(app, db, "alice"), db)
    charlie = app.test_client()
    sent = {"csrf_token": token(charlie, "/connexion")}
    answers = [charlie.get(path) for path in read] + [charlie.post(path, data=sent) for path in written]
    assert [(answer.status_code, answer.location.split("?")[0]) for answer in answers] == [(302, "/connexion")] * 13
    assert runs.run_of(db, run).state == "done"


def test_members_are_told_who_imports(app: Flask, db: Database) -> None:
    run, read, written = addresses(signed_in(app, db, "alice"), db)
    bob = signed_in(app, db, "bob")
    sent = {"csrf_token": token(bob, "/compte")}
    for answer in [*(bob.get(path) for path in read), *(bob.post(path, data=sent) for path in written)]:
        assert (answer.status_code, "Seule l’animation" in answer.text, "themes.csv" in answer.text) == (
            403,
            True,
            False,
        )
    assert runs.run_of(db, run).state == "done"


def test_a_form_without_its_token_is_refused(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    run, read, written = addresses(alice, db)
    assert [alice.post(path).status_code for path in written] == [400] * 6
    assert runs.run_of(db, run).state == "done"
    assert alice.get(read[1]).status_code == 200


def test_the_page_about_the_data_tells_what_was_imported_without_names_of_files(app: Flask, db: Database) -> None:
    alice, anybody = signed_in(app, db, "alice"), app.test_client()
    assert "Aucun import" in anybody.get("/donnees").text
    at = dropped(alice, ("secret.csv", b"Nom;Visible par\nEau;public\nPris;members\n"))
    matched(alice, at, {"t0-kind": "Theme"})
    imported(alice, db, at)
    run_import(db, SYSTEM, "sill", "sill", [Draft("Software", ("sill:logiciel/1",), {"name": "QGIS"})], Report())
    page = anybody.get("/donnees").text
    assert "secret" not in page
    assert "Socle interministériel de logiciels libres" in page and "Fichiers importés par l’animation" in page


def test_problems_never_tell_coordinates(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice)
    matched(alice, at, {"t0-purpose": "x", "t0-origin": "y"})
    run = imported(alice, db, at)
    assert "zoe(at)exemple.fr" not in alice.get(f"{run}/problemes.csv").text
    assert "zoe(at)exemple.fr" not in json.dumps(db.read("MATCH (run:Run) RETURN run.problems AS p"))
