"""Words, dates, links and pictures as they reach the page: French, precise, and safe from whatever was typed."""

import re
import time
from datetime import date

import pytest
from flask import Flask
from justhtml import Element, JustHTML

from graph.links import Brief, Link
from graph.schema import SCHEMA
from graph.values import State
from workspace import dates, language, words
from workspace.markup import external_link, highlight, host, markdown, marked, spaced
from workspace.papers.reading import blocks_of
from workspace.picture import MOST, neighbours_picture

NBSP, NARROW = "\u00a0", "\u202f"


def test_french_spaces_do_not_break() -> None:
    assert spaced("Trouvé : « voirie » ?") == f"Trouvé{NBSP}: «{NBSP}voirie{NBSP}»{NARROW}?"
    assert spaced("87 % ; 40 €") == f"87{NARROW}%{NARROW}; 40{NARROW}€"


def test_addresses_and_hours_keep_their_colons() -> None:
    assert spaced("https://a.fr à 12:30") == "https://a.fr à 12:30"


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](//evil.example)",
        "![x](https://evil.example/p.png)", "<div onclick=x>", "[x](data:text/html,x)", "<style>*{}</style>",
        "[x](https://a.fr \"a\" onclick=\"x\")", "<http://a.fr/\"onmouseover=x>", "&#106;avascript:x",
    ],
)  # fmt: skip
def test_markdown_runs_nothing_and_fetches_nothing(typed: str) -> None:
    found = JustHTML(str(markdown(typed)), sanitize=False, fragment=True).query("*")
    elements = [element for element in found if isinstance(element, Element)]
    assert {element.name for element in elements} <= {"p", "a"}
    assert {name for element in elements for name in element.attrs} <= {"href", "title", "rel"}
    assert all(str(element.attrs.get("href", "http")).startswith("http") for element in elements)


def test_markdown_keeps_text_links_lists_and_tables() -> None:
    html = markdown("Un **mot** : [lien](https://a.fr)\n\n- a\n\n| x |\n|---|\n| y |")
    assert "<strong>mot</strong>" in html
    assert 'rel="nofollow ugc noopener"' in html
    assert "<li>a</li>" in html
    assert "<td>y</td>" in html


def test_markdown_headings_come_under_the_page_s_own() -> None:
    assert markdown("# a\n\n### b") == "<h3>a</h3>\n<h4>b</h4>"


def test_code_in_markdown_keeps_its_spaces() -> None:
    assert "<code>a : b</code>" in markdown("`a : b`")


def test_markdown_made_to_be_slow_or_deep_is_shown_as_text() -> None:
    for typed in ("[a](" * 5000, "[" * 5000, "![" * 5000, "\n".join("    " * n + "- a" for n in range(300))):
        assert markdown(typed)


def test_an_outside_link_is_named_by_its_host() -> None:
    assert external_link("https://www.ign.fr/a?b=1&c=2") == (
        '<a href="https://www.ign.fr/a?b=1&amp;c=2" rel="nofollow ugc noopener">ign.fr</a>'
    )


def test_what_is_no_web_address_is_text() -> None:
    for text in ("javascript:alert(1)", "mairie de Sète", "http://[", "ftp://a.fr", "<b>"):
        assert "<a" not in external_link(text)
        assert host(text) == ""


def test_hits_are_marked_whatever_the_accents_and_case() -> None:
    assert highlight("Schéma Voirie", "voirie") == "Schéma <mark>Voirie</mark>"
    assert highlight("L’Œuvre d’été", "oeuvre ETE") == "L’<mark>Œuvre</mark> d’<mark>été</mark>"
    assert highlight("données", "donnee") == "<mark>données</mark>"


def test_marking_escapes_what_it_marks() -> None:
    assert highlight("<b>voirie</b>", "voirie b") == (
        "&lt;<mark>b</mark>&gt;<mark>voirie</mark>&lt;/<mark>b</mark>&gt;".replace("<mark>b</mark>", "b")
    )
    assert highlight("<i>", "") == "&lt;i&gt;"


def test_pieces_of_a_passage_are_marked_and_escaped() -> None:
    assert marked([("a <b> ", False), ("voirie", True)]) == "a &lt;b&gt; <mark>voirie</mark>"


def test_letters_that_change_length_are_marked_in_place() -> None:
    assert highlight("İstanbul Straße", "istanbul strasse") == "<mark>İstanbul</mark> <mark>Straße</mark>"


def test_dates_are_as_precise_as_they_are_known() -> None:
    told = [dates.day(text).replace(NBSP, " ") for text in ("2023", "2023-05", "2023-05-12", "2023-05-01", "jamais")]
    assert told == ["2023", "mai 2023", "12 mai 2023", "1er mai 2023", "jamais"]


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2022", None, "depuis 2022"), ("2022-05-12", None, "depuis le 12 mai 2022"), ("2022", "2023", "2022 – 2023"),
        (None, "2023", "jusqu’en 2023"), (None, "2023-02-01", "jusqu’au 1er février 2023"), ("2022", "2022", "2022"),
        (None, None, "non daté"),
    ],
)  # fmt: skip
def test_periods_are_told(since: str | None, until: str | None, told: str) -> None:
    assert dates.period(since, until).replace(NBSP, " ") == told


def test_recent_days_are_told_shortly() -> None:
    today = date(2025, 11, 21)
    given = ("2025-11-21", "2025-11-20T23:30:00Z", "2025-11-20", "2025-11-19", "2024-03-02", "2024")
    told = [dates.short_day(text, today).replace(NBSP, " ") for text in given]
    assert told == ["aujourd’hui", "aujourd’hui", "hier", "19 nov.", "2 mars 2024", "2024"]


def test_times_are_those_of_france() -> None:
    assert dates.moment("2025-07-01T12:05:00Z").replace(NBSP, " ") == "1er juillet 2025 à 14 h 05"


def test_english_readers_get_english_dates(bare_app: Flask) -> None:
    with bare_app.test_request_context("/?lang=en"):
        assert dates.period("2022", None).replace(NBSP, " ") == "since 2022"
        assert dates.day("2023-05-12").replace(NBSP, " ") == "12 May 2023"


def test_numbers_are_written_as_the_language_does(bare_app: Flask) -> None:
    with bare_app.test_request_context("/"):
        assert language.number(12345.6) == f"12{NARROW}345,6"
        assert words.amount(180000) == f"180{NARROW}000{NBSP}€"
        assert words.percent(87, 100) == f"87{NBSP}%"
        assert words.percent(0, 0) == "–"


def test_nothing_is_singular_in_french(bare_app: Flask) -> None:
    with bare_app.test_request_context("/"):
        told = [language.ngettext("%(num)s lien", "%(num)s liens", n) for n in (0, 1, 2, 1038)]
        assert told == ["0 lien", "1 lien", "2 liens", f"1{NARROW}038 liens"]


def test_the_four_states_of_a_value_are_four_words() -> None:
    licence = SCHEMA.kinds["Commons"].field("licence")
    assert licence
    assert words.value(State.NONE, licence) == "aucun"
    assert words.value(State.NOT_APPLICABLE, licence) == "sans objet"
    assert "non renseigné" in words.value(State.NOT_GIVEN, licence)
    assert "non renseigné" in words.value(None, licence)
    assert words.value(["<b>"], licence) == "&lt;b&gt;"


def test_every_status_of_the_schema_has_its_look() -> None:
    scales = {kind.statuses for kind in SCHEMA.kinds.values()}
    assert [key for scale in scales for key in SCHEMA.vocabularies[scale].terms if key not in words.STATES] == []


def _link(number: int, kind: str = "Organisation", name: str = "") -> Link:
    commons = Brief("commun-x", "Commons", "X")
    other = Brief(f"organisation-{number}", kind, name or f"Acteur {number}")
    return Link(f"r{number}", "USES", other, commons, inverse=True, declared_by="actor")


def test_the_picture_shows_the_first_neighbours_and_counts_the_rest() -> None:
    picture = neighbours_picture([_link(n) for n in range(40)])
    assert len(picture.spots) == MOST
    assert picture.rest == 40 - MOST


def test_the_picture_keeps_families_together_and_names_inside() -> None:
    links = [_link(1, "Need"), _link(2), _link(3, "Rule"), _link(4, name="Très long nom " * 10)]
    picture = neighbours_picture(links)
    assert [spot.family for spot in picture.spots] == ["actors", "actors", "rules", "demand"]
    assert all(0 < spot.place.y < picture.height for spot in picture.spots)
    assert picture.spots[1].name.endswith("…")


def test_a_neighbour_met_twice_is_drawn_once() -> None:
    assert len(neighbours_picture([_link(1), _link(1)]).spots) == 1


def test_a_record_alone_has_a_picture_too() -> None:
    assert neighbours_picture([]).spots == ()


def test_own_fields_of_a_link_are_told_after_its_name() -> None:
    funds = Link(
        "f", "FUNDS", Brief("a", "Organisation", "A"), Brief("b", "Commons", "B"), own={"amount": 1500, "step": "lead"}
    )
    assert [str(told) for told in words.details(funds)] == [f"1{NARROW}500{NBSP}€", "piste"]


def test_a_note_at_the_foot_is_called_and_leads_back() -> None:
    html = markdown('Un[^a] et[^a] deux[^"><script>].\n\n[^a]: La **note**.\n[^"><script>]: Autre.')
    places = re.findall(r' id="([^"]+)"', html)
    assert len(places) == len(set(places)) == 5
    assert all(f'href="#{place}"' in html for place in places)
    assert "<script" not in html and "<strong>note</strong>" in html


def test_two_texts_of_a_page_share_no_place() -> None:
    one, two = (set(re.findall(r' id="([^"]+)"', markdown(f"{text}[^1]\n\n[^1]: note"))) for text in "ab")
    assert one and two and not one & two


@pytest.mark.parametrize("text", ["[^1]" * 20_000 + "\n\n[^1]: x", "[^1]: " * 20_000, "[^" * 20_000,
                                  "\n\n".join(f"[^{n}]: [^{n + 1}]" for n in range(5_000)),
                                  "[^1]: [^1]\n\n" + "[^1]" * 150])  # fmt: skip
def test_hostile_notes_at_the_foot_are_quick(text: str) -> None:
    began = time.process_time()
    assert markdown(text)
    assert blocks_of(text, 0) is not None
    assert time.process_time() - began < 10
