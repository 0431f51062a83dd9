"""Promises that hold for each public source: on the real data, and on anything that is given in its place."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.imports.checking import checked, checked_link
from graph.imports.drafts import Draft, Report
from graph.imports.privacy import scrub
from graph.imports.sources import SOURCES, source_at
from graph.schema import SCHEMA
from tests.imports.telling import FOLDERS, REAL, Told, folder, page, real, told

NAMES = sorted(SOURCES)
OUTSIDE = ("datagouv:dataset/", "betagouv:service/", "region:")
FILES = {
    "betagouv": ("startups/a.md", "organisations/a.md", "incubators/a.md", "teams/a.md"),
    "api-gouv": ("api/a.md", "producteurs/a.md", "service/a.md"),
    "schema-data-gouv": ("schemas.json",),
    "sill": ("sill-2022.json", "sill-2020.csv", "sill-mises-a-jour-2022.json"),
    "cog": ("communes.json", "epci.json", "departements.json", "regions.json"),
    "communs": ("communs.csv", "appels.csv", "defis-2023.csv"),
}


def texts(found: Told) -> Iterator[tuple[str, str]]:
    for draft in found.records.values():
        for name, value in draft.fields.items():
            for text in value if isinstance(value, list) else [value]:
                yield f"{draft.where} {name}", str(text)
    for problem in found.report.problems:
        yield f"report {problem.file}", problem.value


@pytest.fixture(params=NAMES)
def source(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_real_values_all_fit_the_schema(source: str) -> None:
    found, report = real(source), Report()
    step = 20 if source == "cog" else 1  # 110,000 rows of few shapes
    for draft in list(found.records.values())[::step]:
        assert checked(draft, report).fields["name"]
    for link in found.links[::step]:
        checked_link(link, report)
    assert report.problems == []


def test_real_links_are_allowed_and_lead_somewhere(source: str) -> None:
    found = real(source)
    kinds = {ref: draft.kind for draft in found.records.values() for ref in draft.refs}
    for link in found.links:
        assert all(end in kinds or end.startswith(OUTSIDE) for end in (link.source, link.target)), link
        if link.source in kinds and link.target in kinds:
            assert SCHEMA.allows(link.type, kinds[link.source], kinds[link.target]), link


def test_real_refs_point_at_one_record_each(source: str) -> None:
    refs = [ref for draft in real(source).records.values() for ref in draft.refs if not ref.startswith("name:")]
    assert len(refs) == len(set(refs))


def test_real_links_say_their_source_and_are_dated_by_it_at_most(source: str) -> None:
    for link in real(source).links:
        assert link.fields["source"]
        assert link.fields["declared_by"] == "import"
        assert link.fields.get("standing", "to_confirm") == "to_confirm"
        assert "until" not in link.fields
        assert link.fields.get("since") in (None, "2021", "2023")


def test_no_real_text_nor_report_holds_what_points_at_a_person(source: str) -> None:
    for where, text in texts(real(source)):
        assert not scrub(text)[1], where
        assert "example.invalid" not in text, where


def test_real_problems_say_what_was_wrong_and_what_was_done(source: str) -> None:
    report = real(source).report
    assert all(problem.file and problem.reason and problem.action for problem in report.problems)
    assert len({str(problem) for problem in report.problems}) >= len(report.problems) - 10


@pytest.mark.parametrize("source", [name for name in NAMES if name != "cog"])
def test_reading_twice_tells_the_same(source: str) -> None:
    again = told(source, REAL / FOLDERS[source])
    assert (again.records, again.links) == (real(source).records, real(source).links)
    assert again.report.problems == real(source).report.problems


def test_records_come_before_the_links_to_them(source: str) -> None:
    real(source)
    seen: set[str] = set()
    for item in SOURCES[source].read(REAL / FOLDERS[source], Report()):
        if isinstance(item, Draft):
            seen |= set(item.refs)
        else:
            assert all(end in seen or end.startswith(OUTSIDE) for end in (item.source, item.target))


def test_each_real_folder_is_recognised(source: str) -> None:
    real(source)
    found = source_at(REAL / FOLDERS[source])
    assert found is not None
    assert found.name == source


def test_a_source_says_whose_it_is_and_under_which_licence(source: str) -> None:
    told_of = SOURCES[source]
    assert all((told_of.title.fr, told_of.title.en, told_of.holds.fr, told_of.licence.fr, told_of.licence.en))
    assert told_of.attribution
    assert told_of.url.startswith("https://")


@pytest.mark.parametrize("state", ["empty", "absent", "a file"])
def test_nothing_to_read_is_told(source: str, state: str, tmp_path: Path) -> None:
    path = tmp_path / "source"
    if state == "empty":
        path.mkdir()
    elif state == "a file":
        path.write_text("rien")
    found = told(source, path)
    assert (found.records, found.links) == ({}, [])
    assert found.report.problems
    assert source_at(path) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0", b"\xff\xfe\x00\x01", b"---\n", b"---\n- 1\n---\n", b"---\na: &a [*a]\n---\n", b"{}", b"[]", b"[[]]",
     b"[null, 1, {}, \"x\"]", b'{"schemas": 3}', b'{"schemas": [[], {"name": []}]}', b"{" * 100_000, b"[" * 100_000,
     b'"\\ud800"', b'[{"id": "\\ud800", "i": "\\udfff", "code": "\\ud800", "nom": "\\ud800", "name": "\\ud800/a"}]',
     b"id,nom\n\"jamais ferm\xe9,\n", b"id;nom;source\n1;A;B\n", b"," * 200_000, b"x" * 1_200_000,
     b"---\ntitle: {a: [b]}\nname: [1]\nphases: {}\nsponsors: {a: b}\nthemes: 3\nproducer: []\n---\n<script>"],
)  # fmt: skip
def test_strange_files_never_stop_a_source(source: str, content: bytes, tmp_path: Path) -> None:
    found = told(source, folder(tmp_path, dict.fromkeys(FILES[source], content)))
    for draft in found.records.values():
        for text in (*draft.refs, *map(str, draft.fields.values())):
            text.encode()
    assert "<script>" not in str(found.records)


def test_random_bytes_never_stop_a_source(source: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    for round in range(20):
        noise = [b"---\n", b"{", b"[", b'"code":"01001"', b"\n", b",", b"id", b": ", b"- "]
        parts = (chance.choice([*noise, chance.randbytes(8)]) for _ in range(300))
        content = b"---\n" * chance.randint(0, 1) + b"".join(parts)
        told(source, folder(tmp_path / str(round), dict.fromkeys(FILES[source], content)))


def test_folders_and_pipes_in_the_place_of_files_are_told(source: str, tmp_path: Path) -> None:
    for name in FILES[source]:
        (tmp_path / name).mkdir(parents=True)
        other = (tmp_path / name).with_name("z.md" if name.endswith(".md") else "tuyau")
        if not other.exists():
            os.mkfifo(other)
    found = told(source, tmp_path)
    assert found.records == {}
    assert found.report.problems


def test_a_source_without_a_date_gives_none(tmp_path: Path) -> None:
    files = {"startups/a.md": page(title="A", incubator="i", phases="[]"), "incubators/i.md": page(title="I")}
    found = told("betagouv", folder(tmp_path, files))
    assert [link.fields.get("source_date") for link in found.links] == [None]
    assert len(found.problems("aucune date de la source")) == 1
