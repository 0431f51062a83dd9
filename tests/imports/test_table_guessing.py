"""Promises of a guess: the heads that people write are matched, and what is not sure is not taken."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Invalid
from graph.imports.drafts import Report
from graph.imports.tables import (
    End,
    LinkRule,
    Mapping,
    TableMapping,
    guess_mapping,
    guess_table,
    open_tables,
)
from graph.imports.tables.cells import Conventions
from graph.imports.tables.linking import sentences
from graph.imports.tables.mapping import load_mapping
from graph.schema import SCHEMA


def guess(folder: Path, text: str, name: str = "table.csv") -> TableMapping:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (found,) = guess_mapping(open_tables(path, Report())).tables
    return found


def test_the_heads_of_a_list_of_structures_are_matched(tmp_path: Path) -> None:
    text = (
        "Nom de la structure;Sigle;Catégorie;N° SIREN;Site internet;Observations\n"
        "Agence de la transition écologique;ADEME;opérateur;385290309;https://ademe.fr;x\n"
    )
    found = guess(tmp_path, text)
    assert (found.kind, dict(found.columns)) == (
        "Organisation",
        {
            "Nom de la structure": "name", "Sigle": "acronym", "Catégorie": "type", "N° SIREN": "siren",
            "Site internet": "website",
        },
    )  # fmt: skip
    assert found.guesses["Observations"].target is None
    assert found.guesses["Sigle"].sample == ("ADEME",)


def test_the_heads_of_a_list_of_members_are_matched_and_hidden_from_others(tmp_path: Path) -> None:
    found = guess(tmp_path, "Nom;Prénom;Structure;Poste;Courriel;Téléphone\nV;P;ADEME;élue;a@b.fr;0102030405\n")
    assert (found.kind, list(found.columns.items())) == (
        "Person",
        [("Prénom", "name"), ("Nom", "name"), ("Poste", "function"), ("Courriel", "email"), ("Téléphone", "phone")],
    )
    assert found.links == (LinkRule("WORKS_FOR", "Structure", end=End("Organisation", create=True)),)
    assert dict(found.constants) == {"visibility": "private"}


MEMBERS = (
    "Structure;SIREN;Type de structure;Contact;Courriel;Groupe de travail;Date d'adhésion;Rôle;Territoire\n"
    "Ville d'Alès;213000078;commune;P. Verveine;p@exemple.fr;GT Voirie;12/03/2024;référente;Occitanie\n"
)


def test_a_list_of_member_structures_is_one_of_organisations_with_their_groups(tmp_path: Path) -> None:
    found = guess(tmp_path, MEMBERS, "Membres 2026.csv")
    assert (found.kind, dict(found.columns)) == (
        "Organisation", {"Structure": "name", "SIREN": "siren", "Type de structure": "type"},
    )  # fmt: skip
    joining, placed = found.links
    assert joining == LinkRule(
        "MEMBER_OF", "Groupe de travail", end=End("Community", create=True),
        columns={"Date d'adhésion": "since", "Rôle": "role"},
    )  # fmt: skip
    assert (placed.relation, placed.column) == ("IN_TERRITORY", "Territoire")
    assert (found.guesses["Date d'adhésion"].target, found.guesses["Contact"].target) == ("since", None)


def test_a_list_of_members_without_their_first_names_is_still_one_of_persons(tmp_path: Path) -> None:
    found = guess(tmp_path, "Nom;Structure;Courriel\nPrune Verveine;Ville d'Alès;p@exemple.fr\n", "membres.csv")
    assert (found.kind, [rule.relation for rule in found.links]) == ("Person", ["WORKS_FOR"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("communs.csv", "Commons"), ("Liste des organisations.csv", "Organisation"), ("défis-2023.csv", "Challenge"),
        ("Jeux de données v2.csv", "Dataset"), ("cas-d-usage.csv", "UseCase"), ("export communautés.csv", "Community"),
        ("truc.csv", None),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_file_s_name(tmp_path: Path, name: str, kind: str | None) -> None:
    assert guess(tmp_path, "Nom;Résumé\nA;b\n", name).kind == kind


@pytest.mark.parametrize("head", ["from;relation;to", "de;type de lien;vers", "Source;Lien;Cible", "De;Type;À"])
def test_a_table_of_links_is_told_by_its_heads(tmp_path: Path, head: str) -> None:
    found = guess(tmp_path, head + ";Depuis\na;b;c;2023\n")
    assert (found.content, list(found.columns.values())) == ("links", ["from", "to", "relation", "since"])


def test_a_table_of_records_with_a_source_and_a_target_audience_is_no_table_of_links(tmp_path: Path) -> None:
    assert guess(tmp_path, "Nom;Source;Cible;Type\na;b;c;d\n", "services.csv").content == "records"


def test_values_tell_what_heads_do_not_with_less_confidence(tmp_path: Path) -> None:
    text = "Prénom;Nom;Contact\nA;B;a@b.fr\nC;D;c@d.fr\n"
    told = guess(tmp_path, text).guesses["Contact"]
    assert (told.target, told.confidence) == ("email", 0.6)


def test_a_person_may_choose_another_kind_and_keep_the_guess_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Nom;Dépôt\nA;https://exemple.fr\n")
    (table,) = open_tables(path, Report())
    assert dict(guess_table(table, SCHEMA.kinds["Software"]).columns) == {"Nom": "name", "Dépôt": "repository"}


def test_every_sentence_of_the_schema_names_its_relation() -> None:
    words = sentences()
    for relation in SCHEMA.relations.values():
        assert relation.type in {told.type for told in words[relation.type.lower().replace("_", " ")]}
        for told in (relation.sentence, relation.inverse):
            assert words.get(told.fr.lower()) or any(
                relation.type in {t.type for t in found} for found in words.values()
            )


FULL = """\
tables:
- file: membres.xlsx
  sheet: Membres
  header: 4
  kind: Person
  ids: annuaire
  columns:
    Prénom: name
    Nom: name
    N°: id
    RNA: ref:rna
  links:
  - relation: WORKS_FOR
    column: Structure
    kind: Organisation
    create: true
    columns:
      Qualité: role
  - relation: MEMBER_OF
    value: communaute-ctd
    constants:
      since: '2024'
  constants:
    purpose: Animer
    origin: Annuaire
  decimal: .
  dates: month-first
  ignore:
  - Notes
- file: communs.csv
  kind: Commons
  columns:
    Nom: name
  links:
  - relation: STEWARDS
    column: SIREN
    by: ref
    scheme: siren
    inverse: true
- file: liens.csv
  content: links
  columns:
    De: from
    À: to
    Montant: amount
  ends:
    from:
      kind: Organisation
      create: true
  constants:
    relation: FUNDS
"""


def test_a_mapping_is_kept_as_yaml_word_for_word(tmp_path: Path) -> None:
    mapping = Mapping.from_yaml(FULL)
    assert mapping.to_yaml() == FULL
    mapping.save(tmp_path / "m.yml")
    assert load_mapping(tmp_path / "m.yml") == mapping
    assert mapping.tables[0].conventions == Conventions(".", "month-first")


def test_the_mapping_shown_in_the_documentation_is_one() -> None:
    page = Path(__file__).parents[2] / "docs" / "import-tables.md"
    text = page.read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    assert [table.kind for table in Mapping.from_yaml(text).tables] == ["Person", "Commons", None]


words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)


@given(st.dictionaries(words, st.sampled_from(["name", "summary", "id", "ref:rna"]), max_size=5), words, words)
def test_any_column_name_survives_the_yaml(columns: dict[str, str], file: str, purpose: str) -> None:
    mapping = Mapping((TableMapping(file, kind="Person", columns=columns, constants={"purpose": purpose}),))
    assert Mapping.from_yaml(mapping.to_yaml()) == mapping


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ("tables: [{file: a.csv, kind: dragon}]", "tables[0].kind", "« dragon » inconnu"),
        ("tables: [{file: a.csv, kind: comuns}]", "tables[0].kind", "« comuns » inconnu : peut-être communs"),
        ("tables: [{kind: Commons}]", "tables[0].file", "nécessaire"),
        ("tables: [{file: a, colums: {}}]", "tables[0].colums", "peut-être columns"),
        ("tables: [{file: a, kind: Commons, columns: {Mail: email}}]", "tables[0].columns.Mail", "« email »"),
        ("tables: [{file: a, links: [{relation: LOVES, column: x}]}]", "tables[0].links[0].relation", "« LOVES »"),
        ("tables: [{file: a, links: [{relation: USES}]}]", "tables[0].links[0]", "soit `column`, soit `value`"),
        ("tables: [{file: a, links: [{relation: USES, column: x, create: oui}]}]", "tables[0].links[0].kind", "créer"),
        ("tables: [{file: a, decimal: x}]", "tables[0].decimal", "attendu : ,, ."),
        ("tables: [{file: a, header: deux}]", "tables[0].header", "numéro de ligne"),
        ("tables: [{file: a, ends: {côté: {}}}]", "tables[0].ends.côté", "inconnu"),
        (
            "tables: [{file: a, kind: Commons, links: [{relation: MEMBER_OF, column: x}]}]",
            "tables[0].links[0].relation",
            "ne va pas",
        ),
        ("tables: {a: b}", "mapping.tables", "une liste"),
        ("a: &x 1\nb: *x", "mapping", "alias"),
        ("a: [", "mapping", "YAML"),
        ("- x", "mapping", ""),
    ],
)
def test_a_wrong_mapping_is_told_part_by_part(text: str, field: str, message: str) -> None:
    with pytest.raises(Invalid) as error:
        Mapping.from_yaml(text)
    assert message in error.value.fields[field]


def test_a_mapping_that_is_not_there_or_not_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "m.yml").write_bytes(b"\xff\xfe\x00\xd8")
    for name in ("m.yml", "absent.yml"):
        with pytest.raises(Invalid):
            load_mapping(tmp_path / name)
