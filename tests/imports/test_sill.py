"""Promises of the sill source: software with its licences and status, tied to parents and similar ones."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.imports.telling import Told, folder, real, told

GLPI = {
    "id": "1", "i": "GLPI", "st": "R", "l": "GPL-2.0-only", "f": "Parc", "c": "Gestion", "y": "2018 ; 2020", "p": "",
}  # fmt: skip
HEADER = "ID,nom,statut,wikidata\n"


def entry(id: str, name: str, **more: str) -> dict[str, str]:
    return GLPI | {"id": id, "i": name} | more


def read(root: Path, *entries: Any, past: str = "", log: object = None) -> Told:
    files = {"README.md": "commit 1263e08b9f72 (2022-05-16)", "sill-2022.json": json.dumps(entries)}
    files |= {"sill-2020.csv": HEADER + past} if past else {}
    files |= {"sill-mises-a-jour-2022.json": json.dumps(log)} if log is not None else {}
    return told("sill", folder(root, files))


def fields(found: Told, id: str = "1") -> dict[str, Any]:
    return dict(found.records[f"sill:software/{id}"].fields)


def test_software_keeps_the_word_of_its_status_and_its_editions(tmp_path: Path) -> None:
    found = read(tmp_path, GLPI | {"v-": "9.5"}, entry("2", "Fin", st="FR"))
    draft = found.records["sill:software/1"]
    assert (draft.status, draft.history) == ("available", (("available", "2018"),))
    assert fields(found)["status_word"] == "R (recommandé), version 9.5 ; éditions 2018, 2020"
    assert (found.records["sill:software/2"].status, fields(found, "2")["status_word"]) == (
        None, "FR ; éditions 2018, 2020",
    )  # fmt: skip


def test_plugins_depend_on_their_parent_and_similar_software_overlap_once(tmp_path: Path) -> None:
    found = read(tmp_path, GLPI | {"si": "2 ; 3"}, entry("2", "A", p="GLPI", si="1, 3"), entry("3", "B", si="AWS"))
    assert found.ties - {tie for tie in found.ties if tie[1] == "ABOUT"} == {
        ("sill:software/2", "DEPENDS_ON", "sill:software/1"),
        ("sill:software/1", "OVERLAPS", "sill:software/2"),
        ("sill:software/1", "OVERLAPS", "sill:software/3"),
        ("sill:software/2", "OVERLAPS", "sill:software/3"),
    }
    assert [problem.value for problem in found.problems("nom au lieu d'un identifiant")] == ["AWS"]


def test_a_parent_under_its_common_name_is_linked_to_confirm_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    log = [{"id": "1", "logiciel": "Glpi Project", "type": "Mise à jour", "date": "<2020-02-10 lun.>"}]
    found = read(tmp_path, GLPI, entry("2", "A", p="GLPI project"), entry("3", "B", p="Rien"), log=log)
    assert [link.fields["standing"] for link in found.links if link.type == "DEPENDS_ON"] == ["to_confirm"]
    assert [problem.value for problem in found.problems("existe nulle part")] == ["Rien"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("LGPL-2.1, LGPL-2.0,  LGPL-3.0", ["LGPL-2.1", "LGPL-2.0", "LGPL-3.0"]), ("GPL V2.0", ["GPL-2.0"]),
        ("MPL 2.0 et EPL 1.0", ["MPL-2.0", "EPL-1.0"]), ("GPL-2.0+", ["GPL-2.0-or-later"]), ("LGPL-v2.1", ["LGPL-2.1"]),
        ("GPL-2.0-only / LGPL-2.0-only", ["GPL-2.0-only", "LGPL-2.0-only"]), ("CeCILL-2.1", ["CECILL-2.1"]),
        ("Creative Commons BY SA 4.0", ["CC-BY-SA-4.0"]), ("N/A", None), ("Zimbra-1.3", ["Zimbra-1.3"]),
    ],
)  # fmt: skip
def test_licences_are_told_by_their_short_names(tmp_path: Path, written: str, kept: list[str] | None) -> None:
    found = read(tmp_path, GLPI | {"l": written})
    assert fields(found).get("licence") == kept
    assert bool(found.report.problems) or kept is not None


def test_the_edition_of_2020_gives_outside_identifiers_and_former_names(tmp_path: Path) -> None:
    past = "1,GLPI project,O,q12\n2,A,R,Q13\n3,B,R,Q13\n4,Parti,R,\n"
    found = read(tmp_path, GLPI, entry("2", "A"), entry("3", "B"), past=past)
    assert "wikidata:Q12" in found.records["sill:software/1"].refs
    assert fields(found)["aliases"] == ["GLPI project"]
    assert fields(found)["status_word"].endswith("; O dans l'édition de 2020")
    assert not any("Q13" in ref for draft in found.records.values() for ref in draft.refs)
    assert [problem.value for problem in found.problems("absent de l'édition 2022")] == ["4 Parti"]


def test_days_of_the_log_are_read_when_number_and_name_agree(tmp_path: Path) -> None:
    log = [
        {"id": "1", "logiciel": "glpi", "type": "Ajout", "date": "<2020-02-10 lun.>"},
        {"id": "2", "logiciel": "Autre chose", "type": "Suppression", "date": "<2020-02-11 mar.>"},
        {"id": "2", "logiciel": "A", "type": "Suppression", "date": "hier"}, {"id": "9"}, "x",
    ]  # fmt: skip
    found = read(tmp_path, GLPI, entry("2", "A"), log=log)
    assert found.records["sill:software/1"].history == (("available", "2020-02-10"),)
    assert "retiré" not in fields(found, "2")["status_word"]
    for words in ("autre nom", "date illisible", "absent de l'édition 2022"):
        assert len(found.problems(words)) == 1


def test_a_number_shared_by_plugins_and_addresses_of_git_are_told(tmp_path: Path) -> None:
    shared = {"co": "189", "sources": "git://git.apache.org/a.git"}
    found = read(tmp_path, GLPI | shared, entry("2", "A", **shared), entry("3", "B", co="72"))
    assert "comptoir-du-libre:software/72" in found.records["sill:software/3"].refs
    assert len(found.problems("numéro partagé")) == len(found.problems("pas une adresse web")) == 2


def test_entries_without_number_or_name_or_met_before_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, GLPI, GLPI, {"id": "2"}, {"i": "A"}, 3, None, [GLPI])
    assert len(found.of("Software")) == 1
    assert len(found.problems("sans identifiant")) == 6


def test_the_real_source_gives_the_counts_of_its_readme() -> None:
    found = real("sill")
    assert len(found.of("Software")) == 240
    assert Counter(link.type for link in found.links) == {"ABOUT": 240, "DEPENDS_ON": 36, "OVERLAPS": 34}
    assert Counter(str(draft.fields["status_word"]).split()[0].rstrip(",") for draft in found.of("Software")) == {
        "R": 180, "O": 48, "FR": 12,
    }  # fmt: skip
    assert len([ref for draft in found.of("Software") for ref in draft.refs if ref.startswith("wikidata:")]) == 155
