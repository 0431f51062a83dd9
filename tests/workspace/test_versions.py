"""Promises of history: versions are read and gone back to, what is deleted comes back, for who may."""

from flask import Flask
from flask.testing import FlaskClient

from graph import states, trash
from graph.database import Database
from graph.editing import change_record, create_record, create_relation, delete_record
from graph.operations import Operation
from graph.viewers import SYSTEM
from tests.people import send, signed_in


def saved(db: Database, id: str, by: str = "carole", **fields: str) -> int:
    """A save, and the place of its change in the feed."""
    change_record(db, SYSTEM, id, states.records(db, [id])[id].version, fields, Operation(by))
    return int(db.read("MATCH (c:Change {record: $id}) RETURN max(c.seq) AS seq", id=id)[0]["seq"])


def panoramax(db: Database) -> tuple[str, int, int]:
    """A commons in three versions; the places of the second and of the third."""
    made = {"name": "Panoramax", "summary": "Un", "website": "https://un.fr"}
    id = create_record(db, SYSTEM, "Commons", made, Operation("carole"))
    return (
        id,
        saved(db, id, summary="Deux", seeks="des vélos", status="in_use"),
        saved(db, id, summary="Trois", website=""),
    )


def state(db: Database, id: str) -> dict[str, object]:
    return dict(states.records(db, [id])[id].state)


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def test_each_version_is_read_with_what_changed_since(app: Flask, db: Database) -> None:
    id, second, _ = panoramax(db)
    history = text(app.test_client(), "/communs/panoramax/historique")
    assert f"/versions/{id}/{second}" in history
    html = text(app.test_client(), f"/versions/{id}/{second}")
    assert "Deux" in html and "https://un.fr" in html and "<ins>Trois</ins>" in html
    assert "Revenir à cette version" not in html


def test_going_back_to_a_version_is_a_save_that_can_be_undone(app: Flask, db: Database) -> None:
    id, second, _ = panoramax(db)
    alice = signed_in(app, db, "alice")
    assert send(alice, f"/versions/{id}/{second}", {"why": "erreur"}).location == "/communs/panoramax"
    now = state(db, id)
    assert (now["summary"], now["website"], now["seeks"], now["status"]) == (
        "Deux", "https://un.fr", ["des vélos"], "in_use",
    )  # fmt: skip
    assert now["search"] == "panoramax deux des velos"
    op = db.read("MATCH (c:Change) WHERE c.why = 'erreur' RETURN c.op AS op")[0]["op"]
    send(alice, f"/annuler/{op}", {"suite": "/compte"}, page="/compte")
    assert state(db, id)["summary"] == "Trois" and "website" not in state(db, id)


def test_the_first_version_is_there_too(app: Flask, db: Database) -> None:
    id, *_ = panoramax(db)
    alice = signed_in(app, db, "alice")
    first = db.read("MATCH (c:Change {record: $id}) RETURN min(c.seq) AS seq", id=id)[0]["seq"]
    send(alice, f"/versions/{id}/{first}", {})
    now = state(db, id)
    assert now["summary"] == "Un" and "seeks" not in now and "status" not in now


def test_a_version_of_before_the_record_was_public_is_not_shown(app: Flask, db: Database) -> None:
    made = {"name": "Panoramax", "summary": "Confidentiel", "visibility": "members"}
    id = create_record(db, SYSTEM, "Commons", made, Operation("carole"))
    hidden = db.read("MATCH (c:Change {record: $id}) RETURN max(c.seq) AS seq", id=id)[0]["seq"]
    saved(db, id, summary="Pour tous", visibility="public")
    charlie, bob = app.test_client(), signed_in(app, db, "bob")
    assert charlie.get(f"/versions/{id}/{hidden}").status_code == 404
    assert "Confidentiel" in text(bob, f"/versions/{id}/{hidden}")


def test_only_who_may_write_goes_back(app: Flask, db: Database) -> None:
    id, second, _ = panoramax(db)
    bob = signed_in(app, db, "bob")
    assert send(bob, f"/versions/{id}/{second}", {}, page="/compte").status_code == 403
    assert state(db, id)["summary"] == "Trois"


def test_an_unknown_version_is_not_found(app: Flask, db: Database) -> None:
    id, *_ = panoramax(db)
    for path in (f"/versions/{id}/999", "/versions/commun-rien/1", f"/versions/{id}/0"):
        assert app.test_client().get(path).status_code == 404


def test_what_is_deleted_is_told_first_then_comes_back_with_its_links(app: Flask, db: Database) -> None:
    id, *_ = panoramax(db)
    ign = create_record(db, SYSTEM, "Organisation", {"name": "IGN"}, Operation("carole"))
    create_relation(db, SYSTEM, "STEWARDS", ign, id, {}, Operation("carole"))
    alice = signed_in(app, db, "alice")
    assert "Avec un lien" in text(alice, f"/supprimer/{id}")
    version = states.records(db, [id])[id].version
    assert send(alice, f"/supprimer/{id}", {"version": version, "why": "doublon"}).location == "/corbeille"
    assert alice.get("/communs/panoramax").status_code == 404
    assert "Panoramax" in text(alice, "/corbeille")
    assert send(alice, f"/retablir/{id}", {}, page="/corbeille").location == "/communs/panoramax"
    assert "IGN" in text(alice, "/communs/panoramax")
    assert "La corbeille est vide" in text(alice, "/corbeille")


def test_a_record_that_somebody_changed_meanwhile_is_not_deleted(app: Flask, db: Database) -> None:
    id, *_ = panoramax(db)
    alice = signed_in(app, db, "alice")
    before = states.records(db, [id])[id].version
    saved(db, id, summary="Quatre")
    assert send(alice, f"/supprimer/{id}", {"version": before}).status_code == 409
    assert state(db, id)["summary"] == "Quatre"


def test_the_bin_shows_only_what_one_may_bring_back(app: Flask, db: Database) -> None:
    id, *_ = panoramax(db)
    delete_record(db, SYSTEM, id, states.records(db, [id])[id].version, Operation("carole"))
    bob = signed_in(app, db, "bob")
    assert bob.get("/corbeille").status_code == 403
    assert send(bob, f"/retablir/{id}", {}, page="/compte").status_code == 403


def test_after_thirty_days_what_was_deleted_is_gone_for_good_and_the_rest_stays(db: Database) -> None:
    id, *_ = panoramax(db)
    person = {"name": "Zoé Exemple", "purpose": "p", "origin": "o", "email": "zoe@example.invalid"}
    zoe = create_record(db, SYSTEM, "Person", person, Operation("carole"))
    for each in (id, zoe):
        delete_record(db, SYSTEM, each, states.records(db, [each])[each].version, Operation("carole"))
    db.write("MATCH (n:Gone {id: $id}) SET n.gone_at = '2020-01-01T00:00:00Z'", id=zoe)
    assert trash.purge(db) == 1
    assert db.read("MATCH (n:Contact) RETURN n.id AS id") == []
    assert [each.record.id for each in trash.lately_gone(db, SYSTEM)] == [id]
