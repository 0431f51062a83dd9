"""Promises of reading tables: rows become drafts and links by a mapping, and nothing is dropped silently."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.table import read
from graph.imports.tables import Mapping
from graph.values import State


def drafts(
    folder: Path, files: dict[str, str], mapping: str = "", report: Report | None = None
) -> tuple[list[Draft], list[DraftLink]]:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    known = Mapping.from_yaml(mapping) if mapping else None
    items = list(read(folder, report if report is not None else Report(), known))
    records = [item for item in items if isinstance(item, Draft)]
    assert items[: len(records)] == records, "all records come before all links"
    return records, [item for item in items if isinstance(item, DraftLink)]


def links(found: list[DraftLink]) -> set[tuple[str, str, str]]:
    return {(link.source, link.type, link.target) for link in found}


def told(report: Report) -> list[tuple[str, int | None, str | None, str]]:
    return [(problem.file, problem.line, problem.field, problem.reason) for problem in report.problems]


def fields(folder: Path, text: str, mapping: str = "", name: str = "territoires.csv") -> list[dict[str, Any]]:
    return [dict(draft.fields) for draft in drafts(folder, {name: text}, mapping)[0]]


def test_a_table_with_the_schema_s_own_names_needs_no_mapping(tmp_path: Path) -> None:
    text = (
        "id,name,licence,status,status_history,visibility,group\n"
        "commun-panoramax,Panoramax,MIT | GPL,in_use,2021: idea | 2022-03: building,group,g1\n"
    )
    assert drafts(tmp_path, {"communs.csv": text})[0] == [
        Draft(
            "Commons",
            ("maillage:commun-panoramax", "name:commun/panoramax"),
            {"name": "Panoramax", "licence": "MIT | GPL"},
            "communs.csv:2",
            slug="panoramax",
            status="in_use",
            history=(("idea", "2021"), ("building", "2022-03")),
            visibility="group",
            group="g1",
            says="some",
        )
    ]


def test_a_table_of_links_takes_ids_identifiers_and_names(tmp_path: Path) -> None:
    report = Report()
    files = {
        "communs.csv": "id,name\ncommun-panoramax,Panoramax\n",
        "organisations.csv": "Nom\nIGN\n",
        "liens.csv": "from,relation,to,since,source\n"
        "siren:130025265,FUNDS,commun-panoramax,2023,Convention\n"
        "IGN,porte,Panoramax,,\n"
        "Panoramax,est financé par,IGN,mars 2024,\n"
        "commun-panoramax,est implanté à,cog:commune/01001,,\n",
    }
    assert links(found := drafts(tmp_path, files, report=report)[1]) == {
        ("siren:130025265", "FUNDS", "maillage:commun-panoramax"),
        ("name:organisation/ign", "STEWARDS", "maillage:commun-panoramax"),
        ("name:organisation/ign", "FUNDS", "maillage:commun-panoramax"),
        ("maillage:commun-panoramax", "IN_TERRITORY", "cog:commune/01001"),
    }
    assert report.problems == []
    assert (found[0].fields, found[0].where) == ({"since": "2023", "source": "Convention"}, "liens.csv:2")
    assert found[3].fields == {"role": "located"}


def test_links_that_cannot_be_told_are_reported_with_their_reason(tmp_path: Path) -> None:
    report = Report()
    files = {
        "communs.csv": "id,name\ncommun-a,Jumeau\ncommun-b,Jumeau\ncommun-c,Seul\n",
        "liens.csv": "de;relation;vers\n"
        "Jumeau;USES;commun-c\n"
        "commun-a;adore;commun-c\n"
        "commun-a;FUNDS;commun-c\n"
        ";DEPENDS_ON;commun-c\n"
        "commun-a;DEPENDS_ON;commun-c\n"
        "commun-a;dépend de;Seul\n",
    }
    records, found = drafts(tmp_path, files, report=report)
    assert links(found) == {("maillage:commun-a", "DEPENDS_ON", "maillage:commun-c")}
    assert [draft.refs for draft in records] == [
        ("maillage:commun-a",), ("maillage:commun-b",), ("maillage:commun-c", "name:commun/seul"),
    ]  # fmt: skip
    assert told(report) == [
        ("communs.csv", 2, "name", "plusieurs fiches portent ce nom"),
        ("liens.csv", 2, "de", "plusieurs fiches portent ce nom"),
        ("liens.csv", 3, "relation", "relation inconnue"),
        ("liens.csv", 4, "relation", "relation impossible entre ces fiches"),
        ("liens.csv", 5, "de", "ce bout du lien manque"),
        ("liens.csv", 7, None, "même lien qu'à liens.csv:6"),
    ]
    assert report.problems[-1].value == "commun-a dépend de Seul"


def test_a_name_that_no_table_bears_is_looked_for_among_all_the_kinds_that_the_relation_allows(tmp_path: Path) -> None:
    ((link),) = drafts(tmp_path, {"liens.csv": "de;relation;vers\nIGN;est membre de;Plénière\n"})[1]
    assert (link.source, link.type, link.target) == (
        "name:organisation|personne/ign", "MEMBER_OF", "name:communaute|organisation/pleniere",
    )  # fmt: skip


def test_the_total_under_a_table_is_no_record(tmp_path: Path) -> None:
    report = Report()
    text = "Nom;Sigle\nTotal Énergies;TE\nTotal : 12;\nSous-total;3\nTOTAL GÉNÉRAL;\n"
    records, _ = drafts(tmp_path, {"organisations.csv": text}, report=report)
    assert [draft.fields["name"] for draft in records] == ["Total Énergies"]
    assert [(problem.line, problem.value, problem.reason) for problem in report.problems] == [
        (3, "Total : 12", "ligne de total"), (4, "Sous-total", "ligne de total"),
        (5, "TOTAL GÉNÉRAL", "ligne de total"),
    ]  # fmt: skip


def test_words_that_say_two_relations_are_settled_by_the_ends(tmp_path: Path) -> None:
    files = {
        "communs.csv": "Nom\nPanoramax\n",
        "politiques.csv": "Nom\nSobriété\n",
        "organisations.csv": "Nom\nIGN\n",
        "liens.csv": "de;lien;à\nIGN;contribue à;Panoramax\nPanoramax;contribue à;Sobriété\n",
    }
    _, found = drafts(tmp_path, files)
    assert [(link.type, dict(link.fields)) for link in found] == [
        ("CONTRIBUTES_TO", {}), ("SERVES", {"how": "contributes"}),
    ]  # fmt: skip


MEMBERS = """
tables:
- file: membres.csv
  kind: Person
  columns: {Prénom: name, Nom: name, Fonction: function, Mail: email, Tél: phone}
  links:
  - {relation: WORKS_FOR, column: Structure, kind: Organisation, create: true}
  - {relation: MEMBER_OF, value: communaute-ctd, constants: {since: 2024}, columns: {Collège: college}}
  constants: {purpose: Animer le comité, origin: Feuille de présence, visibility: members}
  ignore: [Notes]
"""
MEMBER_ROWS = (
    "Nom;Prénom;Fonction;Structure;Mail;Tél;Collège;Notes\n"
    "Verveine;Prune;Élue;Ville d'Alès;prune@exemple.fr;06 12 34 56 78;Élus;secret\n"
    "Tilleul;Zoé;NR;Ville d'Alès | Cerema;;;;\n"
)


def test_a_sheet_of_members_gives_persons_their_organisations_and_their_memberships(tmp_path: Path) -> None:
    report = Report()
    records, found = drafts(tmp_path, {"membres.csv": MEMBER_ROWS}, MEMBERS, report)
    prune, zoe, ales, cerema = records
    assert (prune.refs, prune.visibility, dict(prune.fields)) == (
        ("name:personne/prune verveine",), "members",
        {"name": "Prune Verveine", "function": "Élue", "purpose": "Animer le comité", "origin": "Feuille de présence"},
    )  # fmt: skip
    assert dict(prune.contact) == {"email": "prune@exemple.fr", "phone": "06 12 34 56 78"}
    assert zoe.fields["function"] is State.NOT_GIVEN
    assert [(end.kind, end.refs, dict(end.fields), end.says) for end in (ales, cerema)] == [
        ("Organisation", ("name:organisation/ville d ales",), {"name": "Ville d'Alès"}, "name"),
        ("Organisation", ("name:organisation/cerema",), {"name": "Cerema"}, "name"),
    ]
    assert links(found) == {
        ("name:personne/prune verveine", "WORKS_FOR", "name:organisation/ville d ales"),
        ("name:personne/prune verveine", "MEMBER_OF", "maillage:communaute-ctd"),
        ("name:personne/zoe tilleul", "WORKS_FOR", "name:organisation/ville d ales"),
        ("name:personne/zoe tilleul", "WORKS_FOR", "name:organisation/cerema"),
        ("name:personne/zoe tilleul", "MEMBER_OF", "maillage:communaute-ctd"),
    }
    assert [dict(link.fields) for link in found if link.type == "MEMBER_OF"] == [
        {"since": "2024", "college": "Élus"}, {"since": "2024"},
    ]  # fmt: skip
    assert report.problems == []


def test_contacts_without_purpose_or_origin_are_left_out_and_never_shown(tmp_path: Path) -> None:
    report = Report()
    mapping = MEMBERS.replace("purpose: Animer le comité, ", "")
    records, _ = drafts(tmp_path, {"membres.csv": MEMBER_ROWS}, mapping, report)
    assert [dict(draft.contact) for draft in records] == [{}, {}, {}, {}]
    assert told(report) == [
        ("membres.csv", None, "email, phone",
         "coordonnées sans finalité (`purpose`) ni origine (`origin`) dans la correspondance"),
    ]  # fmt: skip


def test_coordinates_in_a_table_of_organisations_are_left_out_and_never_shown(tmp_path: Path) -> None:
    report = Report()
    text = "Nom;Mail;Référent\nADEME;zoe@exemple.fr;zoe@exemple.fr\n"
    records, _ = drafts(tmp_path, {"organisations.csv": text}, report=report)
    assert dict(records[0].fields) == {"name": "ADEME"}
    assert [problem.field for problem in report.problems] == ["Mail", "Référent"]
    assert "zoe" not in str(report.problems)


def test_links_by_headings_reach_records_of_other_tables_and_both_ways(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "id;Nom\norganisation-ign;IGN\n",
        "communs.csv": "Nom;Porteurs;Thèmes\nPanoramax;IGN;Mobilité | Espace public\n",
    }
    records, found = drafts(tmp_path, files)
    assert links(found) == {
        ("maillage:organisation-ign", "STEWARDS", "name:commun/panoramax"),
        ("name:commun/panoramax", "ABOUT", "name:theme/mobilite"),
        ("name:commun/panoramax", "ABOUT", "name:theme/espace public"),
    }
    assert [draft.fields["name"] for draft in records if draft.kind == "Theme"] == ["Mobilité", "Espace public"]


def test_ids_of_one_s_own_tie_tables_together(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "Identifiant;Nom\n12;IGN\n13;ADEME\n",
        "liens.csv": "de;relation;vers\n12;est partenaire de;13\n",
    }
    records, found = drafts(tmp_path, files)
    assert records[0].refs == ("table-organisations:organisation/12", "name:organisation/ign")
    assert links(found) == {("table-organisations:organisation/12", "PARTNERS", "table-organisations:organisation/13")}


def test_ends_by_outside_identifier_and_columns_of_identifiers(tmp_path: Path) -> None:
    mapping = """
tables:
- file: organisations.csv
  kind: organisations
  columns: {Nom: name, SIREN: siren, RNA: "ref:rna", Code: "ref:cog:commune"}
  links: [{relation: PARTNERS, column: Partenaire, kind: Organisation, by: ref, scheme: siren}]
"""
    text = "Nom;SIREN;RNA;Code;Partenaire\nA;130 025 265;W12;01001;13002603 2\n"
    records, found = drafts(tmp_path, {"organisations.csv": text}, mapping)
    assert records[0].refs == ("name:organisation/a", "siren:130025265", "rna:W12", "cog:commune/01001")
    assert links(found) == {("name:organisation/a", "PARTNERS", "siren:130026032")}


def test_rows_may_say_their_own_kind(tmp_path: Path) -> None:
    report = Report()
    text = "Nom;Type de fiche;Sigle\nPanoramax;commun numérique;P\nIGN;organisation;I\nX;dragon;\n"
    records, _ = drafts(tmp_path, {"tout.csv": text}, report=report)
    assert [(draft.kind, draft.fields["name"]) for draft in records] == [
        ("Commons", "Panoramax"), ("Organisation", "IGN"),
    ]  # fmt: skip
    assert told(report) == [
        ("tout.csv", 2, "Sigle", "ce champ n'existe pas pour : commun numérique"),
        ("tout.csv", 4, "Type de fiche", "type de fiche inconnu"),
    ]


def test_every_table_and_column_left_out_is_told(tmp_path: Path) -> None:
    report = Report()
    files = {
        "communs.csv": "Nom;Couleur;Vide\nA;bleu;\n",
        "mystère.csv": "Truc;Machin\n1;2\n",
    }
    drafts(tmp_path, files, report=report)
    assert told(report) == [
        ("communs.csv", None, "Couleur", "aucun champ ne correspond"),
        ("mystère.csv", None, None, "type de fiche non reconnu"),
    ]
    report = Report()
    mapping = "tables: [{file: communs.csv, kind: Commons, columns: {Nom: name, Absent: summary}}, {file: autre.csv}]"
    drafts(tmp_path, {}, mapping, report)
    assert told(report) == [
        ("communs.csv", None, "Couleur", "aucun champ ne correspond"),
        ("communs.csv", None, "Absent", "colonne absente de la table"),
        ("mystère.csv", None, None, "la correspondance ne dit rien de cette table"),
        ("autre.csv", None, None, "table absente des fichiers"),
    ]


def test_a_hidden_sheet_is_read_only_when_the_mapping_names_it(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Communs").append(["Nom"])
    book["Communs"].append(["Panoramax"])
    book["Communs"].sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    report = Report()
    assert list(read(tmp_path, report)) == []
    assert told(report) == [("t.xlsx › Communs", None, None, "feuille masquée")]
    mapping = Mapping.from_yaml("tables: [{file: t.xlsx, sheet: Communs, kind: Commons, columns: {Nom: name}}]")
    assert [item.where for item in read(tmp_path, report, mapping)] == ["t.xlsx › Communs:2"]


def test_a_hundred_thousand_rows_are_read_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "communs.csv"
    path.write_text("Nom;Résumé\n" + "".join(f"Commun {n};x\n" for n in range(100_000)))
    items = read(path, Report())
    assert [item.where for item, _ in zip(items, range(2), strict=False)] == ["communs.csv:2", "communs.csv:3"]
