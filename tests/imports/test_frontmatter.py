"""Promises of reading Markdown with front matter: nothing is guessed, nothing hostile grows, nothing stops the rest."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from graph.imports.drafts import Report
from graph.imports.frontmatter import Malformed, Page, load, read_pages, split
from tests.imports.telling import folder, page


def pages(root: Path) -> tuple[dict[str, Page], Report]:
    report = Report()
    return {found.stem: found for found in read_pages(root / "fiches", root, report)}, report


def reasons(report: Report) -> list[tuple[str, str]]:
    return [(problem.file, problem.reason) for problem in report.problems]


def test_scalars_stay_the_text_that_was_typed() -> None:
    fields, _ = load("code: 01001\nday: 2023-02-30\nanswer: no\nnothing:\nlist: [1, 2.50]\n")
    assert fields == {"code": "01001", "day": "2023-02-30", "answer": "no", "nothing": "", "list": ["1", "2.50"]}


def test_the_last_fence_may_end_the_file() -> None:
    assert split("---\nname: Ain\n---") == ("name: Ain\n", "")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_mark_of_unicode_and_windows_line_ends_are_read(end: str) -> None:
    head, body = split(f"\ufeff---{end}name: Ain{end}---  {end}Texte{end}---{end}")
    assert load(head)[0] == {"name": "Ain"}
    assert body.split() == ["Texte", "---"]


def test_a_key_written_twice_is_told() -> None:
    assert load("name: a\nurl: {name: b}\nname: c\n") == ({"name": "c", "url": {"name": "b"}}, ["name"])


def test_aliases_are_refused_before_they_grow() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in pairwise("abcdefghi"))
    with pytest.raises(Malformed, match="alias"):
        load(bomb)


@pytest.mark.parametrize("depth", [30, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    with pytest.raises(Malformed, match="niveaux"):
        load("a: " + "[" * depth)


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: b: c",
        "- a\n- b\n",
        "a: 1\n---\nb: 2\n",
        "? [a]\n: b\n",
        "\x00: a\n",
        "a: !!x\n [x",
    ],
)
def test_what_is_no_mapping_is_refused_in_words(text: str) -> None:
    with pytest.raises(Malformed):
        load(text)


def test_tags_build_nothing() -> None:
    assert load("a: !!python/object/apply:os.system [ls]\n")[0] == {"a": ["ls"]}


def test_a_broken_file_never_stops_the_others(tmp_path: Path) -> None:
    root = folder(tmp_path, {
        "fiches/a.md": page(name="A"),
        "fiches/b.md": "---\nname: [\n---\n",
        "fiches/c.md": bytes(range(256)) * 20,
        "fiches/d.md": "---\nname: jamais fermé\n",
        "fiches/e.md": "",
        "fiches/f.md": page(name="« Été »").encode("cp1252"),
        "fiches/g.md": page("x" * 1_100_000, name="G"),
        "fiches/z.md": page(name="Z"),
    })  # fmt: skip
    (root / "fiches" / "dossier.md").mkdir()
    found, report = pages(root)
    assert {stem: read.fields["name"] for stem, read in found.items()} == {"a": "A", "f": "« Été »", "z": "Z"}
    broken = ("b", "c", "d", "e", "f", "g", "dossier")
    assert {file for file, _ in reasons(report)} == {f"fiches/{name}.md" for name in broken}


def test_a_problem_gives_the_line_of_the_file(tmp_path: Path) -> None:
    _, report = pages(folder(tmp_path, {"fiches/a.md": "---\nname: A\nlist: [x\n---\n"}))
    assert [problem.line for problem in report.problems] == [4]


def test_records_without_extension_are_read_and_templates_are_not(tmp_path: Path) -> None:
    root = folder(tmp_path, {
        "fiches/Préfecture": "---\nname: P\n---", "fiches/api.gouv.fr.md": page(name="A"),
        "fiches/modele.md.example": page(name="M"), "fiches/README.md": "# Lisez-moi", "fiches/logo.png": b"\x89PNG",
        "fiches/notes": "rien", "fiches/.DS_Store": b"\0",
    })  # fmt: skip
    found, report = pages(root)
    assert set(found) == {"Préfecture", "api.gouv.fr"}
    assert set(reasons(report)) == {
        ("fiches/Préfecture", "fiche sans extension .md"),
        ("fiches/modele.md.example", "fichier modèle parmi les fiches"),
        ("fiches/README.md", "ce n'est pas une fiche"),
        ("fiches/logo.png", "ce n'est pas une fiche"),
        ("fiches/notes", "ce n'est pas une fiche"),
        ("fiches", "1 fichiers sans retour à la ligne final"),
    }


def test_accents_of_a_name_are_composed_and_a_second_file_of_one_id_is_told(tmp_path: Path) -> None:
    root = folder(tmp_path, {"fiches/e\u0301te\u0301.md": page(name="A"), "fiches/été": page(name="B")})
    found, report = pages(root)
    assert list(found) == ["été"]
    assert "identifiant déjà pris par un autre fichier" in [reason for _, reason in reasons(report)]


def test_links_out_of_the_folder_and_pipes_are_refused(tmp_path: Path) -> None:
    outside = folder(tmp_path, {"secret.md": page(name="secret")}) / "secret.md"
    root = folder(tmp_path / "source", {"fiches/a.md": page(name="A")})
    (root / "fiches" / "b.md").symlink_to(outside)
    os.mkfifo(root / "fiches" / "c.md")
    found, report = pages(root)
    assert set(found) == {"a"}
    assert reasons(report) == [
        ("fiches/b.md", "lien vers un fichier hors du dossier"), ("fiches/c.md", "ce n'est pas un fichier"),
    ]  # fmt: skip


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    assert reasons(pages(tmp_path)[1]) == [("fiches", "dossier absent ou illisible")]
