"""Promises of the public roadmap: every row sourced, and three traces that somebody can check by hand
(docs/feuille-de-route-reelle.md), on the real import of the sources that it joins."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.database import Database
from graph.imports.bring import TABLE, bring
from graph.imports.drafts import Report
from graph.schema import SCHEMA
from graph.tracing import trace_policy
from graph.viewers import ANONYMOUS, SYSTEM
from tests.imports.test_real_data import source

ROADMAP = Path(__file__).parents[2] / "roadmaps" / "donnees-de-reference"
POLICY = "politique-donnees-de-reference"
UNDATED = "https://www.data.gouv.fr/fr/pages/spd/reference/"  # the page bears no date
JOINED = ("api-gouv", "betagouv", "schema-data-gouv")
# Real bodies and resources that other tables describe: here only their names and identifiers.
KNOWN = frozenset({"organisation-insee", "organisation-ign", "organisation-dinum", "organisation-anct", "standard-bal",
                   "texte-loi-republique-numerique"})  # fmt: skip


def rows() -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted(ROADMAP.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from ((path.stem, row) for row in csv.DictReader(file))


@pytest.fixture
def joined(db: Database) -> Database:
    """The roadmap, then the three sources, as somebody would import them."""
    paths = {name: source(name) for name in JOINED}
    bring(db, SYSTEM, TABLE, ROADMAP, Report(), name="donnees-de-reference")
    for name, path in paths.items():
        bring(db, SYSTEM, name, path, Report())
    return db


def link(db: Database, one: str, type: str, other: str) -> dict[str, Any]:
    """The one link of a type between two records, by their names."""
    found = db.read(
        "MATCH (a:Entity {name: $one})-[r]->(b:Entity {name: $other}) WHERE type(r) = $type "
        "RETURN properties(r) AS said, a.id AS source, b.id AS target",
        one=one, other=other, type=type,
    )  # fmt: skip
    assert len(found) == 1, f"{one} {type} {other}: {len(found)}"
    return {**found[0], **found[0]["said"]}


def sentences(db: Database, policy: str) -> list[str]:
    return [chain.sentence() for chain in trace_policy(db, ANONYMOUS, policy).chains]


def test_every_row_says_where_it_comes_from_and_when() -> None:
    for table, row in rows():
        if row.get("id") in KNOWN:
            continue
        assert row["source"] and row["source_url"].startswith("https://"), (table, row)
        dated = row["source_url"] == UNDATED or row.get("id") == "service-data-gouv" or row["source_date"]
        assert dated, (table, row)


def test_it_is_marked_as_real_and_names_no_person() -> None:
    for table, row in rows():
        assert table != "personnes" and "personne-" not in "".join(row.values())
        if table == "politiques":
            assert "(réel, public)" in row["summary"]


def test_it_is_imported_whole_without_a_problem(db: Database) -> None:
    report = Report()
    bring(db, SYSTEM, TABLE, ROADMAP, report, name="donnees-de-reference")
    assert report.problems == []
    kinds = {row["kind"]: row["n"] for row in db.read("MATCH (n:Entity) RETURN n.kind AS kind, count(*) AS n")}
    assert (kinds["Policy"], kinds["Dataset"], kinds["LegalText"]) == (21, 9, 3)
    links = sum(1 for table, _ in rows() if table == "liens")
    relations = "|".join(SCHEMA.relations)
    assert db.read(f"MATCH ()-[r:{relations}]->() RETURN count(r) AS n") == [{"n": links}]


def test_what_these_texts_leave_without_any_known_resource_is_told(db: Database) -> None:
    bring(db, SYSTEM, TABLE, ROADMAP, Report(), name="donnees-de-reference")
    holes = {gap.record.id.removeprefix(f"{POLICY}-") for gap in trace_policy(db, ANONYMOUS, POLICY).gaps}
    assert holes == {"expliquer", "disponibilite", "signalements", "prevenir", "suppleer"}


def test_first_check_a_dataset_serves_through_the_api_that_api_gouv_says_depends_on_it(joined: Database) -> None:
    told = (
        "Le jeu de données « Répertoire Sirene des entreprises et établissements » sert la mesure « Donner le jeu "
        "entier, et une interface de programmation », parce que le service numérique « API Sirene » en dépend"
    )
    assert any(each.startswith(told) for each in sentences(joined, POLICY))
    step = link(joined, "API Sirene", "DEPENDS_ON", "Répertoire Sirene des entreprises et établissements")
    assert (step["source_url"], step["declared_by"]) == ("https://api.gouv.fr/les-api/sirene_v3", "import")
    sheet = (source("api-gouv") / "api" / "sirene_v3.md").read_text(encoding="utf-8")
    assert "datagouv_uuid:\n  - 5b7ffc618b4c4169d30727e0" in sheet


def test_second_check_who_bears_the_product_that_serves_is_who_beta_gouv_names(joined: Database) -> None:
    told = (
        "Le service numérique « Base Adresse Nationale » met en œuvre la mesure « Publier la Base Adresse Nationale "
        "chaque semaine »"
    )
    assert any(each.startswith(told) for each in sentences(joined, POLICY))
    for body in ("ANCT", "DINUM", "IGN"):
        step = link(joined, body, "STEWARDS", "Base Adresse Nationale")
        assert (step["target"], step["source_url"]) == ("service-ban-produit", "https://beta.gouv.fr/startups/ban.html")
    sheet = (source("betagouv") / "startups" / "ban.md").read_text(encoding="utf-8")
    assert "une des neuf bases de données du service public des données de référence" in sheet
    assert all(f"- /organisations/{body}\n" in sheet for body in ("anct", "dinum", "ign"))


def test_third_check_a_standard_serves_through_the_product_that_uses_it(joined: Database) -> None:
    told = (
        "Le standard « Base Adresse Locale » sert la mesure « Publier la Base Adresse Nationale chaque semaine », "
        "parce que le service numérique « Bases Adresses Locales » l'utilise"
    )
    assert any(each.startswith(told) for each in sentences(joined, POLICY))
    said = joined.read("MATCH (n:Entity {id: 'standard-bal'}) RETURN n.edition AS edition, n.repository AS repository")
    assert said == [{"edition": "1.5.0", "repository": "https://github.com/etalab/schema-bal"}]
    step = link(joined, "Bases Adresses Locales", "USES", "Base Adresse Locale")
    assert step["source_url"] == "https://schema.data.gouv.fr/etalab/schema-bal/"
    assert '"external_tool": "https://mes-adresses.data.gouv.fr/new"' in (
        source("schema-data-gouv") / "schemas.json"
    ).read_text(encoding="utf-8")
