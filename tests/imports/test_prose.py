"""Promises about words: HTML becomes Markdown, scripts go, spaces that break things are mended, the rest stays."""

import pytest

from graph.imports.prose import markdown, one_line

SITE = "https://api.gouv.fr"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<External href='https://x.fr/a'>BAN</External>", "[BAN](https://x.fr/a)"),
        ('<Button href="/rechercher-api">Autre API</Button>', f"[Autre API]({SITE}/rechercher-api)"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("a<br/>b", "a  \nb"),
        ("| a<br>b |", "| a b |"),
        ("<h2>Titre</h2>texte", "## Titre\n\ntexte"),
        ("<details><summary>Plus</summary>suite</details>", "**Plus**\n\nsuite"),
        ("avant<script>alert('x')</script>après", "avantaprès"),
        ("avant<script>jamais fermé", "avantjamais fermé"),
        ('<img src="/logo.png" alt="Logo">', f"![Logo]({SITE}/logo.png)"),
        ("<!-- à cacher -->vu", "vu"),
        ("<!-- jamais fermé", ""),
        ("[lien](/page)", f"[lien]({SITE}/page)"),
        ("`<b>code</b>` et <https://x.fr>", "`<b>code</b>` et <https://x.fr>"),
        ("a < b et c > d, <jeton>", "a < b et c > d, <jeton>"),
    ],
)
def test_html_in_markdown_becomes_markdown(html: str, expected: str) -> None:
    assert markdown(html, SITE).text == expected


def test_no_break_spaces_stay_where_typography_wants_them() -> None:
    found = markdown("#\u00a0Titre\n\n-\u202fun « mot » : 1\u202f000 € avec\u00a0lui")
    assert found.text == "# Titre\n\n- un « mot » : 1\u00a0000 € avec lui"
    assert found.spaces == 3


def test_a_line_of_text_has_no_tag_no_entity_and_ordinary_spaces() -> None:
    found = one_line("  accélérant <span class='x'>la\u00a0transition</span> &quot;verte&quot; R&D\n ")
    assert found.text == 'accélérant la transition "verte" R&D'
    assert (found.tags, found.spaces) == (["span", "&…;"], 1)


def test_accents_are_composed_and_invisible_characters_go() -> None:
    assert one_line("e\u0301te\u0301\u200b\ufeff\x07\ud800").text == "été?"


@pytest.mark.parametrize(
    "text",
    [
        "<" * 100_000,
        "<script>" * 20_000,
        "<svg></svg>" * 20_000,
        "<!--" * 30_000,
        "<a href='x'>" * 20_000,
        "`" * 50_000,
    ],
)
def test_hostile_markup_is_read_to_its_end(text: str) -> None:
    assert isinstance(markdown(text).text, str)
