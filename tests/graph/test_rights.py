"""Promises of rights: who bears or animates something writes it, and nobody gives themselves more."""

import pytest

from graph import states
from graph.cookies import signed_in
from graph.database import Database
from graph.editing import (
    change_record,
    change_relation,
    create_record,
    create_relation,
    delete_record,
    delete_relation,
)
from graph.errors import Conflict, NotAllowed, NotFound
from graph.operations import Operation, Step
from graph.rights import viewer_as
from graph.sessions import open_session
from graph.undo import undo
from graph.users import User, add_user
from graph.viewers import SYSTEM, Viewer
from graph.writing import write
from tests.graph.plans import no_scans
from tests.graph.tuples import Fact, Kinds, graph_of

KINDS: Kinds = {
    "Bob": "Person", "Dora": "Person", "IGN": "Organisation", "ADEME": "Organisation", "Comité": "Community",
    "Groupe": "Community", "Club": "Community", "Appel": "Call", "Défi": "Challenge", "Dossier": "Application",
    "Panoramax": "Commons", "OpenBeta": "Commons", "Photos": "Dataset", "Charte": "Rule", "Eau": "Theme",
    "Plan": "Policy", "Vélo": "Service", "Mètres": "Indicator", "Usagers": "Indicator",
}  # fmt: skip


def viewer(db: Database, ids: dict[str, str], who: str = "Bob") -> Viewer:
    return viewer_as(db, User(f"u-{who}", f"{who}@example.invalid", who, "member", (), ids[who]))


def names(db: Database, ids: dict[str, str], asked: frozenset[str]) -> set[str]:
    return {name for name, id in ids.items() if id in asked}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (set(), {"Bob"}),
        ({("Bob", "STEWARDS", "Panoramax")}, {"Bob", "Panoramax"}),
        ({("Bob", "WORKS_FOR", "IGN"), ("IGN", "STEWARDS", "Panoramax")}, {"Bob", "Panoramax"}),
        ({("Bob", "WORKS_FOR", "IGN", "until=2020"), ("IGN", "STEWARDS", "Panoramax")}, {"Bob"}),
        ({("Bob", "WORKS_FOR", "IGN"), ("IGN", "STEWARDS", "Panoramax", "until=2020")}, {"Bob"}),
        ({("Bob", "STEWARDS", "Panoramax", "standing=contested")}, {"Bob"}),
        ({("Bob", "MEMBER_OF", "Club"), ("Panoramax", "MAINTAINED_BY", "Club")}, {"Bob"}),
        (
            {("Bob", "MEMBER_OF", "Club", "writes=oui"), ("Panoramax", "MAINTAINED_BY", "Club")},
            {"Bob", "Club", "Panoramax"},
        ),
        ({("Bob", "MEMBER_OF", "IGN", "writes=oui"), ("IGN", "STEWARDS", "Vélo")}, {"Bob", "IGN", "Vélo"}),
        (
            {
                ("Bob", "STEWARDS", "Panoramax"), ("Panoramax", "HAS_RESOURCE", "Photos"),
                ("Charte", "GOVERNS", "Panoramax"), ("Panoramax", "MAINTAINED_BY", "Club"),
                ("Dossier", "APPLIES_TO", "Panoramax"), ("Panoramax", "SERVES", "Plan"),
                ("ADEME", "FUNDS", "Panoramax"), ("Vélo", "DEPENDS_ON", "Panoramax"),
                ("Mètres", "MEASURES", "Panoramax"), ("Usagers", "MEASURES", "Photos"),
            },
            {"Bob", "Panoramax", "Photos", "Charte", "Club", "Dossier", "Mètres"},
        ),
    ],
)  # fmt: skip
def test_a_bearer_writes_what_they_bear_and_its_parts(db: Database, facts: set[Fact], expected: set[str]) -> None:
    ids = graph_of(db, facts, KINDS)
    assert names(db, ids, viewer(db, ids).stewards) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({("Bob", "MEMBER_OF", "Comité")}, set()),
        (
            {
                ("Bob", "ANIMATES", "Comité"), ("Groupe", "PART_OF", "Comité"), ("IGN", "MEMBER_OF", "Groupe"),
                ("Panoramax", "MAINTAINED_BY", "Groupe"), ("IGN", "STEWARDS", "Vélo"), ("ADEME", "MEMBER_OF", "Club"),
            },
            {"Comité", "Groupe", "IGN", "Panoramax"},
        ),
        (
            {
                ("Bob", "ANIMATES", "Appel"), ("Appel", "RAISES", "Défi"), ("Dossier", "APPLIES_TO", "Appel"),
                ("Dossier", "APPLIES_TO", "OpenBeta"), ("Panoramax", "ANSWERS", "Défi"), ("ADEME", "OPENS", "Appel"),
            },
            {"Appel", "Défi", "Dossier", "OpenBeta"},
        ),
        ({("Bob", "ANIMATES", "Comité", "until=2021")}, set()),
        ({("IGN", "ANIMATES", "Comité"), ("Bob", "WORKS_FOR", "IGN")}, set()),
    ],
)  # fmt: skip
def test_a_facilitator_writes_what_is_in_it(db: Database, facts: set[Fact], expected: set[str]) -> None:
    ids = graph_of(db, facts, KINDS)
    assert names(db, ids, viewer(db, ids).facilitates) == expected


def test_a_group_is_read_by_its_members_and_those_who_work_for_them(db: Database) -> None:
    facts: set[Fact] = {("Bob", "WORKS_FOR", "IGN"), ("IGN", "MEMBER_OF", "Comité"), ("Dora", "MEMBER_OF", "Club")}
    ids = graph_of(db, facts, KINDS)
    note = {"name": "Compte rendu", "visibility": "group", "group": ids["Comité"]}
    id = create_record(db, SYSTEM, "Note", note, Operation("alice"))
    audience = states.records(db, [id])[id].state["audience"]
    assert viewer(db, ids).reads(audience)
    assert not viewer(db, ids, "Dora").reads(audience)


def test_what_one_wrote_is_ones_own_while_nobody_else_bears_it(db: Database) -> None:
    ids = graph_of(db, set(), KINDS)
    made = {
        kind: create_record(db, SYSTEM, kind, {"name": f"De Bob {kind}"}, Operation("u-Bob"))
        for kind in ("News", "Commons", "Dataset", "Organisation")
    }
    create_relation(db, SYSTEM, "STEWARDS", ids["IGN"], made["Dataset"], {}, Operation("alice"))
    own = viewer(db, ids).stewards
    assert {kind for kind, id in made.items() if id in own} == {"News", "Commons"}
    assert not {made["News"], made["Commons"]} & viewer(db, ids, "Dora").stewards


def bearer(db: Database, *facts: Fact) -> tuple[dict[str, str], Viewer]:
    """Bob bears Panoramax; ADEME funds it, as the facilitators added."""
    told: set[Fact] = {("Bob", "STEWARDS", "Panoramax"), ("ADEME", "FUNDS", "Panoramax", "declared_by=curator")}
    ids = graph_of(db, told | set(facts), KINDS)
    return ids, viewer(db, ids)


def version(db: Database, id: str) -> int:
    return states.records(db, [id])[id].version


def test_a_bearer_changes_their_record_and_no_other(db: Database) -> None:
    ids, bob = bearer(db)
    change_record(db, bob, ids["Panoramax"], version(db, ids["Panoramax"]), {"summary": "À jour"}, Operation("u-Bob"))
    with pytest.raises(NotAllowed):
        change_record(db, bob, ids["OpenBeta"], version(db, ids["OpenBeta"]), {"summary": "Non"}, Operation("u-Bob"))
    with pytest.raises(NotAllowed):
        delete_record(db, bob, ids["ADEME"], version(db, ids["ADEME"]), Operation("u-Bob"))


def test_the_write_itself_refuses_whatever_the_page_let_through(db: Database) -> None:
    ids, bob = bearer(db)
    found = states.records(db, [ids["OpenBeta"]])[ids["OpenBeta"]]
    step = Step("record", ids["OpenBeta"], found.state, dict(found.state) | {"summary": "Non"}, found.version)
    with pytest.raises(Conflict):
        write(db, bob, Operation("u-Bob"), [step])
    relation = {"@type": "STEWARDS", "@from": ids["Bob"], "@to": ids["OpenBeta"], "id": "stewards.x", "key": "x"}
    with pytest.raises(Conflict):
        write(db, bob, Operation("u-Bob"), [Step("relation", "stewards.x", None, relation | {"audience": "public"})])
    assert "summary" not in states.records(db, [ids["OpenBeta"]])[ids["OpenBeta"]].state


def test_a_bearer_links_their_record_to_any_other(db: Database) -> None:
    ids, bob = bearer(db)
    for type, source, target in (("SERVES", "Panoramax", "Plan"), ("USES", "IGN", "Panoramax")):
        create_relation(db, bob, type, ids[source], ids[target], {"declared_by": "actor"}, Operation("u-Bob"))
    with pytest.raises(NotAllowed):
        create_relation(db, bob, "USES", ids["IGN"], ids["OpenBeta"], {}, Operation("u-Bob"))


@pytest.mark.parametrize(
    ("type", "source", "target"),
    [
        ("STEWARDS", "Bob", "OpenBeta"), ("WORKS_FOR", "Bob", "IGN"), ("HAS_RESOURCE", "Panoramax", "Photos"),
        ("GOVERNS", "Charte", "Panoramax"), ("MAINTAINED_BY", "Panoramax", "Club"), ("ANIMATES", "Bob", "Comité"),
        ("MEMBER_OF", "Bob", "Comité"), ("APPLIES_TO", "Dossier", "Panoramax"),
    ],
)  # fmt: skip
def test_nobody_gives_themselves_rights_by_a_link(db: Database, type: str, source: str, target: str) -> None:
    ids, bob = bearer(db)
    with pytest.raises(NotAllowed):
        create_relation(db, bob, type, ids[source], ids[target], {}, Operation("u-Bob"))
    assert viewer(db, ids) == bob


def test_to_be_a_member_of_an_organisation_gives_nothing_unless_one_writes_for_it(db: Database) -> None:
    ids, bob = bearer(db)
    create_relation(db, bob, "MEMBER_OF", ids["Bob"], ids["IGN"], {}, Operation("u-Bob"))
    assert viewer(db, ids) == bob
    with pytest.raises(NotAllowed):
        create_relation(db, bob, "MEMBER_OF", ids["Bob"], ids["IGN"], {"writes": "oui", "role": "x"}, Operation("b"))
    id = db.read("MATCH ()-[r:MEMBER_OF]->() RETURN r.id AS id")[0]["id"]
    with pytest.raises(NotAllowed):
        change_relation(db, bob, id, states.relations(db, [id])[id].version, {"writes": "oui"}, Operation("u-Bob"))


def funding(db: Database) -> tuple[str, int]:
    id = db.read("MATCH ()-[r:FUNDS]->() RETURN r.id AS id")[0]["id"]
    return id, states.relations(db, [id])[id].version


def test_a_link_that_the_facilitators_added_is_contested_not_removed(db: Database) -> None:
    _, bob = bearer(db)
    with pytest.raises(NotAllowed):
        delete_relation(db, bob, *funding(db), Operation("u-Bob"))
    with pytest.raises(NotAllowed):
        change_relation(db, bob, *funding(db), {"amount": "1"}, Operation("u-Bob"))
    change_relation(db, bob, *funding(db), {"standing": "contested", "standing_by": "Bob"}, Operation("u-Bob"))
    assert db.read("MATCH ()-[r:FUNDS]->() RETURN r.standing AS s") == [{"s": "contested"}]


def test_who_was_put_aside_does_not_take_their_rights_back(db: Database) -> None:
    ids = graph_of(db, {("Bob", "STEWARDS", "Panoramax", "standing=contested", "declared_by=actor")}, KINDS)
    bob = viewer(db, ids)
    id = db.read("MATCH ()-[r:STEWARDS]->() RETURN r.id AS id")[0]["id"]
    with pytest.raises(NotAllowed):
        change_relation(db, bob, id, states.relations(db, [id])[id].version, {"standing": "confirmed"}, Operation("b"))


def test_a_bearer_adds_what_belongs_to_a_network_not_its_frame(db: Database) -> None:
    _, bob = bearer(db)
    assert create_record(db, bob, "News", {"name": "Version 2"}, Operation("u-Bob"))
    for kind in ("Theme", "Territory", "Policy"):
        with pytest.raises(NotAllowed):
            create_record(db, bob, kind, {"name": "Nouveau"}, Operation("u-Bob"))
    with pytest.raises(NotAllowed):
        create_record(db, Viewer("u-x", ("public", "members")), "News", {"name": "Version 2"}, Operation("u-x"))


def test_a_bearer_takes_back_what_is_theirs_and_the_rest_stays(db: Database) -> None:
    ids, bob = bearer(db)
    operation = Operation("alice")
    for name in ("Panoramax", "OpenBeta"):
        change_record(db, SYSTEM, ids[name], version(db, ids[name]), {"summary": "D'Alice"}, operation)
    undone = undo(db, bob, operation.id, Operation("u-Bob"))
    assert (undone.taken_back, undone.kept) == (1, [(ids["OpenBeta"], "n'est pas à vous")])
    assert states.records(db, [ids["OpenBeta"]])[ids["OpenBeta"]].state["summary"] == "D'Alice"


def test_what_one_may_write_but_not_see_is_not_found(db: Database) -> None:
    facts: set[Fact] = {("Bob", "ANIMATES", "Comité"), ("IGN", "MEMBER_OF", "Comité")}
    ids = graph_of(db, facts, KINDS)
    change_record(db, SYSTEM, ids["IGN"], version(db, ids["IGN"]), {"visibility": "private"}, Operation("alice"))
    with pytest.raises(NotFound):
        change_record(db, viewer(db, ids), ids["IGN"], version(db, ids["IGN"]), {"summary": "x"}, Operation("u-Bob"))


def test_rights_are_asked_without_reading_the_whole_graph(db: Database) -> None:
    ids, _ = bearer(db)
    viewer_as(no_scans(db), User("u-Bob", "b@example.invalid", "Bob", "member", (), ids["Bob"]))


def test_a_bearer_does_not_take_an_indicator_by_tying_it_to_what_they_bear(db: Database) -> None:
    ids = graph_of(db, {("Bob", "STEWARDS", "Panoramax"), ("Usagers", "MEASURES", "OpenBeta")}, KINDS)
    with pytest.raises(NotAllowed):
        create_relation(db, viewer(db, ids), "MEASURES", ids["Usagers"], ids["Panoramax"], {}, Operation("bob"))
    assert ids["Usagers"] not in viewer(db, ids).stewards


def test_what_an_account_may_do_follows_each_write_at_once_whoever_wrote(db: Database) -> None:
    ids = graph_of(db, set(), KINDS)
    user = add_user(db, "bob@exemple.invalid", "Bob", "une phrase assez longue", person=ids["Bob"])
    token = open_session(db, user.id)

    def writes() -> frozenset[str]:
        known = signed_in(db, token)
        assert known is not None
        return known[2].stewards

    assert ids["Panoramax"] not in writes()
    link = create_relation(db, SYSTEM, "STEWARDS", ids["Bob"], ids["Panoramax"], {}, Operation("ailleurs"))
    assert ids["Panoramax"] in writes() == writes()
    delete_relation(db, SYSTEM, link, states.relations(db, [link])[link].version, Operation("ailleurs"))
    assert ids["Panoramax"] not in writes()
