"""Promises of the check that a run and its preview share: wrong values are taken out, told, and the rest stays."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.imports.checking import check, checked, checked_link, missing, new_terms
from graph.imports.drafts import Draft, DraftLink, Report
from graph.schema import SCHEMA
from graph.values import State


def draft(kind: str = "Commons", **more: Any) -> Draft:
    fields = more.pop("fields", {"name": "Panoramax"})
    return Draft(kind, ("x:1",), fields, "communs.csv:12", **more)


def told(report: Report) -> list[tuple[str, int | None, str | None, str]]:
    return [(problem.file, problem.line, problem.field, problem.value) for problem in report.problems]


def test_good_values_are_parsed_and_wrong_ones_taken_out_with_their_place() -> None:
    report = Report()
    fields = {
        "name": "A",
        "website": "pas une adresse",
        "licence": "MIT | GPL",
        "repository": "aucun",
        "couleur": "x",
    }
    out = checked(draft(fields=fields), report)
    assert dict(out.fields) == {"name": "A", "licence": ["mit", "gpl"], "repository": State.NONE}
    assert told(report) == [
        ("communs.csv", 12, "website", "pas une adresse"),
        ("communs.csv", 12, "couleur", "x"),
    ]
    assert all(problem.reason and problem.action for problem in report.problems)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ademe.fr", "https://ademe.fr"), ("www.Exemple.fr/a?b=c", "https://www.Exemple.fr/a?b=c"),
        ("https://ademe.fr", "https://ademe.fr"), ("mairie-d-alès.fr", "https://mairie-d-alès.fr"),
        ("exemple.fr:8080", "https://exemple.fr:8080"),
    ],
)  # fmt: skip
def test_a_site_written_without_its_https_is_a_site(typed: str, kept: str) -> None:
    assert checked(draft(fields={"website": typed}), Report()).fields == {"website": kept}


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "a@b.fr", "en cours", "1.5", "..", "ftp://a.fr", "a b.fr"])
def test_what_is_no_site_is_told(typed: str) -> None:
    report = Report()
    assert checked(draft(fields={"website": typed}), report).fields == {}
    assert len(report.problems) == 1


def test_checking_twice_changes_nothing() -> None:
    fields = {"name": "A", "licence": "MIT | GPL", "legal_vehicle": "sans objet", "website": "https://exemple.fr"}
    once = checked(draft(fields=fields, status="en usage", history=(("idée", "2021"),)), Report())
    report = Report()
    assert checked(once, report) == once
    assert report.problems == []


def test_the_history_is_put_in_order_and_gives_the_present_status() -> None:
    report = Report()
    history = (("en construction", "mars 2022"), ("idea", "2021"), ("dragon", "2023"), ("in_use", "hier"))
    out = checked(draft(history=history), report)
    assert (out.history, out.status) == ((("idea", "2021"), ("building", "2022-03")), "building")
    assert [value for _, _, _, value in told(report)] == ["dragon", "hier: in_use"]


@pytest.mark.parametrize(
    ("raw", "kept", "problems"),
    [("membres", "members", 0), ("public", "public", 0), ("", "public", 0), ("masqué", "private", 1)],
)
def test_a_visibility_that_is_not_known_hides(raw: str, kept: str, problems: int) -> None:
    report = Report()
    assert checked(draft(visibility=raw), report).visibility == kept
    assert len(report.problems) == problems


PERSON = {"name": "Prune Verveine", "purpose": "Animer", "origin": "Annuaire"}


def test_contacts_pass_beside_a_purpose_and_an_origin() -> None:
    contact = {"email": "prune@exemple.fr", "phone": "abc"}
    report = Report()
    out = checked(draft("Person", fields=PERSON, contact=contact), report)
    assert dict(out.contact) == {"email": "prune@exemple.fr"}
    assert told(report) == [("communs.csv", 12, "phone", "")]


@pytest.mark.parametrize("name", ["purpose", "origin"])
def test_contacts_without_purpose_or_origin_are_taken_out_without_being_shown(name: str) -> None:
    report = Report()
    out = checked(draft("Person", fields=PERSON | {name: ""}, contact={"email": "prune@exemple.fr"}), report)
    assert dict(out.contact) == {}
    assert "prune@" not in str(report.problems)
    assert [problem.field for problem in report.problems] == ["email"]


def test_what_a_new_record_misses_is_told() -> None:
    person = draft("Person", fields={"name": "Prune", "purpose": ""})
    assert [field.name for field in missing(person)] == ["purpose", "origin"]
    assert [problem.field for problem in check(person)] == ["purpose", "origin"]
    assert check(draft()) == []


def test_the_terms_that_open_vocabularies_do_not_hold_are_given_with_their_words() -> None:
    fields = {"name": "A", "licence": "Licence Ouverte", "audiences": ["Agents"], "type": "x"}
    assert list(new_terms(draft(fields=fields))) == [
        ("licence", "licence-ouverte", "Licence Ouverte"), ("audience", "agents", "Agents"),
    ]  # fmt: skip
    assert list(new_terms(draft(fields={"licence": "aucune"}))) == []


def test_fields_of_links_are_checked_in_the_same_way() -> None:
    report = Report()
    link = DraftLink(
        "FUNDS", "a", "b", {"amount": "12 500 €", "step": "versé", "since": "hier", "college": "x"}, "l.csv:3"
    )
    assert dict(checked_link(link, report).fields) == {"amount": 12_500, "step": "paid"}
    assert told(report) == [("l.csv", 3, "since", "hier"), ("l.csv", 3, "college", "x")]


anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.dates()


@given(st.sampled_from(sorted(SCHEMA.kinds)), st.data())
def test_no_value_whatsoever_breaks_the_check(kind: str, data: st.DataObject) -> None:
    names = [field.name for field in SCHEMA.kinds[kind].fields]
    fields = data.draw(st.dictionaries(st.sampled_from(names) | st.text(), anything, max_size=6))
    report = Report()
    history = data.draw(st.lists(st.tuples(st.text(), st.text()), max_size=2))
    out = checked(draft(kind, fields=fields, history=tuple(history), status=data.draw(st.text())), report)
    assert check(out) == check(checked(out, Report()))
    assert set(out.fields) <= set(names)
