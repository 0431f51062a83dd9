"""Promises of the form that makes a commons: its resource, community and rule come with it, and go with it."""

from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.users import add_user
from tests.graph.tuples import graph_of
from tests.people import PASSWORD, send, signed_in
from tests.reading import found, texts

FORM = {
    "name": "Trottoirs", "resource": "Largeurs", "resource_kind": "Dataset", "community": "Équipe Trottoirs",
    "rule": "Deux relevés", "rule_text": "Deux équipes mesurent.", "source": "fiche de l'équipe",
}  # fmt: skip
PAGE = "/ajouter/communs"


def links(db: Database) -> set[tuple[str, str, str]]:
    rows = db.read("MATCH (a:Entity)-[r]->(b:Entity) RETURN a.name AS a, type(r) AS r, b.name AS b")
    return {(row["a"], row["r"], row["b"]) for row in rows}


def names(db: Database) -> set[str]:
    return {row["name"] for row in db.read("MATCH (n:Entity) RETURN n.name AS name")}


def test_one_form_makes_the_commons_and_its_three_parts(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    answer = send(alice, PAGE, FORM)
    assert answer.location == "/communs/trottoirs"
    assert links(db) == {
        ("Trottoirs", "HAS_RESOURCE", "Largeurs"), ("Trottoirs", "MAINTAINED_BY", "Équipe Trottoirs"),
        ("Deux relevés", "GOVERNS", "Trottoirs"),
    }  # fmt: skip
    assert [part.count("aucune connue") for part in texts(alice.get("/communs/trottoirs"), ".triptych > div")] == [
        0
    ] * 3
    [rule] = db.read("MATCH (n:Rule)-[r:GOVERNS]->() RETURN n.text AS text, r.source AS source, r.declared_by AS by")
    assert rule == {"text": "Deux équipes mesurent.", "source": "fiche de l'équipe", "by": "curator"}


def test_it_is_one_operation_that_one_undo_takes_back(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    send(alice, PAGE, FORM)
    [op] = db.read("MATCH (c:Change) RETURN DISTINCT c.op AS op")
    send(alice, f"/annuler/{op['op']}", {}, page="/communs/trottoirs/historique")
    assert names(db) == set() and links(db) == set()


def test_a_known_name_is_linked_and_only_what_is_named_is_made(app: Flask, db: Database) -> None:
    graph_of(db, set(), {"Largeurs": "Software", "Équipe Trottoirs": "Organisation"})
    alice = signed_in(app, db, "alice")
    send(alice, PAGE, {**FORM, "resource": "largeurs", "resource_kind": "", "rule": "", "rule_text": ""})
    assert links(db) == {("Trottoirs", "HAS_RESOURCE", "Largeurs"), ("Trottoirs", "MAINTAINED_BY", "Équipe Trottoirs")}
    kinds = db.read("MATCH (n:Entity {name: 'Équipe Trottoirs'}) RETURN n.kind AS kind ORDER BY kind")
    assert [row["kind"] for row in kinds] == ["Community", "Organisation"]
    send(alice, PAGE, {"name": "Sans parties"})
    assert "Sans parties" in names(db)


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    for wrong, field in (
        ({"resource_kind": ""}, "resource_kind"), ({"source": ""}, "source"), ({"name": ""}, "name"),
        ({"rule": "x" * 600}, "rule"),
    ):  # fmt: skip
        answer = send(alice, PAGE, {**FORM, **wrong})
        assert answer.status_code == 422 and found(answer, f"#champ-{field}-error")
        assert found(answer, "#champ-rule_text")[0].to_text().strip() == "Deux équipes mesurent."
    assert names(db) == set() and links(db) == set()


def test_a_private_commons_has_no_public_parts(app: Flask, client: FlaskClient, db: Database) -> None:
    send(signed_in(app, db, "alice"), PAGE, {**FORM, "visibility": "private"})
    assert {row["v"] for row in db.read("MATCH (n:Entity) RETURN n.visibility AS v")} == {"private"}
    assert client.get("/communautes/equipe-trottoirs").status_code == 404


def bearer(app: Flask, db: Database) -> FlaskClient:
    """Dora bears another commons, so she may add records; Photos is not hers."""
    facts = {("Dora", "STEWARDS", "Panoramax")}
    ids = graph_of(db, facts, {"Dora": "Person", "Panoramax": "Commons", "Photos": "Dataset"})
    add_user(db, "dora@example.invalid", "Dora", PASSWORD, "member", person=ids["Dora"])
    client = app.test_client()
    assert send(client, "/connexion", {"email": "dora@example.invalid", "password": PASSWORD}).status_code == 302
    return client


def test_a_bearer_makes_one_says_so_herself_and_takes_it_back(app: Flask, db: Database) -> None:
    dora = bearer(app, db)
    before = names(db)
    assert send(dora, PAGE, {**FORM, "source": "", "visibility": "private"}).status_code == 302
    assert db.read("MATCH (:Rule)-[r:GOVERNS]->() RETURN r.declared_by AS by") == [{"by": "actor"}]
    [op] = db.read("MATCH (c:Change {record: 'commun-trottoirs', subject: 'record'}) RETURN c.op AS op")
    send(dora, f"/annuler/{op['op']}", {}, page="/communs/trottoirs/historique")
    assert names(db) == before


def test_nobody_takes_another_s_resource_as_a_part_of_theirs(app: Flask, db: Database) -> None:
    answer = send(bearer(app, db), PAGE, {**FORM, "resource": "Photos"})
    assert answer.status_code == 422 and "Ce lien donne des droits" in texts(answer, "#champ-resource-error")[0]
    assert "Trottoirs" not in names(db)
