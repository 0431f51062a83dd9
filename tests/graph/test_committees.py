"""Promises of a committee: its meetings, who sits for whom, who came, what it is at; and what a visitor is not told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from graph.attendance import note_presence, sheet
from graph.committee_page import Page, committee_page
from graph.committee_work import work_of
from graph.committees import Committee, committee
from graph.database import Database
from graph.editing import change_record, delete_record
from graph.errors import Invalid, NotAllowed, NotFound
from graph.filters import Filters
from graph.lists import entities
from graph.note_drafts import draft
from graph.note_templates import Template
from graph.operations import Operation
from graph.states import records
from graph.viewers import Viewer
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, Kinds, graph_of

TODAY = date.today()


def day(days: int) -> str:
    return (TODAY + timedelta(days)).isoformat()


KINDS: Kinds = {
    "Comité": ("Community", {"type": "committee"}), "GT Voirie": "Community", "GT Adresse": "Community",
    "Sous-groupe": "Community", "Brest métropole": "Organisation", "Région": "Organisation", "Ligue": "Organisation",
    "Ana": "Person", "Béa": "Person", "Caché": ("Person", {"visibility": "private"}),
    "Ancienne": ("Meeting", {"day": day(-300)}), "Avant-dernière": ("Meeting", {"day": day(-200)}),
    "Dernière": ("Meeting", {"day": day(-30), "starts": "9h", "stops": "12 h 30"}),
    "Encore": ("Meeting", {"day": day(-100)}), "Prochaine": ("Meeting", {"day": day(20), "starts": "14:00"}),
    "Sans date": "Meeting", "Annulée": ("Meeting", {"day": day(5), "status": "abandoned"}),
    "Secrète": ("Meeting", {"day": day(3), "visibility": "private"}),
    "Publier": ("Action", {"due": day(-3), "status": "ongoing"}), "Relire": ("Action", {"due": day(9)}),
    "Finie": ("Action", {"due": day(-9), "status": "done"}), "Retenue": ("Decision", {"day": day(-30)}),
    "Autre décision": "Decision",
}  # fmt: skip
FACTS: set[Fact] = {
    *(("Comité", "HOLDS", name) for name, kind in KINDS.items() if "Meeting" in (kind, kind[0])),
    ("Brest métropole", "MEMBER_OF", "Comité", "college=collectivités"),
    ("Région", "MEMBER_OF", "Comité"), ("Ligue", "MEMBER_OF", "Comité", "until=2020"),
    ("Ana", "MEMBER_OF", "Comité", "on_behalf_of=Brest métropole", "seat=full"),
    ("Béa", "MEMBER_OF", "Comité", "seat=deputy"), ("Béa", "WORKS_FOR", "Région"),
    ("Caché", "MEMBER_OF", "Comité", "on_behalf_of=Région"),
    ("Ana", "ATTENDS", "Dernière", "presence=excused"),
    ("Brest métropole", "ATTENDS", "Dernière", "presence=represented"),
    ("Béa", "ATTENDS", "Encore"), ("Ana", "ATTENDS", "Ancienne"),
    ("GT Voirie", "PART_OF", "Comité"), ("GT Adresse", "PART_OF", "Comité"), ("Sous-groupe", "PART_OF", "GT Adresse"),
    ("Ana", "MEMBER_OF", "Sous-groupe"), ("Caché", "MEMBER_OF", "Sous-groupe"),
    ("Ana", "LEADS", "Publier"), ("Brest métropole", "LEADS", "Relire"), ("Brest métropole", "LEADS", "Finie"),
    ("Retenue", "DECIDED_IN", "Dernière"),
}  # fmt: skip


def names(found: Committee) -> dict[str, list[str]]:
    return {body.name: [seat.who.name for seat in body.seats] for body in found.bodies}


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def test_meetings_to_come_stand_the_soonest_first_and_past_ones_the_latest_first(
    db: Database, ids: dict[str, str]
) -> None:
    found = committee(db, CHARLIE, ids["Comité"])
    assert [m.record.name for m in found.coming] == ["Annulée", "Prochaine", "Sans date"]
    assert found.next and found.next.record.name == "Prochaine", "a cancelled one is not the next"
    assert [m.record.name for m in found.past] == ["Dernière", "Encore", "Avant-dernière", "Ancienne"]
    assert [m.record.name for m in found.last] == ["Avant-dernière", "Encore", "Dernière"]
    short = committee(db, CHARLIE, ids["Comité"], most=2)
    assert [m.record.name for m in short.coming] == ["Annulée", "Prochaine"] and short.total == found.total == 7
    assert [m.record.name for m in short.past] == ["Dernière", "Encore"]
    last = found.past[0]
    assert (last.starts, last.stops) == ("09:00", "12:30"), "an hour is kept as clocks write it"


def test_each_body_stands_with_who_sits_for_it_and_with_their_presence(db: Database, ids: dict[str, str]) -> None:
    found = committee(db, ALICE, ids["Comité"])
    assert names(found) == {"Brest métropole": ["Brest métropole", "Ana"], "Région": ["Région", "Béa", "Caché"]}
    brest, region = found.bodies
    assert brest.record and brest.record.id == ids["Brest métropole"] and brest.came[ids["Dernière"]] == "represented"
    assert region.came == {ids["Encore"]: "present"}
    assert [seat.who.name for seat in found.others] == ["Ligue"], "a mandate that ended is apart"


def test_a_visitor_is_told_nothing_of_who_and_what_is_hidden(db: Database, ids: dict[str, str]) -> None:
    found = committee(db, CHARLIE, ids["Comité"])
    assert "Caché" not in str(names(found)) and "Secrète" not in str(found)
    groups = {group.record.name: group.members for group in work_of(db, CHARLIE, ids["Comité"]).groups}
    assert groups["Sous-groupe"] == 1, "nor counted"
    with pytest.raises(NotFound):
        committee(db, CHARLIE, ids["Brest métropole"])


def test_actions_are_those_that_members_lead_the_late_ones_told_so(db: Database, ids: dict[str, str]) -> None:
    work = work_of(db, CHARLIE, ids["Comité"])
    assert [(a.record.name, a.open, a.late) for a in work.actions] == [
        ("Publier", True, True), ("Relire", True, False), ("Finie", False, False)
    ]  # fmt: skip
    assert [who.name for who in work.actions[0].leads] == ["Ana"]
    assert (work.open, work.closed) == (2, 1)
    short = work_of(db, CHARLIE, ids["Comité"], most=1)
    assert [a.record.name for a in short.actions] == ["Publier"] and (short.open, short.closed) == (2, 1)
    assert [(d.record.name, d.meeting.name) for d in work.decisions] == [("Retenue", "Dernière")]


def test_what_is_in_the_bin_is_on_no_page_nor_in_new_minutes(db: Database, ids: dict[str, str]) -> None:
    for name in ("Publier", "Dernière", "Sous-groupe"):
        delete_record(db, ALICE, ids[name], records(db, [ids[name]])[ids[name]].version, Operation("alice"))
    work = work_of(db, ALICE, ids["Comité"])
    assert [action.record.name for action in work.actions] == ["Relire", "Finie"] and work.decisions == ()
    assert [group.record.name for group in work.groups] == ["GT Adresse", "GT Voirie"]
    assert committee(db, ALICE, ids["Comité"]).past[0].record.name == "Encore"
    about = committee(db, ALICE, ids["Comité"]).record
    assert "Publier" not in draft(db, ALICE, Template("essai", "Essai", "{actions}"), about)


def test_a_meeting_that_was_held_on_no_known_day_stands_last(db: Database) -> None:
    ids = graph_of(db, {("Comité", "HOLDS", "Un jour"), ("Comité", "HOLDS", "Hier")}, {
        "Comité": "Community", "Un jour": ("Meeting", {"status": "done"}), "Hier": ("Meeting", {"day": day(-1)}),
    })  # fmt: skip
    found = committee(db, CHARLIE, ids["Comité"])
    assert [each.record.name for each in found.past] == ["Hier", "Un jour"]
    assert [each.record.name for each in found.last] == ["Hier"] and found.total == 2


def test_groups_stand_under_the_one_that_holds_them(db: Database, ids: dict[str, str]) -> None:
    groups = work_of(db, CHARLIE, ids["Comité"]).groups
    assert [(g.record.name, g.depth) for g in groups] == [("GT Adresse", 1), ("Sous-groupe", 2), ("GT Voirie", 1)]


def test_its_members_of_today_are_a_list_that_combines_with_others(db: Database, ids: dict[str, str]) -> None:
    sitting = Filters(family="actors", community=ids["Comité"])
    assert {item.brief.name for item in entities(db, CHARLIE, sitting).items} == {
        "Brest métropole", "Région", "Ana", "Béa"
    }  # fmt: skip
    assert [item.brief.name for item in entities(db, CHARLIE, replace(sitting, q="brest")).items] == ["Brest métropole"]
    assert "Ligue" in {item.brief.name for item in entities(db, CHARLIE, replace(sitting, at="2019-01-01")).items}
    with pytest.raises(Invalid):
        entities(db, CHARLIE, Filters(community="communaute-inconnue"))


def test_presence_is_noted_in_one_operation_changed_and_taken_back(db: Database, ids: dict[str, str]) -> None:
    next = ids["Prochaine"]
    rows = {row.who.name: row.presence for row in sheet(db, ALICE, next).rows}
    assert rows == dict.fromkeys(["Brest métropole", "Région", "Ana", "Béa", "Caché"], ""), "who sits on that day"
    told = {ids["Ana"]: "present", ids["Région"]: "excused", ids["Béa"]: ""}
    assert note_presence(db, ALICE, next, told, "feuille", Operation("alice", id="op-presence")) == 2
    assert note_presence(db, ALICE, next, {ids["Ana"]: "absent", ids["Région"]: ""}, "feuille", Operation("alice")) == 2
    assert {row.who.name: row.presence for row in sheet(db, ALICE, next).rows if row.presence} == {"Ana": "absent"}
    assert db.read("MATCH (c:Change {op: 'op-presence'}) WHERE c.seq > 0 RETURN count(c) AS n")[0]["n"] == 2


def test_a_word_that_is_none_or_somebody_who_does_not_sit_changes_nothing(db: Database, ids: dict[str, str]) -> None:
    next, ana = ids["Prochaine"], ids["Ana"]
    with pytest.raises(Invalid) as wrong:
        note_presence(db, ALICE, next, {ana: "present", ids["Béa"]: "là"}, "feuille", Operation("alice"))
    assert set(wrong.value.fields) == {ids["Béa"]}
    with pytest.raises(NotFound):
        note_presence(db, ALICE, next, {ana: "present", ids["Ligue"]: "present"}, "feuille", Operation("alice"))
    with pytest.raises(NotAllowed):
        note_presence(db, BOB, next, {ana: "present"}, "feuille", Operation("bob"))
    assert not [row for row in sheet(db, ALICE, next).rows if row.presence]


def test_no_question_reads_the_whole_network(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, crowd=300)
    committee(watched, CHARLIE, ids["Comité"])
    work_of(watched, CHARLIE, ids["Comité"])
    sheet(watched, ALICE, ids["Prochaine"])


def test_the_page_is_kept_until_a_write_touches_it_for_who_has_the_same_rights(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)

    def page(viewer: Viewer = CHARLIE) -> Page:
        return committee_page(db, viewer, ids["Comité"], every=False)

    first = page()
    assert page().found is first.found and page().work is first.work, "nothing was written"
    assert "Secrète" in str(page(ALICE).found) and "Secrète" not in str(page().found)
    change_record(db, ALICE, ids["Relire"], records(db, [ids["Relire"]])[ids["Relire"]].version,
                  {"due": day(-1)}, Operation("alice"))  # fmt: skip
    assert [each.record.name for each in page().work.actions if each.late] == ["Publier", "Relire"]
    delete_record(db, ALICE, ids["Comité"], records(db, [ids["Comité"]])[ids["Comité"]].version, Operation("alice"))
    with pytest.raises(NotFound):
        page()
