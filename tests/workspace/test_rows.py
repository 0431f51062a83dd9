"""A link as a row: what is known is said, what is not is said too, and nothing typed runs."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from graph.links import Brief, Link
from workspace import marks, rows

COMMONS = Brief("commun-x", "Commons", "X")
FUNDS = Link(
    "f1", "FUNDS", Brief("organisation-ademe", "Organisation", "ADEME"), COMMONS, inverse=True, since="2023",
    source_words="convention 23-114", source_url="https://www.ademe.fr/a", source_date="2024-02", declared_by="actor",
    standing="confirmed", own={"amount": 1500, "step": "lead"},
)  # fmt: skip


@pytest.fixture(autouse=True)
def _request(bare_app: Flask) -> Iterator[None]:
    with bare_app.test_request_context("/"):
        yield


def test_a_row_says_line_name_period_source_and_who() -> None:
    row = rows.sentence_row(FUNDS)
    for part in (
        "line-actor",
        "#s-actors",
        ">ADEME</a>",
        "depuis\u00a02023",
        "convention 23-114, février\u00a02024",
        "<b>déclaré</b>",
    ):
        assert part in row


def test_a_source_is_a_link_only_to_a_web_address() -> None:
    assert 'href="https://www.ademe.fr/a"' in rows.source_chip(FUNDS)
    for address in ("javascript:alert(1)", "ftp://a.fr", "//a.fr", ""):
        assert "<a" not in rows.source_chip(replace(FUNDS, source_url=address))


def test_a_source_without_words_is_named_by_its_host() -> None:
    assert "<span>ademe.fr</span>" in rows.source_chip(replace(FUNDS, source_words=None, source_date=None))


def test_no_source_and_no_date_are_said() -> None:
    bare = replace(FUNDS, source_words=None, source_url=None, since=None)
    assert "sans source" in rows.sentence_row(bare)
    assert "non daté" in rows.sentence_row(bare)


def test_what_happened_on_a_day_is_not_told_as_lasting() -> None:
    attended = replace(FUNDS, type="ATTENDS", own={}, since="2026-02-03")
    assert "le 3\u00a0février\u00a02026" in rows.period(attended) and "depuis" not in rows.period(attended)
    assert "en 2026" in rows.period(replace(attended, since="2026")).replace("\u00a0", " ")


def test_a_word_told_by_two_fields_is_said_once() -> None:
    twice = replace(FUNDS, type="MEMBER_OF", own={"role": "suppléant", "seat": "deputy", "college": "Associations"})
    assert rows.link_details(twice).count("suppléant") == 1 and "Associations" in rows.link_details(twice)


def test_disagreement_is_said_before_anything_else() -> None:
    assert "contesté" in rows.declared_by(replace(FUNDS, standing="contested"))
    assert "déclaré" not in rows.declared_by(replace(FUNDS, standing="contested"))
    assert "à confirmer" in rows.declared_by(replace(FUNDS, standing="to_confirm", declared_by="import"))


def test_an_unknown_declarer_is_no_actor() -> None:
    assert "line-curator" in rows.line('"><script>')
    assert "ajouté" in rows.declared_by(replace(FUNDS, declared_by=None))


def test_past_links_end_their_line() -> None:
    assert 'class="link-row past"' in rows.sentence_row(replace(FUNDS, past=True))


def test_everything_typed_is_escaped() -> None:
    danger = "<script>'\""
    other = Brief('o"><script>', "Organisation", danger)
    row = rows.sentence_row(
        replace(
            FUNDS,
            source=other,
            source_words=danger,
            note=danger,
            source_url='https://a.fr/"><script>',
            own={"step": danger},
        ),
        id='a"><script>',
    )
    assert "<script" not in row


def test_the_verb_s_own_word_is_not_said_twice() -> None:
    serves = Link("s", "SERVES", COMMONS, Brief("p", "Policy", "P"), own={"how": "implements"})
    assert "small" not in rows.link_details(serves)


def test_a_shape_is_drawn_by_family_or_kind_and_can_be_said() -> None:
    assert marks.shape("Commons") == marks.shape("commons")
    assert "Communs numériques\u00a0:" in marks.shape("commons", label=True)
    assert "shape-missing" in marks.shape("demand", missing=True)


def test_no_status_has_no_pill_and_an_unknown_one_is_shown_as_it_is() -> None:
    assert marks.status_pill(None) == ""
    assert "<b>" not in marks.status_pill("<b>")
    assert "pill-bad" in marks.status_pill("not_covered", "Need")
