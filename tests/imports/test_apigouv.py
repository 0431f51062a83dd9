"""Promises of the api-gouv source: APIs, producers and services, tied by identifiers, titles or proven names."""

from collections import Counter
from pathlib import Path

import pytest

from tests.imports.telling import Told, folder, page, real, told


def read(root: Path, body: str = "", service: str = "", **api: str) -> Told:
    """A source of one API, two producers and one service."""
    fields = {"title": "API Sirene", "producer": "insee", "is_open": "1"} | api
    return told("api-gouv", folder(root, {
        "README.md": "commit 58a95fa (2026-01-07)",
        "producteurs/insee.md": page(name="Institut de la statistique", acronym="Insee", nameWithPronoun="l’Insee"),
        "producteurs/ign.md": page(name="Institut géographique", acronym="IGN", site="https://www.ign.fr"),
        "producteurs/template.md.example": page(name="Modèle"),
        "api/sirene.md": page(body, **fields),
        "service/demo.md": service or page(title="Démo", link="https://demo.fr", api="[API Sirene]"),
    }))  # fmt: skip


def api(found: Told) -> dict[str, object]:
    return dict(found.records["api-gouv:api/sirene"].fields)


def test_an_api_has_a_producer_and_services_use_it_by_its_title(tmp_path: Path) -> None:
    assert read(tmp_path).ties == {
        ("api-gouv:producteur/insee", "PRODUCES", "api-gouv:api/sirene"),
        ("api-gouv:service/demo", "USES", "api-gouv:api/sirene"),
    }


def test_unknown_titles_and_producers_are_told_and_make_no_link(tmp_path: Path) -> None:
    found = read(tmp_path, service=page(title="Démo", api="[API Perdue]"), producer="personne")
    assert found.ties == set()
    assert {(p.field, p.value) for p in found.problems("existe nulle part")} == {
        ("api", "API Perdue"), ("producer", "personne"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("partner", "standing", "told_as"),
    [
        ("ign", None, None), ("Institut géographique (IG)", None, None),
        ("IGN", "to_confirm", "sigle, et non identifiant d'un producteur"),
        ("La Poste", "absent", "partenaire en texte libre, sans fiche"),
    ],
)  # fmt: skip
def test_a_partner_is_linked_on_proof_only(
    tmp_path: Path, partner: str, standing: str | None, told_as: str | None
) -> None:
    found = read(tmp_path, partners=f"[{partner}]")
    links = [link.fields.get("standing") for link in found.links if link.type == "CONTRIBUTES_TO"]
    assert links == ([] if standing == "absent" else [standing])
    assert [problem.reason for problem in found.report.problems if problem.field == "partners"] == (
        [told_as] if told_as else []
    )


def test_french_dates_are_read_and_wrong_ones_told(tmp_path: Path) -> None:
    assert api(read(tmp_path, last_update="13/01/2022"))["source_date"] == "2022-01-13"
    found = read(tmp_path, last_update="10/10/2023 /TODO")
    assert api(found)["source_date"] == "2026-01-07"
    assert [p.value for p in found.problems("date illisible")] == ["10/10/2023 /TODO"]


def test_an_api_depends_on_the_open_data_it_serves(tmp_path: Path) -> None:
    found = read(tmp_path, datagouv_uuid="[5b7ffc618b4c4169d30727e0]")
    assert ("api-gouv:api/sirene", "DEPENDS_ON", "datagouv:dataset/5b7ffc618b4c4169d30727e0") in found.ties


@pytest.mark.parametrize(("said", "access"), [("1", "open"), ("0", "open"), ("-1", "restricted"), ("2", None)])
def test_access_is_said_in_our_words(tmp_path: Path, said: str, access: str | None) -> None:
    assert api(read(tmp_path, is_open=said)).get("access") == access


def test_an_address_inside_the_site_is_completed(tmp_path: Path) -> None:
    found = read(tmp_path, doc_tech_link="/swaggers/sirene.json")
    assert api(found)["documentation"] == "https://api.gouv.fr/swaggers/sirene.json"
    assert len(found.problems("adresse relative")) == 1


def test_components_of_the_site_become_links_and_misspelt_names_are_read(tmp_path: Path) -> None:
    body = "La <External href='https://adresse.data.gouv.fr'>Base</External> & <Button href='/x'>suite</Button>"
    found = read(tmp_path, body, extrenal_site="https://sirene.fr")
    assert api(found)["description"] == "La [Base](https://adresse.data.gouv.fr) & [suite](https://api.gouv.fr/x)"
    assert api(found)["website"] == "https://sirene.fr"
    assert len(found.problems("mal orthographié")) == 1


def test_the_article_and_the_proofs_of_a_producer_are_kept(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.records["api-gouv:producteur/insee"].fields["article"] == "l'"
    assert found.records["api-gouv:producteur/ign"].refs == (
        "api-gouv:producteur/ign", "domain:organisation/ign.fr", "name:organisation/institut geographique",
    )  # fmt: skip


def test_the_real_source_gives_the_counts_of_its_readme() -> None:
    found = real("api-gouv")
    spaces = Counter(ref.partition("/")[0] for ref in found.records)
    assert (spaces["api-gouv:api"], spaces["api-gouv:producteur"], spaces["api-gouv:service"]) == (170, 60, 18)
    assert Counter(link.type for link in found.links) == {
        "ABOUT": 261, "PRODUCES": 170, "CONTRIBUTES_TO": 103, "DEPENDS_ON": 51, "USES": 24,
    }  # fmt: skip
    assert len(found.problems("fichier modèle")) == 3
    assert len(found.problems("texte libre")) == 59
