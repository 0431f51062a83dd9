"""Promises of the first week: drop the Excel of members, see it on the network, complete it, take it back."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from graph import states
from graph.database import Database
from graph.editing import create_record
from graph.imports.drafts import Report
from graph.imports.preview import preview
from graph.imports.run import Outcome, run_import, undo_import
from graph.imports.table import read
from graph.imports.tables import Mapping
from graph.operations import Operation
from graph.viewers import SYSTEM

MAPPING = """
tables:
- file: membres.xlsx
  kind: Person
  columns: {Prénom: name, Nom: name, Mail: email}
  links:
  - {relation: WORKS_FOR, column: Structure, kind: Organisation, create: true}
  - {relation: MEMBER_OF, value: Comité, kind: Community, create: true}
  constants: {purpose: Animer le comité, origin: Feuille de présence, visibility: members}
"""


def bring(db: Database, path: Path, mapping: str = "") -> Outcome:
    report = Report()
    known = Mapping.from_yaml(mapping) if mapping else None
    return run_import(db, SYSTEM, "table", path.name, read(path, report, known), report)


def counts(outcome: Outcome) -> tuple[int, int, int, list[str]]:
    report = outcome.report
    return report.created, report.updated, report.unchanged, [problem.reason for problem in report.problems]


def network(db: Database) -> set[tuple[str, str, str]]:
    rows = db.read("MATCH (a:Entity)-[r]->(b:Entity) RETURN a.name AS a, type(r) AS type, b.name AS b")
    return {(row["a"], row["type"], row["b"]) for row in rows}


def state(db: Database, id: str) -> dict[str, Any]:
    return dict(states.records(db, [id])[id].state)


def members(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Membres du comité"
    sheet.merge_cells("A1:D1")
    for row in (
        ["Nom", "Prénom", "Structure", "Mail"],
        ["Verveine", "Prune", "Ville d'Alès", "prune@exemple.fr"],
        ["Tilleul", "Zoé", "ADEME", None],
    ):
        sheet.append(row)
    book.save(folder / "membres.xlsx")
    return folder / "membres.xlsx"


MEMBERS = {
    ("Prune Verveine", "WORKS_FOR", "Ville d'Alès"), ("Prune Verveine", "MEMBER_OF", "Comité"),
    ("Zoé Tilleul", "WORKS_FOR", "ADEME"), ("Zoé Tilleul", "MEMBER_OF", "Comité"),
}  # fmt: skip


def test_the_excel_of_members_is_on_the_network_once_and_can_be_taken_back(db: Database, tmp_path: Path) -> None:
    path = members(tmp_path)
    first = bring(db, path, MAPPING)
    assert counts(first) == (9, 0, 0, [])
    assert network(db) == MEMBERS
    contacts = db.read("MATCH (:Person)-[:HAS_CONTACT]->(c:Contact) RETURN c.email AS email, c.purpose AS purpose")
    assert contacts == [{"email": "prune@exemple.fr", "purpose": "Animer le comité"}]
    assert counts(bring(db, path, MAPPING))[:2] == (0, 0)
    assert first.run
    undo_import(db, SYSTEM, first.run)
    assert network(db) == set()


def test_naming_a_record_in_a_link_never_renames_nor_empties_it(db: Database, tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text("Nom;Sigle;SIREN\nVille d'Alès;VA;213000078\n")
    bring(db, tmp_path / "organisations.csv")
    path = tmp_path / "personnes.csv"
    text = "Nom;Prénom;Structure;Finalité;Origine\nVerveine;Prune;VILLE D'ALES;Animer;Feuille\n"
    path.write_text(text)
    bring(db, path)
    kept = state(db, "organisation-ville-d-ales")
    assert (kept["name"], kept["acronym"], kept["siren"]) == ("Ville d'Alès", "VA", "213000078")
    assert network(db) == {("Prune Verveine", "WORKS_FOR", "Ville d'Alès")}


def test_a_second_table_completes_what_the_first_told(db: Database, tmp_path: Path) -> None:
    first, second = tmp_path / "communs.csv", tmp_path / "communs-2024.csv"
    first.write_text("Nom;Résumé;Site web\nPanoramax;Photos de rue;https://panoramax.fr\n")
    second.write_text("Nom;Résumé;Dépôt;Site web\nPanoramax;Vues de rue;https://gitlab.com/panoramax;\n")
    bring(db, first)
    assert counts(bring(db, second)) == (0, 1, 0, [])
    kept = state(db, "commun-panoramax")
    assert (kept["summary"], kept["website"], kept["repository"]) == (
        "Vues de rue", "https://panoramax.fr", "https://gitlab.com/panoramax",
    )  # fmt: skip
    second.write_text("Nom;Site web\nPanoramax;non renseigné\n")
    bring(db, second)
    assert "website" not in state(db, "commun-panoramax")


LINKS = """
tables:
- file: liens.csv
  content: links
  columns: {De: from, Lien: relation, Vers: to}
  ends: {from: {kind: Organisation}, to: {kind: Commons, create: oui}}
"""


def test_links_reach_records_that_are_there_create_the_ends_allowed_and_tell_the_others(
    db: Database, tmp_path: Path
) -> None:
    create_record(db, SYSTEM, "Organisation", {"name": "ADEME"}, Operation("alice"))
    path = tmp_path / "liens.csv"
    path.write_text("De;Lien;Vers\nAdème;finance;Panoramax\nInconnue;finance;Panoramax\n")
    created, updated, _, reasons = counts(bring(db, path, LINKS))
    assert (created, updated, reasons) == (2, 0, ["aucune fiche ne correspond"])
    assert network(db) == {("ADEME", "FUNDS", "Panoramax")}


def test_persons_without_a_purpose_or_an_origin_are_not_created(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "membres.csv"
    path.write_text("Nom;Prénom\nVerveine;Prune\n")
    assert counts(bring(db, path))[::3] == (0, ["il manque : Pourquoi cette fiche, D'où viennent ces informations"])


def test_a_sheet_of_links_reaches_records_of_the_network_by_their_names_alone(db: Database, tmp_path: Path) -> None:
    for kind, name in (("Organisation", "ADEME"), ("Community", "Plénière du comité"), ("Commons", "Jumeau"),
                       ("Software", "Jumeau")):  # fmt: skip
        create_record(db, SYSTEM, kind, {"name": name}, Operation("alice"))
    path = tmp_path / "liens.csv"
    path.write_text("De;Lien;Vers\nAdème;est membre de;Plénière du comité\nADEME;utilise;Jumeau\nADEME;finance;Rien\n")
    outcome = bring(db, path)
    assert network(db) == {("ADEME", "MEMBER_OF", "Plénière du comité")}
    assert [(p.line, p.field, p.value, p.reason, p.action) for p in outcome.report.problems] == [
        (3, "Vers", "Jumeau", "plusieurs fiches portent ce nom", "lien « utilise » non créé"),
        (4, "Vers", "Rien", "aucune fiche ne correspond", "lien « finance » non créé"),
    ]


def test_a_preview_finds_the_links_of_a_record_that_the_file_calls_by_another_name(
    db: Database, tmp_path: Path
) -> None:
    create_record(db, SYSTEM, "Organisation", {"name": "DINUM", "siren": "130025265"}, Operation("alice"))
    create_record(db, SYSTEM, "Territory", {"name": "France"}, Operation("alice"))
    path = tmp_path / "organisations.csv"
    path.write_text("Nom;SIREN;Territoire\nDirection du numérique;130025265;France\n")
    seen = preview(db, SYSTEM, "table", path)
    outcome = bring(db, path)
    assert (seen.created, seen.updated, [p.reason for p in seen.problems]) == (
        outcome.report.created, outcome.report.updated, [p.reason for p in outcome.report.problems],
    )  # fmt: skip
    assert len(network(db)) == 1
    assert [(sight.fate, sight.name, sight.now) for sight in seen.sights] == [
        ("updated", "Direction du numérique", "DINUM")
    ]
