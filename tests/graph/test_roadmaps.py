"""Promises of a yearly roadmap: what its lines hold, how they change, what is carried over, what is kept from whom."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from graph.database import Database
from graph.editing import create_relation
from graph.errors import AlreadyExists, Invalid, NotAllowed, NotFound
from graph.links import Brief
from graph.operations import Operation
from graph.rights import viewer_as
from graph.roadmap_chains import chains_of, decision_chains
from graph.roadmap_changes import Changes, carry_out, changes_of
from graph.roadmap_comparing import compared
from graph.roadmap_edits import Opening, open_year, put_in_order, show_to, take_out
from graph.roadmap_figures import budget, progress, shares
from graph.roadmap_names import names_of
from graph.roadmap_short import short_roadmap
from graph.roadmap_wanted import GrantWanted, Wanted
from graph.roadmaps import Roadmap, elsewhere, roadmap, roadmaps_of
from graph.undo import undo
from graph.users import User
from graph.viewers import SYSTEM, Viewer
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, Kinds, graph_of

KINDS: Kinds = {
    "Comité": "Community", "Feuille 2026": ("Roadmap", {"year": "2026", "visibility": "members"}),
    "Adresse": "RoadmapTopic", "Voirie": "RoadmapTopic",
    "Publier la base": ("Action", {"due": "2026-03", "status": "ongoing", "progress": "40"}),
    "Former": ("Action", {"status": "done"}), "Secrète": ("Action", {"visibility": "private"}),
    "Relever": "Action", "Adresses": "Policy", "Trouver une rue": "UseCase", "Décision 4": "Decision",
    "Région": ("Organisation", {"acronym": "RGN"}), "Ligue": "Organisation", "Ana": "Person",
    "Cadastre": "Dataset",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Comité", "HAS_ROADMAP", "Feuille 2026"),
    ("Adresse", "PART_OF", "Feuille 2026", "rank=1"), ("Voirie", "PART_OF", "Feuille 2026", "rank=2"),
    ("Publier la base", "PART_OF", "Adresse", "rank=1"), ("Former", "PART_OF", "Adresse", "rank=2"),
    ("Secrète", "PART_OF", "Adresse", "rank=3"), ("Relever", "PART_OF", "Voirie"),
    ("Publier la base", "IMPLEMENTS", "Adresses"), ("Publier la base", "REALISES", "Trouver une rue"),
    ("Publier la base", "NEEDS", "Cadastre"), ("Décision 4", "PROMPTS", "Publier la base"),
    ("Ana", "LEADS", "Publier la base"), ("Ligue", "PARTNERS", "Publier la base"),
    ("Région", "FUNDS", "Publier la base", "step=requested", "amount=20000", "visibility=members", "since=2026"),
    ("Ligue", "FUNDS", "Publier la base", "step=granted", "amount=5000"),
    ("Feuille 2026", "PROVIDES_FOR", "Publier la base", "means=1 ETP", "lead=FEDER ?", "visibility=members"),
}  # fmt: skip
PUBLIC = Viewer(None, ("public",))


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def read(db: Database, ids: Mapping[str, str], viewer: Viewer = ALICE, year: str = "2026") -> Roadmap:
    return roadmap(db, viewer, ids["Comité"], year)


def change(db: Database, ids: Mapping[str, str], *wanted: Wanted, viewer: Viewer = ALICE, op: str = "op") -> Changes:
    operation = Operation(viewer.user or "", id=op)
    found = changes_of(db, viewer, read(db, ids, viewer), wanted, "feuille", operation)
    carry_out(db, viewer, found, operation)
    return found


def shown(road: Roadmap) -> list[tuple[str, str]]:
    return [(line.topic.record.name, line.record.name) for line in road.lines]


def brief(ids: Mapping[str, str], name: str) -> Brief:
    kind = KINDS[name]
    return Brief(ids[name], kind if isinstance(kind, str) else kind[0], name)


def test_lines_stand_topic_by_topic_with_all_that_they_are_tied_to(db: Database, ids: dict[str, str]) -> None:
    road = read(db, ids)
    assert shown(road) == [("Adresse", "Publier la base"), ("Adresse", "Former"), ("Adresse", "Secrète"),
                           ("Voirie", "Relever")]  # fmt: skip
    line = road.lines[0]
    told = {column: [tied.record.name for tied in each] for column, each in line.ties.items()}
    assert told == {"policies": ["Adresses"], "cases": ["Trouver une rue"], "needs": ["Cadastre"],
                    "decisions": ["Décision 4"], "leads": ["Ana"], "partners": ["Ligue"]}  # fmt: skip
    assert [(each.funder.name, each.step, each.amount) for each in line.grants] == [
        ("Ligue", "granted", 5000), ("Région", "requested", 20000)
    ]  # fmt: skip
    assert (line.words.means, line.words.lead, line.progress, line.late) == ("1 ETP", "FEDER ?", 40, True)
    assert not road.lines[1].late, "what is done is not late"


def test_each_reads_what_is_theirs_to_read(db: Database, ids: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        read(db, ids, CHARLIE)
    assert roadmaps_of(db, CHARLIE, ids["Comité"])[1] == ()
    bob = read(db, ids, BOB)
    assert "Secrète" not in str(bob), "nor a line that is somebody else's"
    assert len(bob.lines[0].grants) == 2
    public = roadmap(db, ALICE, ids["Comité"], "2026", seen_by=PUBLIC)
    assert [each.funder.name for each in public.lines[0].grants] == ["Ligue"]
    assert public.lines[0].words.means is None and "Secrète" not in str(public)
    for year in ("2025", "20", "inconnue"):
        with pytest.raises(NotFound):
            read(db, ids, year=year)


def test_a_new_line_makes_its_topic_its_action_and_its_ties_and_is_undone_at_once(
    db: Database, ids: dict[str, str]
) -> None:
    before = read(db, ids)
    found = change(db, ids, Wanted(
        1, None, "Mobilité", {"name": "Compter les vélos", "means": "deux capteurs", "due": "mars 2027"},
        {"policies": (brief(ids, "Adresses"),), "leads": (brief(ids, "Ana"),), "decisions": (brief(ids, "Décision 4"),),
         "partners": (brief(ids, "Région"),)},
        (GrantWanted(brief(ids, "Région"), "piste", "12 500"),),
    ))  # fmt: skip
    assert (found.created, found.changed, found.faults) == (1, 0, [])
    line = read(db, ids).lines[-1]
    assert (line.topic.record.name, line.due, line.record.status) == ("Mobilité", "2027-03", "planned")
    assert line.topic.record.visibility == "members", "as the roadmap that it is in"
    assert [(each.step, each.amount, each.visibility) for each in line.grants] == [("lead", 12500, "members")]
    assert set(line.ties) == {"policies", "leads", "decisions", "partners"}
    undo(db, ALICE, "op", Operation("alice"))
    assert read(db, ids) == before


def test_only_what_changes_is_written_and_told(db: Database, ids: dict[str, str]) -> None:
    line = read(db, ids).lines[0]
    same = Wanted(1, line.record.id, "adresse", {"name": "Publier la base", "due": "2026-03", "progress": 40,
                  "status": "en cours", "means": "1 ETP", "words_visibility": "membres"},
                  {column: tuple(tied.record for tied in each) for column, each in line.ties.items()},
                  tuple(GrantWanted(each.funder, each.step, each.amount) for each in line.grants))  # fmt: skip
    found = change(db, ids, same)
    assert not found.steps and not found.told and not found.faults and found.same == 1
    moved = replace(same, topic="Voirie", values={"progress": "60 %", "lead": ""}, ties={"partners": ()},
                    grants=(GrantWanted(brief(ids, "Région"), "accordé", "18000"),))  # fmt: skip
    told = {(each.column, str(each.before), str(each.after)) for each in change(db, ids, moved, op="op-2").told}
    assert told == {
        ("topic", "Adresse", "Voirie"), ("progress", "40", "60"), ("lead", "FEDER ?", "None"),
        ("partners", "['Ligue']", "[]"), ("funder", "('Ligue', 'granted', 5000)", "None"),
        ("funder", "('Région', 'requested', 20000)", "('Région', 'granted', 18000)"),
    }  # fmt: skip
    after = next(each for each in read(db, ids).lines if each.record.id == line.record.id)
    assert after.topic.record.name == "Voirie" and after.words.means == "1 ETP" and after.words.lead is None


def test_a_wrong_cell_is_told_and_the_rest_is_taken(db: Database, ids: dict[str, str]) -> None:
    found = change(
        db, ids,
        Wanted(3, ids["Relever"], None, {"due": "demain", "progress": "140", "status": "presque", "begins": "2026"},
               grants=(GrantWanted(brief(ids, "Région"), "promis", "beaucoup"),)),
        Wanted(4, None, "Voirie", {"name": " "}), Wanted(5, None, None, {"name": "Sans sujet"}),
        Wanted(6, ids["Former"], None, {"begins": "2026-05", "due": "2026-02"}),
        Wanted(7, ids["Ana"], "Voirie", {"name": "Une personne"}),
    )  # fmt: skip
    assert {(fault.row, fault.column) for fault in found.faults} == {
        (3, "due"), (3, "progress"), (3, "status"), (3, "step"), (3, "amount"), (4, "name"), (5, "topic"), (6, "due"),
        (7, "id"),
    }  # fmt: skip
    line = next(each for each in read(db, ids).lines if each.record.id == ids["Relever"])
    assert (line.begins, line.due, len(line.grants)) == ("2026", None, 1)


def test_who_may_not_write_the_roadmap_changes_nothing(db: Database, ids: dict[str, str]) -> None:
    before = read(db, ids)
    found = changes_of(
        db, BOB, read(db, ids, BOB), [Wanted(1, ids["Relever"], None, {"due": "2027"})], "", Operation("")
    )
    assert not found.steps and [fault.column for fault in found.faults] == ["due"]
    for act in (
        lambda: take_out(db, BOB, read(db, ids, BOB), ids["Relever"], Operation("bob")),
        lambda: put_in_order(db, BOB, read(db, ids, BOB), ids["Former"], True, Operation("bob")),
        lambda: show_to(db, BOB, read(db, ids, BOB), "public", Operation("bob")),
        lambda: open_year(db, BOB, ids["Comité"], Opening("2027", "Suite"), None, (), "", Operation("bob")),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert read(db, ids) == before


def test_who_animates_the_community_writes_its_roadmap_and_what_is_in_it(db: Database, ids: dict[str, str]) -> None:
    create_relation(db, SYSTEM, "ANIMATES", ids["Ana"], ids["Comité"], {}, Operation("alice"))
    user: dict[str, Any] = {"id": "u-ana", "email": "ana@example.invalid", "name": "Ana", "role": "member"}
    ana = viewer_as(db, User(**user, person=ids["Ana"]))
    assert {ids[name] for name in ("Feuille 2026", "Adresse", "Publier la base", "Relever")} <= ana.facilitates
    found = change(db, ids, Wanted(1, ids["Relever"], "Nouveau sujet", {"due": "2027"}), Wanted(
        2, None, "Nouveau sujet", {"name": "Autre"}, {"leads": (brief(ids, "Ligue"),)}), viewer=ana)  # fmt: skip
    assert not found.faults
    assert shown(read(db, ids, ana))[-2:] == [("Nouveau sujet", "Relever"), ("Nouveau sujet", "Autre")]


def test_actions_of_one_name_are_kept_apart_however_many_bear_it(db: Database, ids: dict[str, str]) -> None:
    for n in range(4):
        assert not change(db, ids, Wanted(1, None, "Adresse", {"name": "Former"}), op=f"op-{n}").faults
    alike = [line.record.id for line in read(db, ids).lines if line.record.name == "Former"]
    assert len(set(alike)) == 5


def test_lines_are_put_in_order_and_taken_out_and_the_action_stays(db: Database, ids: dict[str, str]) -> None:
    put_in_order(db, ALICE, read(db, ids), ids["Former"], True, Operation("alice"))
    put_in_order(db, ALICE, read(db, ids), ids["Former"], True, Operation("alice"))
    put_in_order(db, ALICE, read(db, ids), ids["Voirie"], True, Operation("alice"))
    assert [name for _, name in shown(read(db, ids))] == ["Relever", "Former", "Publier la base", "Secrète"]
    take_out(db, ALICE, read(db, ids), ids["Publier la base"], Operation("alice", id="op-out"))
    assert "Publier la base" not in str(read(db, ids))
    with pytest.raises(NotFound):
        take_out(db, ALICE, read(db, ids), ids["Publier la base"], Operation("alice"))
    undo(db, ALICE, "op-out", Operation("alice"))
    assert read(db, ids).lines[2].words.means == "1 ETP"


def test_the_new_year_takes_up_what_is_chosen_and_each_year_says_so(db: Database, ids: dict[str, str]) -> None:
    last = read(db, ids)
    faults = open_year(db, ALICE, ids["Comité"], Opening("2027", "Feuille 2027"), last,
                       [ids["Publier la base"], ids["Relever"]], "reprise", Operation("alice"))  # fmt: skip
    assert faults == []
    new = read(db, ids, year="2027")
    assert shown(new) == [("Adresse", "Publier la base"), ("Voirie", "Relever")]
    assert new.lines[0].record == last.lines[0].record and new.lines[0].words.means == "1 ETP"
    assert new.carried_from(new.lines[0]) == "2026" and new.carried_to(new.lines[0]) is None
    again = read(db, ids)
    assert again.carried_to(again.lines[0]) == "2027" and again.carried_to(again.lines[1]) is None
    assert [year.year for year in again.years] == ["2027", "2026"]
    assert again.lines[0].words.link != new.lines[0].words.link
    for opening, error in ((Opening("2027", "Encore"), AlreadyExists), (Opening("27", "Suite"), Invalid),
                           (Opening("2028", " "), Invalid), (Opening("2028", "Suite", "tous"), Invalid)):  # fmt: skip
        with pytest.raises(error):
            open_year(db, ALICE, ids["Comité"], opening, None, (), "", Operation("alice"))


def test_once_published_everybody_reads_what_is_not_reserved(db: Database, ids: dict[str, str]) -> None:
    show_to(db, ALICE, read(db, ids), "public", Operation("alice"))
    road = read(db, ids, CHARLIE)
    assert shown(road) == [("Adresse", "Publier la base"), ("Adresse", "Former"), ("Voirie", "Relever")]
    assert road.lines[0].words.means is None and [each.funder.name for each in road.lines[0].grants] == ["Ligue"]
    assert "20000" not in str(road) and "Région" not in str(road)
    show_to(db, ALICE, read(db, ids), "members", Operation("alice"))
    with pytest.raises(NotFound):
        read(db, ids, CHARLIE)


def test_figures_count_lines_money_and_shares_without_adding_steps_up(db: Database, ids: dict[str, str]) -> None:
    road = read(db, ids, BOB)
    whole = progress(road)[-1]
    assert (whole.total, whole.late, whole.mean, whole.known) == (3, 1, 40, 1)
    assert [(row.funder.name if row.funder else "", dict(row.sums)) for row in budget(road.lines)] == [
        ("Ligue", {"granted": 5000}), ("Région", {"requested": 20000}), ("", {"granted": 5000, "requested": 20000}),
    ]  # fmt: skip
    assert [(row.who.name, len(row.leads), len(row.partners), row.late) for row in shares(road.lines)] == [
        ("Ana", 1, 0, 1), ("Ligue", 0, 1, 1)
    ]  # fmt: skip


def test_no_question_reads_the_whole_network(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, crowd=300)
    road = roadmap(watched, BOB, ids["Comité"], "2026")
    elsewhere(watched, BOB, road, [ids["Ana"], "action-inconnue"])
    short_roadmap(watched, BOB, ids["Comité"])
    decision_chains(watched, BOB, ids["Décision 4"])
    chains_of(watched, BOB, [line.record.id for line in road.lines])
    compared(watched, BOB, road, road)
    names_of(watched, BOB, ["Région", "RGN", "Inconnue"]).near("Regon", ("Organisation",))
    changes_of(watched, ALICE, read(db, ids), [Wanted(1, None, "Voirie", {"name": "Neuve"})], "", Operation("alice"))
