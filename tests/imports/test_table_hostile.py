"""Promises to whoever receives files from strangers: refused with a sentence, and the rest still read."""

import os
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.imports.drafts import Report
from graph.imports.table import read
from graph.imports.tables import open_tables
from graph.imports.tables.limits import MAX_CELL


def refusals(path: Path) -> list[str]:
    """Why nothing of a file is read; its problems all say what to do."""
    report = Report()
    tables = open_tables(path, report)
    for table in tables:
        assert list(table.rows(report)) == []
    assert all(problem.action for problem in report.problems)
    return [problem.reason for problem in report.problems]


def book(path: Path, cells: dict[str, str]) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    made.save(path)
    return path


def rewritten(path: Path, parts: dict[str, bytes]) -> Path:
    """The workbook with some parts replaced or added."""
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()} | parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in kept.items():
            new.writestr(name, data)
    return path


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = rewritten(book(tmp_path / "t.xlsx", {"A1": "Nom"}), {"xl/bomb.xml": b" " * 201_000_000})
    assert refusals(path) == ["une fois décompressé, le classeur pèse plus de 201 Mo"]


def test_a_zip_bomb_under_the_limit_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = rewritten(book(tmp_path / "t.xlsx", {"A1": "Nom"}), {"xl/bomb.xml": b" " * 60_000_000})
    assert refusals(path) == ["une fois décompressé, le classeur pèse plus de 60 Mo"]


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = rewritten(book(tmp_path / "t.xlsx", {"A1": "Nom"}), {"xl/bomb.xml": b" " * 60_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 60_000_000), struct.pack("<L", 1_000)))
    assert refusals(path) == ["le fichier est abîmé"]


def test_five_kilobytes_that_ask_for_512_gibibytes_are_refused_and_other_sheets_read(tmp_path: Path) -> None:
    made = Workbook()
    far = made.active
    assert far is not None
    far["A1"], far["XFD1048576"] = "Nom", "loin"
    near = made.create_sheet("Membres")
    near.append(["Nom", "Ville"])
    near.append(["ADEME", "Angers"])
    made.save(tmp_path / "t.xlsx")
    report = Report()
    (table,) = open_tables(tmp_path / "t.xlsx", report)
    assert [row.cells for row in table.rows()] == [{"Nom": "ADEME", "Ville": "Angers"}]
    assert [problem.file for problem in report.problems] == ["t.xlsx › Sheet"]
    assert "abîmé ou trop grand" in report.problems[0].reason


def test_a_sheet_of_too_many_columns_says_how_many(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", {"A1": "Nom", "XFD1": "Loin", "A2": "x"})
    assert refusals(path) == ["16384 colonnes (limite : 1000)"]


def test_a_million_columns_of_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Nom;" * 1_100 + "\n")
    assert refusals(path) == ["1101 colonnes (limite : 1000)"]
    path.write_text("Nom;" * 10_000_000)
    assert refusals(path) == ["ligne de plus de 1 000 000 caractères"]


def test_one_line_of_a_hundred_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as stream:
        stream.write(b"Nom;Ville\nADEME;")
        for _ in range(100):
            stream.write(b"x" * 1_000_000)
    assert refusals(path) == ["ligne de plus de 1 000 000 caractères"]


def test_too_many_rows_stop_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.imports.tables.shapes.MAX_ROWS", 10)
    path = tmp_path / "t.csv"
    path.write_text("Nom;Ville\n" + "A;B\n" * 20)
    report = Report()
    assert len(list(open_tables(path, report)[0].rows(report))) == 9
    assert [(problem.reason, problem.line) for problem in report.problems] == [("plus de 10 lignes", 11)]


def test_a_very_long_cell_is_left_out_and_the_row_kept(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"Nom;Résumé\nA;{'x' * (MAX_CELL + 1)}\nB;{'y' * 200_000}\nC;z\n")
    report = Report()
    rows = list(open_tables(path, report)[0].rows(report))
    assert [row.cells for row in rows] == [{"Nom": "A"}, {"Nom": "C", "Résumé": "z"}]
    assert [(problem.line, problem.reason) for problem in report.problems] == [
        (2, "cellule de 100001 caractères (limite : 100000)"),
        (3, "guillemet jamais fermé ou cellule démesurée, des lignes 3 à 3"),
    ]
    assert all(len(problem.value) <= 200 for problem in report.problems)


def test_xml_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    path = rewritten(book(tmp_path / "t.xlsx", {"A1": "Nom", "A2": "x"}), {"xl/sharedStrings.xml": bomb})
    assert refusals(path) == ["le classeur déclare des entités XML"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\b", "C:/x"])
def test_paths_inside_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    path = rewritten(book(tmp_path / "t.xlsx", {"A1": "Nom"}), {name: b"x"})
    assert refusals(path) == ["l'archive contient des chemins dangereux"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("t.csv", b"PK\x03\x04rest", "malgré son extension « .csv », c'est un classeur ou une archive"),
        ("t.csv", b"%PDF-1.7", "malgré son extension « .csv », c'est un PDF"),
        ("t.xlsx", b"Nom;Ville\nA;B\n", "malgré son extension « .xlsx », c'est du texte"),
        ("t.xls", b"<html><table>", "malgré son extension « .xls », c'est du texte"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "classeur protégé par un mot de passe, ou ancien .xls renommé"),
        ("t.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600, "le fichier est abîmé"),
        ("t.xlsx", b"PK\x03\x04" + b"x" * 600, "le fichier est abîmé"),
        ("t.csv", bytes(range(256)) * 4, "ce fichier n'est pas du texte"),
        ("t.csv", b"", "fichier vide"),
        ("t.csv", b"1;2\n3;4\n", "aucune ligne de noms de colonnes"),
        ("t.exe", b"MZ", "extension « .exe » inconnue"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_told_apart(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert refusals(path) == [reason]


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "x")
    assert refusals(path) == ["ce fichier n'est pas un classeur .ods"]


def test_nul_bytes_are_taken_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"Nom;Ville\n" + b"Agence;Paris\n" * 50 + b"AD\0EME;Angers\n")
    report = Report()
    rows = list(open_tables(path, report)[0].rows(report))
    assert rows[-1].cells["Nom"] == "ADEME"
    assert [problem.reason for problem in report.problems] == ["caractères nuls, d'abord ligne 52"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text("Nom;Ville\nsecret;ici\n")
    folder = tmp_path / "import"
    folder.mkdir()
    (folder / "link.csv").symlink_to(outside)
    (folder / "all").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.csv")
    report = Report()
    assert open_tables(folder, report) == []
    assert {problem.file: problem.reason for problem in report.problems} == {
        "link.csv": "lien symbolique", "all": "lien symbolique", "pipe.csv": "ce n'est pas une table",
    }  # fmt: skip


@pytest.mark.parametrize("front", ["a: &x [1]\nb: *x", "a: [" * 500, "- liste", "a: 'ouvert", "x"])
def test_front_matter_made_to_harm_is_refused(tmp_path: Path, front: str) -> None:
    path = tmp_path / "notes" / "n.md"
    path.parent.mkdir()
    path.write_text(f"---\n{front}\n---\ncorps")
    report = Report()
    assert open_tables(tmp_path, report) == []
    assert [problem.file for problem in report.problems] == ["notes/n.md"]


def test_one_broken_file_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "cassé.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "communs.csv").write_text("Nom\nPanoramax\n")
    report = Report()
    assert [item.where for item in read(tmp_path, report)] == ["communs.csv:2"]
    assert [problem.file for problem in report.problems] == ["cassé.xlsx"]
