"""Promises of what cells say: codes, dates, numbers, empty ones, terms and rows that come twice."""

from pathlib import Path

from openpyxl import Workbook

from graph.imports.drafts import Draft, Report
from graph.imports.table import read
from graph.values import State
from tests.imports.test_table_reading import drafts, fields, told


def test_codes_that_a_spreadsheet_took_for_numbers_get_their_zeros_back_and_it_is_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Territoires"
    sheet.append(["Nom", "Code INSEE", "Type", "Population"])
    sheet.append(["L'Abergement", 1001, "commune", 832])
    sheet.append(["Ain", 1, "département", 680_000])
    sheet.append(["Écrit", "01002", "commune", "1 234,5"])
    book.save(tmp_path / "t.xlsx")
    report = Report()
    records = [item for item in read(tmp_path, report) if isinstance(item, Draft)]
    assert [(draft.fields["code"], draft.fields["population"], draft.refs[1:]) for draft in records] == [
        ("01001", 832, ("cog:commune/01001",)),
        ("01", 680_000, ("cog:departement/01",)),
        ("01002", "1 234,5", ("cog:commune/01002",)),
    ]
    assert [(problem.line, problem.value, problem.action) for problem in report.problems] == [
        (2, "1001", "code enregistré comme un nombre : repris comme « 01001 »"),
        (3, "1", "code enregistré comme un nombre : repris comme « 01 »"),
    ]


def test_dates_and_numbers_follow_the_conventions_of_the_table(tmp_path: Path) -> None:
    text = "Nom;Début;Budget\nA;12/03/2023;1.250,50\nB;mars 2023;12 500 €\nC;2023-03-12T10:00:00Z;3,5\n"
    assert fields(tmp_path, text, name="appels.csv") == [
        {"name": "A", "begins": "12/03/2023", "budget": "1250,50"},
        {"name": "B", "begins": "mars 2023", "budget": "12 500 €"},
        {"name": "C", "begins": "2023-03-12", "budget": "3,5"},
    ]
    english = """
tables:
- {file: appels.csv, kind: Call, columns: {Nom: name, Début: begins, Budget: budget}, decimal: ".", dates: month-first}
"""
    text = "Nom;Début;Budget\nA;12/31/2023;1,250.50\n"
    assert fields(tmp_path, text, english, "appels.csv") == [{"name": "A", "begins": "31/12/2023", "budget": "1250.50"}]


def test_the_number_of_a_day_that_lost_its_format_is_a_date_again(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nom de l'appel", "Début"])
    sheet.append(["A", 44997])
    sheet.append(["B", 2023])
    book.save(tmp_path / "t.xlsx")
    report = Report()
    records = [item for item in read(tmp_path, report) if isinstance(item, Draft)]
    assert [draft.fields["begins"] for draft in records] == ["2023-03-12", "2023"]
    assert [problem.action for problem in report.problems] == [
        "date enregistrée comme un nombre : reprise comme 2023-03-12"
    ]


def test_empty_cells_say_nothing_and_words_say_their_state(tmp_path: Path) -> None:
    text = "Nom;Licence;Site web;Résumé;Véhicule juridique\nA;aucune;non renseigné;-;\n"
    assert fields(tmp_path, text, name="communs.csv") == [
        {"name": "A", "licence": "aucune", "website": State.NOT_GIVEN}
    ]


def test_case_variants_of_a_term_are_one_term_and_told_once(tmp_path: Path) -> None:
    report = Report()
    text = "Nom;Licence\nA;Licence Ouverte\nB;licence ouverte | MIT\nC;licence ouverte\nD;LICENCE OUVERTE\n"
    records, _ = drafts(tmp_path, {"communs.csv": text}, report=report)
    assert [draft.fields["licence"] for draft in records] == [
        "Licence Ouverte", "Licence Ouverte | MIT", "Licence Ouverte", "Licence Ouverte",
    ]  # fmt: skip
    assert [(problem.line, problem.value) for problem in report.problems] == [
        (3, "licence ouverte"), (5, "LICENCE OUVERTE"),
    ]  # fmt: skip


def test_rows_that_come_twice_are_kept_once_and_told(tmp_path: Path) -> None:
    report = Report()
    text = "Nom;Sigle\nADEME;A\nIGN;I\nADEME;A\nAdème ;B\n;C\n"
    records, _ = drafts(tmp_path, {"organisations.csv": text}, report=report)
    assert [draft.where for draft in records] == ["organisations.csv:2", "organisations.csv:3"]
    assert told(report) == [
        ("organisations.csv", 4, None, "ligne identique à la ligne 2"),
        ("organisations.csv", 5, None, "même fiche qu'à la ligne 2, avec d'autres valeurs"),
        ("organisations.csv", 6, "name", "ni nom ni identifiant"),
    ]


def test_one_identifier_on_two_rows_stays_with_the_first(tmp_path: Path) -> None:
    report = Report()
    text = "Nom;SIREN\nA;130025265\nB;130025265\n"
    records, _ = drafts(tmp_path, {"organisations.csv": text}, report=report)
    assert [draft.refs for draft in records] == [
        ("name:organisation/a", "siren:130025265"), ("name:organisation/b",),
    ]  # fmt: skip
    assert told(report) == [("organisations.csv", 3, None, "identifiant déjà donné à une autre ligne")]


def test_ids_that_are_not_of_the_table_s_kind_are_refused(tmp_path: Path) -> None:
    report = Report()
    mapping = "tables: [{file: communs.csv, kind: Commons, columns: {id: id, nom: name}}]"
    text = "id;nom\ncommun-a;A\norganisation-b;B\n"
    records, _ = drafts(tmp_path, {"communs.csv": text}, mapping, report)
    assert [draft.refs[0] for draft in records] == ["maillage:commun-a"]
    assert told(report) == [("communs.csv", 3, "id", "identifiant attendu : commun-…, en minuscules et tirets")]
