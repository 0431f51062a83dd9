"""Promises of the communs source: commons, challenges and calls, tied by names and never by guesses."""

from collections import Counter
from pathlib import Path

import pytest

from tests.imports.telling import Told, folder, real, told

COLUMNS = (
    "id", "nom", "porte_par", "organisations_interessees", "defis", "themes", "tags", "licence",
    "niveau_developpement", "richesse_recherchee", "commun_proche", "s_appuie_sur", "territoire", "appel",
    "domaine_deduit", "produit_betagouv", "source",
)  # fmt: skip
PAGE = "https://wiki.resilience-territoire.ademe.fr/wiki/A"


def row(**cells: str) -> str:
    known = {"id": "a", "nom": "A", "source": PAGE} | cells
    return ",".join(known.get(column, "") for column in COLUMNS) + "\n"


def read(root: Path, *rows: str) -> Told:
    return told("communs", folder(root, {
        "communs.csv": ",".join(COLUMNS) + "\n" + "".join(rows),
        "appels.csv": "id,nom,annee,organisateur,associes,nb_candidatures,source\n"
                      f"aac-2021,Appel 2021,2021,ADEME,AFD,,{PAGE}\n"
                      f"aac-2023,Appel 2023,2023,ADEME,IGN|AFD,100,{PAGE}\n",
        "defis-2023.csv": "id,libelle,nature,appel\nd2023-01,Connaissances et ressources,transversal,aac-2023\n",
    }))  # fmt: skip


def ties(found: Told, type: str) -> set[tuple[str, str]]:
    return {(source, target) for source, told_type, target in found.ties if told_type == type}


def test_calls_raise_challenges_and_are_opened_by_their_organiser(tmp_path: Path) -> None:
    found = read(tmp_path)
    opener = "communs:organisation/ademe"
    assert ties(found, "OPENS") == {(opener, "communs:appel/aac-2021"), (opener, "communs:appel/aac-2023")}
    assert ties(found, "RAISES") == {("communs:appel/aac-2023", "communs:defi/d2023-01")}
    assert {(link.target, link.fields["since"]) for link in found.links if link.type == "PARTNERS"} == {
        ("communs:organisation/afd", "2021"), ("communs:organisation/afd", "2023"),
        ("communs:organisation/ign", "2023"),
    }  # fmt: skip
    assert found.records["communs:appel/aac-2023"].fields["summary"] == "100 candidatures ou plus"


def test_bars_part_the_values_of_a_cell_and_an_empty_cell_says_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, row(porte_par="ADEME|Inno3 (I3)", richesse_recherchee="Financement| Cas d'usages"))
    draft = found.records["communs:commun/a"]
    assert draft.fields["seeks"] == ["Financement", "Cas d'usages"]
    assert ties(found, "STEWARDS") == {
        ("communs:organisation/ademe", "communs:commun/a"), ("communs:organisation/inno3-i3", "communs:commun/a"),
    }  # fmt: skip
    assert found.records["communs:organisation/inno3-i3"].fields["acronym"] == "I3"
    assert "licence" not in draft.fields


def test_what_the_page_leaves_open_is_to_confirm(tmp_path: Path) -> None:
    found = read(tmp_path, row(organisations_interessees="Nantes", domaine_deduit="Eau", porte_par="IGN"))
    own = [link for link in found.links if "communs:commun/a" in (link.source, link.target)]
    standing = {link.type: link.fields.get("standing") for link in own}
    assert standing == {"USES": "to_confirm", "ABOUT": "to_confirm", "STEWARDS": None}


@pytest.mark.parametrize(
    ("challenge", "call", "answers", "standing"),
    [
        ("1- Connaissances - Ressources", "aac-2023", 1, None), ("1- Connaissances - Ressources", "", 1, "to_confirm"),
        ("1- Connaissances - Ressources", "aac-2021", 0, None), ("2- Connaissances - Ressources", "", 0, None),
        ("Connaissances", "", 0, None),
    ],
)  # fmt: skip
def test_a_challenge_is_answered_when_number_words_and_call_agree(
    tmp_path: Path, challenge: str, call: str, answers: int, standing: str | None
) -> None:
    found = read(tmp_path, row(defis=challenge, appel=call))
    links = [link for link in found.links if link.type == "ANSWERS"]
    assert [link.fields.get("standing") for link in links] == [standing] * answers
    assert len([p for p in found.report.problems if p.field == "defis"]) == 1 - answers


def test_a_commons_stands_for_a_call_by_a_candidature(tmp_path: Path) -> None:
    found = read(tmp_path, row(appel="aac-2023"), row(id="b", nom="B", appel="aac-1999"))
    assert ties(found, "APPLIES_TO") == {
        ("communs:candidature/a", "communs:appel/aac-2023"), ("communs:candidature/a", "communs:commun/a"),
    }  # fmt: skip
    assert [problem.value for problem in found.problems("existe nulle part")] == ["aac-1999"]


def test_commons_are_tied_by_their_names_and_to_products_and_regions(tmp_path: Path) -> None:
    found = read(
        tmp_path, row(commun_proche="B", s_appuie_sur="b|Perdu", produit_betagouv="ban", territoire="Bretagne"),
        row(id="b", nom="B", commun_proche="A"),
    )  # fmt: skip
    assert ties(found, "OVERLAPS") == ties(found, "DEPENDS_ON") == {("communs:commun/a", "communs:commun/b")}
    assert ties(found, "HAS_RESOURCE") == {("communs:commun/a", "betagouv:service/ban")}
    assert ties(found, "IN_TERRITORY") == {("communs:commun/a", "region:bretagne")}
    assert [problem.value for problem in found.problems("existe nulle part")] == ["Perdu"]


def test_themes_keep_their_tree(tmp_path: Path) -> None:
    found = read(tmp_path, row(themes="Facteurs de résilience/Culture", tags="Culture"))
    assert [draft.fields["name"] for draft in found.of("Theme")] == [
        "Culture", "Facteurs de résilience", "Facteurs de résilience / Culture",
    ]  # fmt: skip
    assert ties(found, "PART_OF") == {
        ("communs:theme/facteurs-de-resilience-culture", "communs:theme/facteurs-de-resilience")
    }


@pytest.mark.parametrize(
    ("level", "status"),
    [("Idée", "idea"), ("Disponible et validé", "available"), ("Construction", "building"), ("Bof", None), ("", None)],
)
def test_the_level_keeps_the_word_of_the_source(tmp_path: Path, level: str, status: str | None) -> None:
    draft = read(tmp_path, row(niveau_developpement=level)).records["communs:commun/a"]
    assert (draft.status, draft.fields.get("status_word", "")) == (status, level)


def test_rows_without_number_and_addresses_that_are_none_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, row(), row(nom="encore"), row(id=""), row(id="b", source="cité par a"), "c,C\n")
    assert set(found.records) >= {"communs:commun/a", "communs:commun/b", "communs:commun/c"}
    assert len(found.problems("sans identifiant")) == 2
    assert [(p.line, p.value) for p in found.problems("pas une adresse web")] == [(5, "cité par a")]
    assert [p.line for p in found.problems("2 cellules au lieu de 17")] == [6]


def test_the_real_source_gives_the_counts_of_its_readme() -> None:
    found = real("communs")
    assert Counter(draft.kind for draft in found.records.values()) == {
        "Theme": 26, "Organisation": 22, "Commons": 22, "Challenge": 10, "Application": 3, "Call": 2,
    }  # fmt: skip
    assert Counter(link.type for link in found.links) == {
        "ABOUT": 35, "STEWARDS": 15, "USES": 13, "RAISES": 10, "APPLIES_TO": 6, "PART_OF": 5, "PARTNERS": 4,
        "HAS_RESOURCE": 4, "ANSWERS": 3, "OPENS": 2, "IN_TERRITORY": 2, "OVERLAPS": 1, "DEPENDS_ON": 1,
    }  # fmt: skip
