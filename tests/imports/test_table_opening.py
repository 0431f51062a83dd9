"""Promises of opening tables: whatever made the file, the same words come out on the same lines."""

from datetime import date, datetime
from pathlib import Path

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from graph.errors import Invalid
from graph.imports.drafts import Report
from graph.imports.tables import Table, open_tables, with_header
from graph.imports.tables.cells import Cell

TEXT = "Nom;Résumé\nMairie de Besançon;« l’œuvre d’été »\nÎle-de-France;à Noël\n"


def opened(path: Path) -> Table:
    """The one table of a file that opens without any problem."""
    report = Report()
    (table,) = open_tables(path, report)
    assert report.problems == []
    return table


def cells(table: Table) -> list[dict[str, Cell]]:
    return [row.cells for row in table.rows()]


def csv(folder: Path, text: str, encoding: str = "utf-8", name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def told(report: Report) -> list[tuple[str, int | None, str]]:
    return [(problem.file, problem.line, problem.reason) for problem in report.problems]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_every_encoding_gives_the_same_words(tmp_path: Path, encoding: str) -> None:
    assert cells(opened(csv(tmp_path, TEXT, encoding))) == [
        {"Nom": "Mairie de Besançon", "Résumé": "« l’œuvre d’été »"},
        {"Nom": "Île-de-France", "Résumé": "à Noël"},
    ]


def test_a_short_old_file_is_not_taken_for_polish(tmp_path: Path) -> None:
    assert cells(opened(csv(tmp_path, "Nom;Ville\nMairie;Besançon\n", "cp1252"))) == [
        {"Nom": "Mairie", "Ville": "Besançon"}
    ]


def test_an_accent_after_a_megabyte_of_plain_letters_still_tells_the_encoding(tmp_path: Path) -> None:
    text = "Nom;Ville\n" + "Mairie;Paris\n" * 90_000 + "Mairie;Besançon\n"
    table = opened(csv(tmp_path, text, "cp1252"))
    assert (table.encoding, cells(table)[-1]["Ville"]) == ("cp1252", "Besançon")


def test_one_broken_byte_does_not_change_the_encoding_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(("Nom;Ville\n" + "Été;Orléans\n" * 20).encode() + b"Caf\xe9;Paris\n")
    report = Report()
    rows = list(open_tables(path, report)[0].rows(report))
    assert (rows[0].cells["Nom"], rows[-1].cells["Nom"]) == ("Été", "Caf\ufffd")
    assert told(report) == [("table.csv", 22, "caractères illisibles dans l'encodage du fichier")]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_separator_is_found(tmp_path: Path, separator: str) -> None:
    text = f'Nom{separator}Résumé\nADEME{separator}"un, deux ; trois"\nIGN{separator}quatre\n'
    assert cells(opened(csv(tmp_path, text)))[0] == {"Nom": "ADEME", "Résumé": "un, deux ; trois"}


def test_lists_with_bars_in_cells_do_not_make_bars_the_separator(tmp_path: Path) -> None:
    text = "Nom,Licences\nA,MIT | GPL\nB,MIT | EUPL\nC,MIT | CeCILL\n"
    assert opened(csv(tmp_path, text)).columns == ("Nom", "Licences")


def test_excel_s_own_line_about_the_separator_is_no_row(tmp_path: Path) -> None:
    table = opened(csv(tmp_path, "sep=|\nNom|Ville\nA;B|C,D\n"))
    assert (table.header, cells(table)) == (2, [{"Nom": "A;B", "Ville": "C,D"}])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_stay_true_after_quoted_line_ends(tmp_path: Path, end: str) -> None:
    text = end.join(["Nom;Résumé", '"A";"un', "", 'deux"', "", "B;trois", '"C ""c""";x']) + end
    rows = list(opened(csv(tmp_path, text)).rows())
    assert [(row.line, row.cells["Nom"]) for row in rows] == [(2, "A"), (6, "B"), (7, 'C "c"')]
    assert rows[0].cells["Résumé"] == "un\n\ndeux"


def test_a_quote_that_is_never_closed_is_told_with_the_lines_that_it_swallows(tmp_path: Path) -> None:
    report = Report()
    path = csv(tmp_path, 'Nom;Ville\nA;Lyon\n"B;Pau\nC;Albi\n')
    rows = list(open_tables(path, report)[0].rows(report))
    assert [row.cells["Nom"] for row in rows] == ["A"]
    assert told(report) == [("table.csv", 3, "guillemet jamais fermé ou cellule démesurée, des lignes 3 à 4")]


def test_the_header_is_found_below_a_title_and_a_note(tmp_path: Path) -> None:
    text = "Membres du comité;;;\nMise à jour :;mars 2023;;\n;;;\nNom;Sigle;Téléphone;Mail\nADEME;A;1;x\n"
    table = opened(csv(tmp_path, text))
    assert (table.header, table.columns) == (4, ("Nom", "Sigle", "Téléphone", "Mail"))


def test_a_mapping_may_say_where_the_header_is(tmp_path: Path) -> None:
    table = opened(csv(tmp_path, "Nom;Ville\nLibellé;Commune\nA;B\n"))
    moved = with_header(table, 2, Report())
    assert (moved.columns, cells(moved)) == (("Libellé", "Commune"), [{"Libellé": "A", "Commune": "B"}])
    with pytest.raises(Invalid):
        with_header(table, 99, Report())


def test_cells_are_composed_and_without_spaces_around(tmp_path: Path) -> None:
    text = "Nom ;  Site\u00a0web\nRe\u0301gion\u00a0; \u202fhttps://exemple.fr\u200b \n"
    assert cells(opened(csv(tmp_path, text))) == [{"Nom": "Région", "Site web": "https://exemple.fr"}]


def test_two_columns_of_one_name_both_stay(tmp_path: Path) -> None:
    report = Report()
    (table,) = open_tables(csv(tmp_path, "Nom;Mail;Mail\nA;b;c\n"), report)
    assert cells(table) == [{"Nom": "A", "Mail": "b", "Mail (2)": "c"}]
    assert told(report) == [("table.csv", 1, "deux colonnes de même nom")]


def test_a_column_without_name_is_kept_if_it_holds_something(tmp_path: Path) -> None:
    report = Report()
    (table,) = open_tables(csv(tmp_path, "Nom;;Ville;\nA;b;C;\n"), report)
    assert (table.columns, told(report)) == (
        ("Nom", "colonne 2", "Ville"),
        [("table.csv", 1, "colonne sans nom")],
    )


def test_values_beside_the_columns_are_told(tmp_path: Path) -> None:
    report = Report()
    (table,) = open_tables(csv(tmp_path, "Nom;Ville\n" + "A;B\n" * 60 + "C;D;oubliée\nE;F;aussi\n"), report)
    assert len(list(table.rows(report))) == 62
    assert told(report) == [("table.csv", 62, "valeur sans nom de colonne (colonne 3)")]


def test_leading_zeros_of_a_text_file_stay(tmp_path: Path) -> None:
    assert cells(opened(csv(tmp_path, "Nom;Code INSEE\nBourg;01001\n")))[0]["Code INSEE"] == "01001"


def workbook(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Membres"
    sheet["B1"] = "Membres du comité territorial"
    sheet.merge_cells("B1:G1")
    for column, name in enumerate(["Nom", "Code", "Date", "Heure", "Actif", "Part"], 2):
        sheet.cell(3, column, name)
    sheet.append([None, "Alès", 1001, date(2023, 3, 12), datetime(2023, 3, 12, 14, 30), True, 2.5])
    sheet.append([None, "Nîmes", "01002", date(2024, 1, 1), None, False, 3.0])
    sheet.append([None, None, 7])
    sheet.merge_cells("B5:B6")
    hidden = book.create_sheet("Brouillon")
    hidden.append(["Nom", "Ville"])
    hidden.append(["A", "B"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Feuil3")
    path = folder / "membres.xlsx"
    book.save(path)
    return path


def test_a_workbook_gives_its_sheets_with_titles_merges_dates_and_numbers_understood(tmp_path: Path) -> None:
    report = Report()
    members, draft = open_tables(workbook(tmp_path), report)
    assert (members.name, members.header, members.hidden) == ("membres.xlsx › Membres", 3, False)
    assert [(row.line, row.cells) for row in members.rows(report)] == [
        (4, {"Nom": "Alès", "Code": 1001, "Date": "2023-03-12", "Heure": "2023-03-12 14:30", "Actif": "oui",
             "Part": 2.5}),
        (5, {"Nom": "Nîmes", "Code": "01002", "Date": "2024-01-01", "Actif": "non", "Part": 3}),
        (6, {"Nom": "Nîmes", "Code": 7}),
    ]  # fmt: skip
    assert (draft.sheet, draft.hidden, report.problems) == ("Brouillon", True, [])


def test_a_long_sheet_is_read_to_its_end(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for n in range(2_500):
        sheet.append([f"Nom {n}" if n else "Nom", n or "Population"])
    book.save(tmp_path / "t.xlsx")
    rows = list(opened(tmp_path / "t.xlsx").rows())
    assert (len(rows), rows[-1].line, rows[-1].cells) == (2_499, 2_500, {"Nom": "Nom 2499", "Population": 2499})


def test_formulas_give_their_values_and_those_never_computed_are_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nom", "Population"])
    sheet.append(["Alès", "=2*3"])
    sheet.append(["Nîmes", "#REF!"])
    book.save(tmp_path / "t.xlsx")
    report = Report()
    (table,) = open_tables(tmp_path / "t.xlsx", report)
    assert cells(table) == [{"Nom": "Alès"}, {"Nom": "Nîmes"}]
    assert [reason for _, _, reason in told(report)] == [
        "formules sans valeur calculée : 1",
        "cellules en erreur (#REF!, #N/A…) : 1",
    ]


def test_an_ods_with_a_million_repeated_empty_rows_opens(tmp_path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    hide = Style(name="hide", family="table")
    hide.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hide)
    sheet = OdfTable(name="Élus", stylename="hide")
    for texts in (("Nom", "Ville"), ("Zoé", "Orléans")):
        row = TableRow()
        for text in texts:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        sheet.addElement(row)
    empty = TableRow(numberrowsrepeated=1_048_574)
    empty.addElement(TableCell(numbercolumnsrepeated=16_384))
    sheet.addElement(empty)
    book.spreadsheet.addElement(sheet)
    book.save(str(tmp_path / "t.ods"))
    table = opened(tmp_path / "t.ods")
    assert (table.hidden, cells(table)) == (True, [{"Nom": "Zoé", "Ville": "Orléans"}])


def test_a_folder_gives_its_tables_and_its_markdown_by_kind(tmp_path: Path) -> None:
    csv(tmp_path, "id;name\ncommun-a;A\n", name="communs.csv")
    (tmp_path / "README.md").write_text("# Ce dossier")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "plénière.md").write_text("---\nname: Plénière\nday: 2024-01-02\n---\n\nLe **texte**.\n")
    (tmp_path / "notes" / "sans.md").write_text("rien")
    (tmp_path / "b.md").write_text("---\nkind: Commons\nid: commun-b\nname: 01001\nlicence: [MIT, non]\n---\nCorps")
    report = Report()
    tables = open_tables(tmp_path, report)
    assert [(table.file, table.kind, cells(table)) for table in tables] == [
        ("communs.csv", None, [{"id": "commun-a", "name": "A"}]),
        ("communs/*.md", "Commons", [
            {"id": "commun-b", "name": "01001", "licence": "MIT | non", "description": "Corps"}]),
        ("notes/*.md", "Note", [
            {"id": "note-pleniere", "name": "Plénière", "day": "2024-01-02", "text": "Le **texte**."}]),
    ]  # fmt: skip
    assert [row.where for row in tables[2].rows()] == ["notes/plénière.md"]
    assert {file for file, _, _ in told(report)} == {"photo.png", "notes/sans.md"}


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        open_tables(tmp_path / "absent.csv", Report())
