"""Promises of the schema-data-gouv source: each standard with its last version, and no contributor's name."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.imports.telling import Told, folder, real, told

BAL = {
    "name": "etalab/schema-bal", "title": " Base Adresse Locale ", "description": "Les adresses.",
    "contact": "x@y.fr", "homepage": "https://github.com/etalab/schema-bal.git", "external_doc": None,
    "versions": [{"version_name": "1.4.0"}, {"version_name": "1.5.0"}],
}  # fmt: skip


def read(root: Path, *schemas: Any, latest: object = None) -> Told:
    files = {"README.md": "commit 0bd884a05d7c (2026-08-22)", "schemas.json": json.dumps({"schemas": schemas})}
    if latest is not None:
        files["schemas/etalab/schema-bal/latest/schema.json"] = json.dumps(latest)
    return told("schema-data-gouv", folder(root, files))


def test_a_standard_has_its_last_version_and_its_repository(tmp_path: Path) -> None:
    draft = read(tmp_path, BAL).records["schema-data-gouv:schema/etalab/schema-bal"]
    assert (draft.kind, draft.status) == ("Standard", "available")
    assert draft.fields == {
        "name": "Base Adresse Locale", "summary": "Les adresses.", "description": "Les adresses.", "type": "schema",
        "edition": "1.5.0", "status_word": "publié ; versions : 1.4.0, 1.5.0",
        "repository": "https://github.com/etalab/schema-bal", "source": "schema.data.gouv.fr",
        "source_url": "https://schema.data.gouv.fr/etalab/schema-bal/", "source_date": "2026-08-22",
    }  # fmt: skip


def test_a_schema_is_part_of_its_package_and_followed_by_its_dataset(tmp_path: Path) -> None:
    inner = BAL | {"name": "etalab/a", "datapackage_name": "etalab/schema-bal", "consolidation_dataset_id": "5448d3"}
    lost = BAL | {"name": "etalab/b", "datapackage_name": "etalab/perdu"}
    found = read(tmp_path, BAL, inner, lost)
    assert found.ties == {
        ("schema-data-gouv:schema/etalab/a", "PART_OF", "schema-data-gouv:schema/etalab/schema-bal"),
        ("datagouv:dataset/5448d3", "CONFORMS_TO", "schema-data-gouv:schema/etalab/a"),
    }
    assert [problem.field for problem in found.problems("existe nulle part")] == ["datapackage_name"]


def test_of_contributors_only_the_organisation_of_authors_is_read(tmp_path: Path) -> None:
    contributors = [
        {"title": "Jeanne Martin", "email": "j@x.fr", "role": "author", "organisation": "Cerema"},
        {"title": "Paul Durand", "role": "contributor", "organisation": "Salamandre"},
        {"title": "Anne Petit", "role": "author"},
        {"title": "X", "role": "author", "organisation": "transport.data.gouv.fr"},
        "Luc", {"role": ["author"]},
    ]  # fmt: skip
    found = read(tmp_path, BAL, latest={"licenses": [{"name": "etalab-2.0"}], "contributors": contributors})
    assert [draft.fields["name"] for draft in found.of("Organisation")] == ["Cerema"]
    assert [link.fields["standing"] for link in found.links if link.type == "PRODUCES"] == ["to_confirm"]
    assert found.records["schema-data-gouv:schema/etalab/schema-bal"].fields["licence"] == ["etalab-2.0"]
    assert [problem.value for problem in found.problems("données personnelles") if problem.field == "contributors"] == [
        "5 contributeurs"
    ]
    assert not any(name in str(found) for name in ("Jeanne", "Paul", "Anne", "j@x.fr"))


@pytest.mark.parametrize("latest", [[], "x", {"contributors": "x", "licenses": {}}, {"licenses": [3]}])
def test_a_strange_schema_file_changes_nothing(tmp_path: Path, latest: object) -> None:
    assert len(read(tmp_path, BAL, latest=latest).of("Standard")) == 1


def test_entries_without_a_name_or_met_before_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, BAL, BAL, {"title": "x"}, "x", BAL | {"name": "../../etc/passwd"}, BAL | {"versions": None})
    assert len(found.of("Standard")) == 1
    assert len(found.problems("sans nom")) == 5


def test_the_real_source_gives_the_counts_of_its_readme() -> None:
    found = real("schema-data-gouv")
    assert len(found.of("Standard")) == 95
    assert Counter(link.type for link in found.links) == {"PRODUCES": 55, "PART_OF": 31, "CONFORMS_TO": 6}
    assert all(draft.fields.get("edition") for draft in found.of("Standard"))
