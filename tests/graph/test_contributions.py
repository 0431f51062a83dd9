"""Promises of contributions: their bearer declares them, who leads the policy says whether they are right."""

from typing import Any

import pytest

from graph.contributions import to_judge
from graph.database import Database
from graph.editing import change_relation, create_relation, delete_relation
from graph.errors import NotAllowed
from graph.operations import Operation
from graph.rights import viewer_for
from graph.states import relations
from graph.users import add_user
from graph.viewers import SYSTEM, Viewer
from tests.graph.plans import no_scans
from tests.graph.tuples import BOB, Fact, graph_of

KINDS: dict[str, Any] = {
    "Plan": "Policy", "Mesure": "Policy", "Autre": "Policy", "Panoramax": "Commons", "ANCT": "Organisation",
    "Nina": "Person", "Interne": ("Dataset", {"visibility": "private"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Mesure", "PART_OF", "Plan"), ("ANCT", "LEADS", "Plan"), ("Nina", "WORKS_FOR", "ANCT"),
    ("Panoramax", "SERVES", "Mesure", "how=implements"), ("Panoramax", "SERVES", "Autre"),
    ("Interne", "SERVES", "Plan"),
}  # fmt: skip
RIGHT = {"standing": "confirmed", "standing_by": "Nina", "standing_at": "2026-01-01"}


def lead(db: Database, ids: dict[str, str]) -> Viewer:
    add_user(db, "nina@example.invalid", "Nina", "une phrase assez longue", "member", person=ids["Nina"])
    return viewer_for(db, db.read("MATCH (u:User {email: 'nina@example.invalid'}) RETURN u.id AS id")[0]["id"])


def link(db: Database, ids: dict[str, str], target: str) -> tuple[str, int]:
    query = "MATCH ({id: $from})-[r:SERVES]->({id: $to}) RETURN r.id AS id, r.version AS version"
    row = db.read(query, **{"from": ids["Panoramax"], "to": ids[target]})[0]
    return row["id"], row["version"]


def test_who_leads_a_policy_confirms_what_is_said_to_serve_one_of_its_measures(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    nina = lead(db, ids)
    id, version = link(db, ids, "Mesure")
    assert [each.id for each in to_judge(db, nina)] == [id]
    change_relation(db, nina, id, version, RIGHT, Operation("nina"))
    assert relations(db, [id])[id].state["standing"] == "confirmed"
    assert to_judge(db, nina) == []


def test_what_is_said_of_other_policies_is_not_theirs_to_judge(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    id, version = link(db, ids, "Autre")
    with pytest.raises(NotAllowed):
        change_relation(db, lead(db, ids), id, version, RIGHT, Operation("nina"))
    assert to_judge(db, BOB) == []


def test_to_judge_is_neither_to_change_nor_to_take_away(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    nina = lead(db, ids)
    id, version = link(db, ids, "Mesure")
    for changed in ({"note": "x"}, {**RIGHT, "since": "2020"}):
        with pytest.raises(NotAllowed):
            change_relation(db, nina, id, version, changed, Operation("nina"))
    with pytest.raises(NotAllowed):
        delete_relation(db, nina, id, version, Operation("nina"))


def test_nobody_makes_themselves_the_lead_of_a_policy(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    own = Viewer("lina", ("public", "members"), stewards=frozenset({ids["ANCT"]}))
    with pytest.raises(NotAllowed):
        create_relation(db, own, "LEADS", ids["ANCT"], ids["Autre"], {}, Operation("lina"))


def test_a_lead_whose_link_is_contested_or_over_judges_no_more(db: Database) -> None:
    ids = graph_of(db, {*FACTS - {("ANCT", "LEADS", "Plan")}, ("ANCT", "LEADS", "Plan", "until=2020")}, KINDS)
    assert lead(db, ids).leads == frozenset()


def test_what_a_lead_may_not_see_does_not_wait_for_them(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    assert "Interne" not in {each.source.name for each in to_judge(db, lead(db, ids))}
    assert SYSTEM.leads == frozenset()


def test_no_plan_holds_a_scan(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    assert to_judge(no_scans(db, crowd=300), lead(db, ids))
