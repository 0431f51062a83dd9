"""Promises of evidence: the weakest link decides, a contest weakens, age is told from what vouches."""

from typing import Any

import pytest

from graph.evidence import Strength, is_old, last_known, strength, strength_of
from graph.links import Brief, Link
from graph.telling import period, told

A, B = Brief("organisation-a", "Organisation", "A"), Brief("commun-b", "Commons", "B")


def link(**fields: Any) -> Link:
    return Link("stewards.1", "STEWARDS", A, B, **fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"standing": "confirmed"}, Strength.CONFIRMED),
        ({"declared_by": "actor"}, Strength.DECLARED),
        ({"source_words": "convention"}, Strength.DECLARED),
        ({"source_url": "https://exemple.fr", "declared_by": "import"}, Strength.DECLARED),
        ({"declared_by": "curator"}, Strength.SUPPOSED),
        ({"declared_by": "actor", "standing": "contested"}, Strength.SUPPOSED),
        ({}, Strength.SUPPOSED),
    ],
)
def test_a_link_has_one_of_three_strengths(fields: dict[str, str], expected: Strength) -> None:
    assert strength_of(link(**fields)) is expected


def test_the_weakest_link_decides() -> None:
    confirmed, sourced = link(standing="confirmed"), link(source_words="wiki")
    assert strength([confirmed, confirmed]) is Strength.CONFIRMED
    assert strength([confirmed, sourced]) is Strength.DECLARED
    assert strength([sourced, link(), confirmed]) is Strength.SUPPOSED


def test_each_strength_is_explained_in_both_languages() -> None:
    assert all(degree.label.fr and degree.rule.fr and degree.rule.en for degree in Strength)


def test_a_link_is_as_old_as_what_last_vouched_for_it() -> None:
    assert last_known(link(since="2015")) == "2015-01-01"
    assert last_known(link(since="2015", source_date="2024-03")) == "2024-03-31"
    assert last_known(link()) is None


def test_more_than_two_years_is_old() -> None:
    assert is_old(link(source_date="2022-02"), at="2024-03-01")
    assert not is_old(link(source_date="2022-03"), at="2024-03-01")
    assert not is_old(link(source_date="2022"), at="2024-02-29")
    assert not is_old(link(), at="2030-01-01")


def test_periods_are_told_as_precisely_as_they_are_known() -> None:
    assert period("2022", None) == "depuis 2022"
    assert period("2023-05-01", None) == "depuis le 1er mai 2023"
    assert period("2022", "2023-06") == "2022 – juin 2023"
    assert period("2022", "2022") == "2022"
    assert period(None, "2023") == "jusqu'en 2023"
    assert period(None, "2023-05-12", "en") == "until 12 May 2023"
    assert period(None, None) == "non daté"


def test_a_link_is_told_with_its_source_or_the_lack_of_it() -> None:
    sourced = link(since="2023", source_words="convention", source_date="2024")
    assert told(sourced) == "A porte B depuis 2023 — source : convention, 2024"
    assert told(sourced, "en") == "A stewards B since 2023 — source: convention, 2024"
    assert told(link()) == "A porte B (non daté) — sans source"
