"""Promises of the pages that make two records one: seen side by side, chosen field by field, undone."""

from flask import Flask

from graph.database import Database
from tests.graph.test_merging import FACTS, KINDS, ONE, OTHER
from tests.graph.tuples import graph_of
from tests.people import send, signed_in


def test_a_facilitator_reviews_a_pair_merges_and_unmerges(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    html = alice.get("/doublons").text
    assert ONE in html and "Même site\u00a0: ademe.fr" in html
    page = f"/reunir?garder={ids[ONE]}&autre={ids[OTHER]}"
    html = alice.get(page).text
    assert "Une agence" in html and "https://ademe.fr" in html
    versions = {
        f"version_{which}": db.read("MATCH (n:Entity {id: $id}) RETURN n.version AS v", id=id)[0]["v"]
        for which, id in (("garder", ids[ONE]), ("autre", ids[OTHER]))
    }
    data = {"garder": ids[ONE], "autre": ids[OTHER], "champ_website": "autre", **versions}
    assert send(alice, "/reunir", data, page=page).location == "/organisations/ademe"
    moved = alice.get("/organisations/agence-de-la-transition")
    assert (moved.status_code, moved.location) == (301, "/organisations/ademe")
    assert "https://www.ademe.fr/" in alice.get("/organisations/ademe").text
    op = db.read("MATCH (c:Change {action: 'delete'}) RETURN c.op AS op")[0]["op"]
    send(alice, f"/annuler/{op}", {"suite": "/compte"}, page="/compte")
    assert alice.get("/organisations/agence-de-la-transition").status_code == 200


def test_a_pair_that_somebody_changed_is_shown_again_with_the_choices(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    page = f"/reunir?garder={ids[ONE]}&autre={ids[OTHER]}"
    data = {"garder": ids[ONE], "autre": ids[OTHER], "champ_website": "autre", "version_garder": 1, "version_autre": 1}
    answer = send(alice, "/reunir", data, page=page)
    assert answer.status_code == 409
    assert 'name="champ_website" value="autre" checked' in answer.text
    assert alice.get("/organisations/agence-de-la-transition").status_code == 200


def test_two_records_indeed_are_not_proposed_again(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    send(alice, "/doublons/distincts", {"une": ids[ONE], "autre": ids[OTHER]}, page="/doublons")
    assert "Aucun doublon probable" in alice.get("/doublons").text


def test_two_records_are_chosen_by_name(app: Flask, db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    assert alice.get("/reunir").status_code == 200
    assert "Une agence" in alice.get(f"/reunir?garder={ONE}&autre={OTHER}").text


def test_members_do_not_merge(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    bob = signed_in(app, db, "bob")
    data = {"garder": ids[ONE], "autre": ids[OTHER], "version_garder": 1, "version_autre": 1}
    assert send(bob, "/reunir", data, page="/compte").status_code == 403
    assert bob.get("/organisations/agence-de-la-transition").status_code == 200
