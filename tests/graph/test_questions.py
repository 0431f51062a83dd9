"""Promises of questions by relation: only what the schema allows, every answer with its chain, nothing hidden."""

from typing import Any

import pytest

from graph.database import Database
from graph.errors import Invalid
from graph.links import today
from graph.question_answers import answered
from graph.question_chains import Chains
from graph.question_reasons import answers
from graph.questions import Ends, Question, Step, checked, reached, ways
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Sète": "Organisation", "DINUM": "Organisation",
    "Panoramax": ("Commons", {"status": "in_use"}), "OpenBeta": ("Commons", {"status": "idea"}),
    "Défi voirie": "Challenge", "Voirie": "Theme", "Hérault": "Territory", "Montpellier": "Territory",
    "Secret": ("Commons", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023", "source=Convention"), ("ADEME", "FUNDS", "OpenBeta"),
    ("IGN", "FUNDS", "OpenBeta"), ("DINUM", "FUNDS", "Panoramax", "since=2019", "until=2021"),
    ("Sète", "FUNDS", "Secret"), ("Secret", "ANSWERS", "Défi voirie"),
    ("Panoramax", "ANSWERS", "Défi voirie"), ("Panoramax", "ABOUT", "Voirie"),
    ("Montpellier", "PART_OF", "Hérault"), ("ADEME", "IN_TERRITORY", "Montpellier"), ("IGN", "PARTNERS", "ADEME"),
}  # fmt: skip
ORGANISATIONS = Ends(("Organisation",))
FUND = Step("FUNDS", False, Ends(("Commons",)))
ANSWER = Step("ANSWERS", False, Ends(("Challenge",)))


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def asked(*steps: Step, start: Ends = ORGANISATIONS, at: str | None = None) -> Question:
    return Question(start, steps, at or today())


def test_answers_come_with_the_chains_that_make_them(db: Database, ids: dict[str, str]) -> None:
    found = answered(db, CHARLIE, asked(FUND, ANSWER))
    assert found.counts == (4, 2, 1) and found.ids == (ids["ADEME"],)
    (answer,) = answers(db, CHARLIE, found, found.ids)
    assert answer.record.name == "ADEME" and answer.more == 0
    (chain,) = answer.chains
    assert chain.sentence() == "ADEME finance Panoramax, qui répond au défi Défi voirie"
    assert chain.steps[0].source_words == "Convention"


def test_a_question_without_a_step_is_a_list(db: Database, ids: dict[str, str]) -> None:
    found = answered(db, CHARLIE, asked())
    assert [each.record.name for each in answers(db, CHARLIE, found, found.ids)] == ["ADEME", "DINUM", "IGN", "Sète"]


def test_a_relation_is_walked_both_ways(db: Database, ids: dict[str, str]) -> None:
    funded = Step("FUNDS", True, Ends(("Organisation",), record=ids["IGN"]))
    found = answered(db, CHARLIE, asked(funded, start=Ends(("Commons",))))
    assert found.ids == (ids["OpenBeta"],)


def test_what_is_asked_of_the_far_end_narrows(db: Database, ids: dict[str, str]) -> None:
    on_theme = Step("FUNDS", False, Ends(("Commons",), theme=ids["Voirie"]))
    assert answered(db, CHARLIE, asked(on_theme)).ids == (ids["ADEME"],)
    ideas = Step("FUNDS", False, Ends(("Commons",), status="idea"))
    assert answered(db, CHARLIE, asked(ideas)).ids == (ids["ADEME"], ids["IGN"])
    both = Step("FUNDS", False, Ends(("Commons",), record=ids["OpenBeta"], theme=ids["Voirie"]))
    assert answered(db, CHARLIE, asked(both)).ids == ()


def test_a_territory_holds_its_parts(db: Database, ids: dict[str, str]) -> None:
    there = Ends(("Organisation",), territory=ids["Hérault"])
    found = answered(db, CHARLIE, asked(FUND, start=there))
    assert found.counts == (1, 1) and found.ids == (ids["ADEME"],)


def test_a_link_that_is_over_answers_only_when_the_past_is_asked(db: Database, ids: dict[str, str]) -> None:
    on = Step("FUNDS", False, Ends(("Commons",), record=ids["Panoramax"]))
    assert answered(db, CHARLIE, asked(on)).ids == (ids["ADEME"],)
    assert answered(db, CHARLIE, asked(on, at="2020-06-01")).ids == (ids["DINUM"],)
    assert answered(db, CHARLIE, Question(ORGANISATIONS, (on,))).ids == (ids["ADEME"], ids["DINUM"])


def test_nobody_answers_through_themselves(db: Database, ids: dict[str, str]) -> None:
    funded = Step("FUNDS", True, ORGANISATIONS)
    found = answered(db, CHARLIE, asked(Step("FUNDS", False, Ends(("Commons",), record=ids["Panoramax"])), funded))
    assert found.counts == (4, 1, 0)
    assert answered(db, CHARLIE, asked(FUND, funded)).ids == (ids["ADEME"], ids["IGN"])


def test_a_relation_that_reads_both_ways_is_found_from_either_end(db: Database, ids: dict[str, str]) -> None:
    partner = Step("PARTNERS", False, ORGANISATIONS)
    assert answered(db, CHARLIE, asked(partner)).ids == (ids["ADEME"], ids["IGN"])


def test_of_many_chains_a_few_are_told_and_the_rest_counted(db: Database, ids: dict[str, str]) -> None:
    found = answered(db, CHARLIE, asked(FUND))
    first = answers(db, CHARLIE, found, found.ids, most=1)[0]
    assert len(first.chains) == 1 and first.more == 1 and not first.open


def test_menus_offer_what_the_schema_allows_and_nothing_else() -> None:
    assert ("FUNDS", False) in ways(("Organisation",)) and ("FUNDS", True) not in ways(("Organisation",))
    assert ("FUNDS", True) in ways(("Commons",)) and ("PARTNERS", True) not in ways(("Organisation",))
    assert set(reached(("Organisation",), "FUNDS", inverse=False)) == {"Community", "Commons", "Action", "Project"}
    assert reached(("Theme",), "FUNDS", inverse=False) == ()


@pytest.mark.parametrize(
    ("question", "part"),
    [(Question(Ends(())), "start"), (Question(Ends(("Theme",)), (FUND,)), "relation1"),
     (Question(ORGANISATIONS, (Step("FUNDS", False, Ends(("Theme",))),)), "ends1"),
     (Question(ORGANISATIONS, (FUND, Step("FUNDS", False, Ends(("Commons",))))), "relation2"),
     (Question(ORGANISATIONS, (Step("FUNDS", False, Ends(("Commons",), status="ouvert")),)), "state1"),
     (Question(Ends(("Commons",)), (Step("DEPENDS_ON", False, Ends(("Commons",))),) * 4), "steps")],
)  # fmt: skip
def test_what_the_schema_does_not_allow_names_its_part(question: Question, part: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(question)
    assert part in refused.value.fields


def test_a_step_over_too_many_links_says_so(db: Database, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.question_answers.MOST_LINKS", 1)
    with pytest.raises(Invalid) as refused:
        answered(db, CHARLIE, asked(FUND))
    assert "relation1" in refused.value.fields


def test_nobody_is_counted_by_what_they_may_not_see(db: Database, ids: dict[str, str]) -> None:
    assert answered(db, CHARLIE, asked(FUND, ANSWER)).counts == (4, 2, 1)
    assert answered(db, BOB, asked(FUND, ANSWER)).counts == (4, 3, 2)
    named = asked(Step("FUNDS", False, Ends(("Commons",), record=ids["Secret"])))
    assert answered(db, CHARLIE, named).counts == (4, 0) and answered(db, BOB, named).ids == (ids["Sète"],)


def test_a_hidden_link_between_visible_records_is_no_reason(db: Database, ids: dict[str, str]) -> None:
    db.write("MATCH ({id: $id})-[r:FUNDS]->() SET r.audience = 'facilitators'", id=ids["IGN"])
    assert answered(db, BOB, asked(FUND)).ids == (ids["ADEME"], ids["Sète"])
    assert ids["IGN"] in answered(db, ALICE, asked(FUND)).ids
    seen = answered(db, ALICE, asked(FUND))
    assert ids["IGN"] not in [each.record.id for each in answers(db, BOB, seen, seen.ids)]


def test_no_question_scans_the_graph(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, 300)
    on = Step("FUNDS", False, Ends(("Commons",), record=ids["Panoramax"], theme=ids["Voirie"], status="in_use"))
    for viewer in (ALICE, BOB):
        for question in (asked(FUND, ANSWER), asked(on), asked(Step("PARTNERS", False, ORGANISATIONS))):
            found = answered(watched, viewer, question)
            answers(watched, viewer, found, found.ids)


def test_chains_that_only_turn_back_do_not_count() -> None:
    there = {"a": ["x", "y"], "b": ["x"]}
    back = {"x": ["a"], "y": ["a", "c"]}
    chains = Chains(["a", "b", "d"], [there, back])
    assert chains.counts == (3, 2, 2) and chains.answers == ["a", "b"]
    assert list(chains.of("a")) == [("a", "y", "c")] and list(chains.of("d")) == []
