"""Promises of comparable text: accents, case, ligatures and punctuation say nothing."""

import pytest

from graph import folding
from graph.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L'Œuvre d'Été", "l oeuvre d ete"), ("Straße", "strasse"), ("Søren ÆGIR", "soren aegir"),
        ("e\u0301cole e\u0301", "ecole e"), ("12\u00a0500\u202f€", "12 500"), ("C++ / Qt_5", "c qt 5"),
        (" – \n !", ""), ("ﬁn ½", "fin 1 2"), ("١٢ αΣ", "١٢ ας".replace("ς", "σ")),
    ],
)  # fmt: skip
def test_a_text_is_folded_word_by_word(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_long_word_is_folded_and_not_kept() -> None:
    kept = folding._known.cache_info().currsize
    assert fold("É" * 10_000) == "e" * 10_000
    assert folding._known.cache_info().currsize == kept
