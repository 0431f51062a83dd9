"""Promises of the cog source: codes stay text, former communes lead to the present one, EPCI administer."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.imports.telling import Told, folder, real, told

AIN = {"code": "01", "region": "84", "nom": "Ain", "zone": "metro"}
RHONE = {"code": "69", "region": "84", "nom": "Rhône", "zone": "metro"}
JURA = {"code": "39", "region": "27", "nom": "Jura", "zone": "metro"}
REGIONS = [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}, {"code": "27", "nom": "Bourgogne-Franche-Comté"}]


def commune(code: str, nom: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "nom": nom, "type": "commune-actuelle", "departement": code[:2], "population": 860} | more


def epci(*members: str, code: str = "200000172", nom: str = "CC du Test") -> dict[str, Any]:
    return {"code": code, "nom": nom, "populationMunicipale": 12, "membres": [{"code": member} for member in members]}


def read(root: Path, communes: Sequence[Any] | str, groups: Sequence[Any] = ()) -> Told:
    files: dict[str, Any] = {
        "communes": communes, "epci": list(groups), "departements": [AIN, RHONE, JURA], "regions": REGIONS,
    }  # fmt: skip
    written = {f"{n}.json": v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for n, v in files.items()}
    return told("cog", folder(root, written | {"README.md": "6.0.0 (2026), unchanged"}))


def test_a_commune_is_part_of_its_departement_and_epci_and_codes_stay_text(tmp_path: Path) -> None:
    found = read(tmp_path, [commune("01001", "L'Abergement")], [epci("01001")])
    assert found.records["cog:commune/01001"].fields["code"] == "01001"
    assert found.records["cog:commune/01001"].slug == "l-abergement-01001"
    assert found.ties == {
        ("cog:departement/01", "PART_OF", "cog:region/84"), ("cog:departement/69", "PART_OF", "cog:region/84"),
        ("cog:departement/39", "PART_OF", "cog:region/27"), ("cog:commune/01001", "PART_OF", "cog:departement/01"),
        ("cog:commune/01001", "PART_OF", "cog:epci/200000172"), ("cog:epci/200000172", "PART_OF", "cog:departement/01"),
        ("cog:groupement/200000172", "ADMINISTERS", "cog:epci/200000172"),
    }  # fmt: skip


def test_an_epci_is_an_organisation_known_by_its_siren(tmp_path: Path) -> None:
    found = read(tmp_path, [commune("01001", "A")], [epci("01001")])
    draft = found.records["cog:groupement/200000172"]
    assert draft.refs == ("cog:groupement/200000172", "siren:200000172", "name:organisation/cc du test")
    assert (draft.fields["siren"], draft.fields["type"]) == ("200000172", "intercommunal")


@pytest.mark.parametrize(
    ("members", "above"),
    [(("01001",), {"cog:departement/01"}), (("01001", "69001"), {"cog:region/84"}), (("01001", "39001"), set())],
)
def test_an_epci_is_part_of_the_smallest_level_that_holds_all_of_it(
    tmp_path: Path, members: tuple[str, ...], above: set[str]
) -> None:
    found = read(tmp_path, [commune(code, code) for code in ("01001", "69001", "39001")], [epci(*members)])
    assert {target for source, _, target in found.ties if source == "cog:epci/200000172"} == above
    assert len(found.problems("plusieurs départements")) == (len(members) > 1)


def test_parts_of_a_commune_lead_to_it_by_code_and_name(tmp_path: Path) -> None:
    found = read(tmp_path, [
        {"code": "01015", "nom": "Arbignieu", "type": "commune-deleguee", "chefLieu": "01015"},
        {"code": "01340", "nom": "Saint-Bois", "type": "commune-associee", "chefLieu": "01015"},
        {"code": "01341", "nom": "1er Arrondissement", "type": "arrondissement-municipal", "commune": "01015"},
        commune("01015", "Arboys", anciensCodes=["01340", "01999"]),
    ])  # fmt: skip
    draft = found.records["cog:commune/01015"]
    assert set(draft.refs) == {f"cog:commune/{code}" for code in ("01015", "01340", "01341", "01999")}
    assert draft.fields["aliases"] == ["Arbignieu", "Saint-Bois", "1er Arrondissement"]
    for words in ("déléguées", "associées", "arrondissements municipaux"):
        assert [problem.value for problem in found.problems(words)] == ["1 lignes"]


def test_a_former_code_leads_where_its_own_row_says_and_never_to_two_communes(tmp_path: Path) -> None:
    found = read(tmp_path, [
        commune("01001", "A", anciensCodes=["01003", "01002"]), commune("01002", "B"),
        {"code": "01003", "nom": "C", "type": "commune-deleguee", "chefLieu": "01002"},
        {"code": "01004", "nom": "D", "type": "commune-deleguee", "chefLieu": "01999"},
    ])  # fmt: skip
    assert found.records["cog:commune/01001"].refs == ("cog:commune/01001",)
    assert found.records["cog:commune/01002"].refs == ("cog:commune/01002", "cog:commune/01003")
    assert {p.value for p in found.report.problems if p.field in ("anciensCodes", "chefLieu")} == {
        "01003 → 01002 ou 01001", "01002", "01004 → 01999",
    }  # fmt: skip


def test_wrong_rows_are_told_and_the_others_kept(tmp_path: Path) -> None:
    found = read(tmp_path, [
        commune("1001", "court"), commune("01002", ""), commune("01003", "B", type="hameau"), "x", 3,
        commune("2A004", "Ajaccio"), commune("01001", "A"), commune("01001", "A encore"),
        commune("01005", "I") | {"code": 1005},
    ], [epci("01001", "99999"), epci("01001"), epci(code="abc"), epci(code="12")])  # fmt: skip
    assert {draft.refs[0] for draft in found.of("Territory") if draft.fields["type"] == "commune"} == {
        "cog:commune/2A004", "cog:commune/01001", "cog:commune/01005",
    }  # fmt: skip
    assert {p.value for p in found.problems("existe nulle part")} == {
        "2A004 → 2A",
        "200000172 → 99999",
    }
    assert [p.action for p in found.problems("écrit comme un nombre")] == ["lu « 01005 »"]
    assert [p.value for p in found.problems("n'est pas un SIREN")] == ["12"]


@pytest.mark.parametrize(
    "text", ["", "[", '[{"code":"01001"', '[{"code":"01001","nom":"A"}', "[" * 100_000, '{"a":1}', "[1,2"]
)
def test_a_broken_file_is_told_and_the_others_read(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    assert len(found.of("Territory")) == 5
    assert text == "" or any(problem.file == "communes.json" for problem in found.report.problems)


def test_the_real_source_gives_the_counts_of_its_readme() -> None:
    found = real("cog")
    assert Counter(draft.fields["type"] for draft in found.of("Territory")) == {
        "commune": 34_969, "epci": 1_255, "departement": 109, "region": 26,
    }  # fmt: skip
    assert len(found.of("Organisation")) == 1_255
    assert Counter(link.type for link in found.links) == {"PART_OF": 71_178, "ADMINISTERS": 1_255}


def test_the_real_source_keeps_corsica_leading_zeros_and_former_communes() -> None:
    found = real("cog")
    assert found.records["cog:commune/2A004"].fields["name"] == "Ajaccio"
    assert found.records["cog:commune/01001"].fields["code"] == "01001"
    assert "cog:commune/13201" in found.records["cog:commune/13055"].refs
    assert len(found.problems("deux communes se disent héritières")) == 2
    assert len(found.problems("plusieurs départements")) == 89
    counted = [p.value for p in found.report.problems if (p.file, p.field) == ("communes.json", "type")]
    assert sum(int(value.split()[0]) for value in counted) + 34_969 == 37_590
