"""Promises of passages: they are found again while something of them stands, and nowhere else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.anchors import Anchor, anchored, blocks, place

TEXT = """## Décisions

Le comité **décide** de publier le [schéma des données](/standards/x) avant l'été, après relecture.

- Former vingt agents
- Écrire aux communes, oui

Oui, dit le maire. Fin."""


def found(text: str, anchor: Anchor | None) -> str | None:
    assert anchor is not None
    at = place(text, anchor)
    return None if at is None else text[at[0] : at[1]]


@pytest.mark.parametrize(("selected", "written"), [
    ("de publier le schéma des données avant", "de publier le [schéma des données](/standards/x) avant"),
    ("former  VINGT agents", "Former vingt agents"),
    ("des données avant l'été", "[schéma des données](/standards/x) avant l'été"),
    ("le schéma", "le [schéma des données](/standards/x)"),
    ("schéma des données", "[schéma des données](/standards/x)"),
    ("des données", "des données"),
])  # fmt: skip
def test_what_one_selects_in_the_page_is_found_in_what_was_written(selected: str, written: str) -> None:
    assert found(TEXT, anchored(TEXT, selected)) == written


@pytest.mark.parametrize(("change", "now"), [
    (lambda text: f"Nouveau début.\n\n{text}", "Former vingt agents"),
    (lambda text: text.replace("vingt", "trente"), "Former trente agents"),
    (lambda text: text.replace("Former vingt agents", "Former vite vingt ou trente agents"),
     "Former vite vingt ou trente agents"),
    (lambda text: text.replace("après relecture.", "demain.").replace("oui", "non"), "Former vingt agents"),
    (lambda text: text.replace("- Former vingt agents\n", ""), None),
    (lambda text: "", None),
])  # fmt: skip
def test_a_passage_follows_what_is_changed_and_goes_with_its_words(change: object, now: str | None) -> None:
    assert found(change(TEXT), anchored(TEXT, "Former vingt agents")) == now  # type: ignore[operator]


def test_a_long_passage_of_which_most_stands_is_what_is_left_of_it() -> None:
    anchor = anchored(TEXT, "Le comité décide de publier le schéma des données avant l'été")
    assert found("Tout autre début : de publier le schéma des données avant l'été.", anchor) == (
        "de publier le schéma des données avant l'été"
    )


def test_of_the_same_words_in_two_places_those_with_the_same_neighbours_are_meant() -> None:
    anchor = anchored(TEXT, "Oui", within=(TEXT.index("Oui, dit"), len(TEXT)))
    assert place(TEXT, anchor) == (TEXT.index("Oui, dit"), TEXT.index("Oui, dit") + 3)  # type: ignore[arg-type]
    assert found("Rien de ce qui précède. Oui à autre chose.", anchor) is None


def test_what_is_not_there_has_no_anchor() -> None:
    assert anchored(TEXT, "Une phrase que personne n'a écrite") is None
    assert anchored(TEXT, "…") is None and anchored("", "x") is None


def test_a_text_is_cut_at_empty_lines_but_not_within_code() -> None:
    text = "Un\ndeux\n\n```\na\n\nb\n```\n\nTrois"
    assert [block.text.strip() for block in blocks(text)] == ["Un\ndeux", "```\na\n\nb\n```", "Trois"]


@given(st.text(alphabet="ab \n*`", max_size=40))
def test_blocks_hold_every_word(text: str) -> None:
    assert "".join(block.text for block in blocks(text)).split() == text.split()


def test_a_hostile_text_is_searched_in_time() -> None:
    start = time.process_time()
    for text in ("a " * 50_000, "[a](" * 30_000, "](x)" * 30_000):
        place(text, Anchor("a " * 1_000, "a " * 8, "a " * 8))
        anchored(text, "b a b")
    assert time.process_time() - start < 60  # 3 to 6 as machines go; each place compared with each other, hours
