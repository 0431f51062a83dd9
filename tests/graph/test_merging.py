"""Promises of merging: two records become one with all their links and addresses, and become two again exactly."""

import pytest

from graph import states
from graph.database import Database
from graph.duplicates import keep_apart, likely_pairs
from graph.editing import change_record, create_record, create_relation
from graph.entities import record, redirect
from graph.errors import Conflict, Invalid, NotAllowed, NotFound
from graph.merging import merge, pair
from graph.operations import Operation
from graph.undo import undo
from graph.viewers import SYSTEM
from tests.graph.test_undo import picture
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, Kinds, graph_of

KINDS: Kinds = {
    "ADEME": ("Organisation", {"acronym": "ADEME", "website": "https://ademe.fr", "siren": "385290309"}),
    "Agence de la transition": ("Organisation", {"summary": "Une agence", "website": "https://www.ademe.fr/"}),
    "Panoramax": "Commons", "OpenBeta": "Commons", "IGN": "Organisation", "Eau": "Theme",
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023"), ("Agence de la transition", "FUNDS", "OpenBeta", "since=2022"),
    ("Agence de la transition", "FUNDS", "Panoramax", "since=2023", "source=ademe.fr"),
    ("Agence de la transition", "PARTNERS", "IGN"), ("ADEME", "PARTNERS", "Agence de la transition"),
    ("Agence de la transition", "ABOUT", "Eau"),
}  # fmt: skip
ONE, OTHER = "ADEME", "Agence de la transition"


def links(db: Database, id: str) -> set[tuple[str, str, str]]:
    rows = db.read("MATCH (n:Entity {id: $id})-[r]-(o:Entity) RETURN type(r) AS t, o.name AS o, r.source AS s", id=id)
    return {(row["t"], row["o"], row["s"] or "") for row in rows}


def test_all_links_and_addresses_go_to_the_record_that_stays(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    merge(db, ALICE, ids[ONE], ids[OTHER], [], Operation("alice"))
    assert links(db, ids[ONE]) == {
        ("FUNDS", "Panoramax", "ademe.fr"), ("FUNDS", "OpenBeta", ""), ("PARTNERS", "IGN", ""), ("ABOUT", "Eau", ""),
    }  # fmt: skip
    assert redirect(db, CHARLIE, ids[OTHER]) == ids[ONE]
    with pytest.raises(NotFound):
        record(db, ALICE, ids[OTHER])
    found = record(db, CHARLIE, ids[ONE])
    assert (found.summary, found.former_ids) == ("Une agence", (ids[OTHER],))
    aliases = found.field("aliases")
    assert aliases and aliases.value == [OTHER]


def test_a_person_chooses_field_by_field(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    assert pair(db, ALICE, ids[ONE], ids[OTHER]).differing() == ["name", "summary", "website"]
    merge(db, ALICE, ids[ONE], ids[OTHER], ["name"], Operation("alice"))
    state = states.records(db, [ids[ONE]])[ids[ONE]].state
    assert (state["name"], state["aliases"], state["website"]) == (OTHER, [ONE], "https://ademe.fr")


def test_two_records_become_two_again_exactly(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    before, operation = picture(db), Operation("alice")
    merge(db, ALICE, ids[ONE], ids[OTHER], ["name", "website"], operation)
    assert picture(db) != before
    assert undo(db, ALICE, operation.id, Operation("alice")).kept == []
    assert picture(db) == before


def test_what_was_written_since_stays_when_they_become_two_again(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    operation = Operation("alice")
    merge(db, ALICE, ids[ONE], ids[OTHER], [], operation)
    version = states.records(db, [ids[ONE]])[ids[ONE]].version
    change_record(db, ALICE, ids[ONE], version, {"website": "https://agence.fr"}, Operation("carole"))
    undo(db, ALICE, operation.id, Operation("alice"))
    state = states.records(db, [ids[ONE]])[ids[ONE]].state
    assert state["website"] == "https://agence.fr" and "summary" not in state
    assert redirect(db, CHARLIE, ids[OTHER]) is None
    assert record(db, CHARLIE, ids[OTHER]).name == OTHER


def test_the_contact_of_a_person_follows(db: Database) -> None:
    ids = graph_of(db, set(), {"Zoé": "Person", "Zoé E.": ("Person", {"email": "zoe@example.invalid"})})
    before, operation = picture(db), Operation("alice")
    merge(db, ALICE, ids["Zoé"], ids["Zoé E."], [], operation)
    contact = record(db, ALICE, ids["Zoé"]).contact
    assert contact and contact.email == "zoe@example.invalid"
    assert record(db, BOB, ids["Zoé"]).contact is None
    undo(db, ALICE, operation.id, Operation("alice"))
    assert picture(db) == before


def test_a_record_saved_meanwhile_is_not_merged_blindly(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    both = pair(db, ALICE, ids[ONE], ids[OTHER])
    change_record(db, ALICE, ids[OTHER], both.other.version, {"summary": "Autre"}, Operation("carole"))
    before = picture(db)
    seen = (both.kept.version, both.other.version)
    with pytest.raises(Conflict):
        merge(db, ALICE, ids[ONE], ids[OTHER], [], Operation("alice"), seen)
    assert picture(db) == before


def test_what_cannot_be_one_is_refused(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    for kept, other in ((ids[ONE], ids[ONE]), (ids[ONE], ids["Panoramax"])):
        with pytest.raises(Invalid):
            merge(db, ALICE, kept, other, [], Operation("alice"))
    with pytest.raises(NotAllowed):
        merge(db, BOB, ids[ONE], ids[OTHER], [], Operation("bob"))
    with pytest.raises(NotFound):
        merge(db, ALICE, ids[ONE], "organisation-rien", [], Operation("alice"))


def test_likely_pairs_are_told_with_their_reasons(db: Database) -> None:
    ids = graph_of(db, FACTS, {**KINDS, "Institut national de l'eau": "Organisation", "INE": "Organisation"})
    told = {frozenset((found.one.name, found.other.name)): found for found in likely_pairs(db, ALICE)}
    assert set(told) == {frozenset((ONE, OTHER)), frozenset(("INE", "Institut national de l'eau"))}
    found = told[frozenset((ONE, OTHER))]
    assert found.reasons == ("même site : ademe.fr",) and found.shared == 1
    keep_apart(db, ALICE, ids[OTHER], ids[ONE])
    assert [{each.one.name, each.other.name} for each in likely_pairs(db, ALICE)] == [
        {"INE", "Institut national de l'eau"}
    ]


def test_a_hidden_record_is_no_likely_pair(db: Database) -> None:
    create_record(db, SYSTEM, "Commons", {"name": "Base d'adresses"}, Operation("a"))
    hidden = {"name": "Base adresses", "visibility": "members"}
    create_record(db, SYSTEM, "Commons", hidden, Operation("a"))
    assert likely_pairs(db, CHARLIE) == []
    assert len(likely_pairs(db, BOB)) == 1


def test_a_link_that_both_have_completes_the_one_that_stays(db: Database) -> None:
    ids = graph_of(db, set(), {"A": "Organisation", "B": "Organisation", "Panoramax": "Commons"})
    for name, note in (("A", ""), ("B", "Dit en réunion")):
        raw = {"since": "2023", "note": note}
        create_relation(db, SYSTEM, "FUNDS", ids[name], ids["Panoramax"], raw, Operation("a"))
    merge(db, ALICE, ids["A"], ids["B"], [], Operation("alice"))
    assert db.read("MATCH ()-[r:FUNDS]->() RETURN r.note AS note") == [{"note": "Dit en réunion"}]


BESIDE = """
MATCH (x) WHERE x:User OR x:Guest OR x:ActionAsk OR x:ActionLink OR x:Follow OR x:Invitation
RETURN labels(x)[0] AS label, x.id AS id, properties(x) AS told ORDER BY label, id
"""
MAKE = """
CREATE (:User {id: 'u-zoe', person: $other}), (:Invitation {id: 'i', email: 'zoe@example.invalid', person: $other}),
  (:Guest {id: 'g-1', key: 'm1|' + $other, meeting: 'm1', person: $other}),
  (:Guest {id: 'g-2', key: 'm2|' + $other, meeting: 'm2', person: $other}),
  (:Guest {id: 'g-3', key: 'm2|' + $kept, meeting: 'm2', person: $kept}),
  (:ActionAsk {id: 'k', key: 'a|' + $other, action: 'a', person: $other}),
  (:ActionLink {id: 'l', hash: 'h', person: $other}), (:ActionLink {id: 'l-2', hash: 'h2', person: $kept}),
  (:Follow {id: 'f', key: 'u|' + $other, user: 'u', record: $other}),
  (:Follow {id: 'f-2', key: 'u|around/' + $other, user: 'u', around: $other})
"""


def test_the_account_invitations_asks_and_follows_of_a_person_go_along_and_come_back(db: Database) -> None:
    ids = graph_of(db, set(), {"Zoé": "Person", "Zoé E.": "Person"})
    kept, other = ids["Zoé"], ids["Zoé E."]
    db.write(MAKE, kept=kept, other=other)
    before, operation = db.read(BESIDE), Operation("alice")
    merge(db, ALICE, kept, other, [], operation)
    whose = {row["id"]: next(row["told"][name] for name in ("person", "record", "around") if name in row["told"])
             for row in db.read(BESIDE)}  # fmt: skip
    assert whose.pop("g-2") == other, "asked twice to one meeting: the invitation of the one that stays stands"
    assert set(whose.values()) == {kept}
    keys = {row["id"]: row["told"].get("key") for row in db.read(BESIDE)}
    assert (keys["g-1"], keys["k"], keys["f"], keys["f-2"]) == (
        f"m1|{kept}",
        f"a|{kept}",
        f"u|{kept}",
        f"u|around/{kept}",
    )
    undo(db, ALICE, operation.id, Operation("alice"))
    assert db.read(BESIDE) == before


def test_two_persons_who_each_have_an_account_are_not_made_one(db: Database) -> None:
    ids = graph_of(db, set(), {"Zoé": "Person", "Zoé E.": "Person"})
    db.write("CREATE (:User {id: 'u-1', person: $a}), (:User {id: 'u-2', person: $b})", a=ids["Zoé"], b=ids["Zoé E."])
    with pytest.raises(Invalid, match="chacune un compte"):
        merge(db, ALICE, ids["Zoé"], ids["Zoé E."], [], Operation("alice"))
