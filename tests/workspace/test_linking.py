"""Promises of links: told as sentences, sourced, corrected by who may, confirmed or contested by who they are about."""

from flask import Flask
from flask.testing import FlaskClient

from graph import states
from graph.database import Database
from graph.editing import change_relation, create_record, create_relation
from graph.operations import Operation
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.people import PASSWORD, send, signed_in


def add(db: Database, kind: str, name: str, **more: str) -> str:
    return create_record(db, SYSTEM, kind, {"name": name, **more}, Operation("carole"))


def test_a_link_told_from_the_other_end_goes_the_right_way(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    ign, panoramax = add(db, "Organisation", "IGN"), add(db, "Commons", "Panoramax")
    page = f"/lier?de={panoramax}&a={ign}"
    send(alice, "/lier", {"de": panoramax, "a": ign, "lien": "STEWARDS-inverse", "source": "ign.fr"}, page=page)
    assert db.read("MATCH (a)-[:STEWARDS]->() RETURN a.id AS id") == [{"id": ign}]


def test_an_unclear_name_offers_what_it_could_be(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    add(db, "Theme", "Eau"), add(db, "Commons", "Eau")
    html = alice.get("/lier?de=Eau").get_data(as_text=True)
    assert "/lier?de=theme-eau" in html and "/lier?de=commun-eau" in html


def test_a_link_that_is_there_already_is_not_made_twice(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    ign, panoramax = add(db, "Organisation", "IGN"), add(db, "Commons", "Panoramax")
    page, data = f"/lier?de={ign}&a={panoramax}", {"de": ign, "a": panoramax, "lien": "STEWARDS", "source": "ign.fr"}
    send(alice, "/lier", data, page=page)
    answer = send(alice, "/lier", data, page=page)
    assert answer.status_code == 422 and "existe déjà" in answer.get_data(as_text=True)


def test_a_link_taken_away_can_be_brought_back(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    ign, panoramax = add(db, "Organisation", "IGN"), add(db, "Commons", "Panoramax")
    page = f"/lier?de={ign}&a={panoramax}"
    send(alice, "/lier", {"de": ign, "a": panoramax, "lien": "STEWARDS", "source": "ign.fr"}, page=page)
    id = db.read("MATCH ()-[r:STEWARDS]->() RETURN r.id AS id")[0]["id"]
    send(alice, f"/liens/{id}/retirer", {"suite": "/compte"}, page="/compte")
    assert db.read("MATCH ()-[r:STEWARDS]->() RETURN r.id AS id") == []
    op = db.read("MATCH (c:Change {action: 'erase'}) RETURN c.op AS op")[0]["op"]
    send(alice, f"/annuler/{op}", {"suite": "/compte"}, page="/compte")
    assert db.read("MATCH ()-[r:STEWARDS]->() RETURN r.id AS id") == [{"id": id}]


def test_a_sentence_is_chosen_before_its_other_end(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    panoramax = add(db, "Commons", "Panoramax")
    html = alice.get(f"/lier?de={panoramax}").get_data(as_text=True)
    assert "Panoramax est porté par …" in html and "Panoramax contribue à …" in html
    assert "Panoramax est membre de …" not in html
    html = alice.get(f"/lier?de={panoramax}&lien=STEWARDS-inverse").get_data(as_text=True)
    assert 'data-kinds="Organisation,Person,Community"' in html


def test_what_the_facilitators_add_says_where_it_comes_from(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    ign, panoramax = add(db, "Organisation", "IGN"), add(db, "Commons", "Panoramax")
    data = {"de": ign, "a": panoramax, "lien": "STEWARDS", "since": "2022", "note": "Gardez ceci"}
    answer = send(alice, "/lier", data, page=f"/lier?de={ign}&a={panoramax}")
    assert answer.status_code == 422
    assert "champ-source-error" in answer.text and "Gardez ceci" in answer.text
    assert db.read("MATCH ()-[r:STEWARDS]->() RETURN r.id AS id") == []


def borne(app: Flask, db: Database, declared_by: str = "curator") -> tuple[FlaskClient, str]:
    """Dora bears Panoramax, which ADEME funds, as `declared_by` says."""
    dora, ademe = add(db, "Person", "Dora", purpose="p", origin="o"), add(db, "Organisation", "ADEME")
    panoramax = add(db, "Commons", "Panoramax")
    create_relation(db, SYSTEM, "STEWARDS", dora, panoramax, {}, Operation("carole"))
    told = {"declared_by": declared_by, "since": "2023", "source": "ademe.fr"}
    link = create_relation(db, SYSTEM, "FUNDS", ademe, panoramax, told, Operation("carole"))
    add_user(db, "dora@example.invalid", "Dora", PASSWORD, person=dora)
    client = app.test_client()
    send(client, "/connexion", {"email": "dora@example.invalid", "password": PASSWORD})
    return client, link


def state(db: Database, link: str) -> dict[str, object]:
    return dict(states.relations(db, [link])[link].state)


def test_a_bearer_declares_links_of_their_own_without_being_asked_for_a_source(app: Flask, db: Database) -> None:
    dora, _ = borne(app, db)
    data = {"de": "commun-panoramax", "a": "organisation-ademe", "lien": "USES-inverse", "purpose": "rues"}
    answer = send(dora, "/lier", data, page="/lier?de=commun-panoramax&a=organisation-ademe&lien=USES-inverse")
    assert answer.location == "/communs/panoramax"
    assert db.read("MATCH ()-[r:USES]->() RETURN r.declared_by AS by, r.purpose AS purpose") == [
        {"by": "actor", "purpose": "rues"}
    ]


def test_a_link_that_the_facilitators_added_is_contested_by_who_it_is_about(app: Flask, db: Database) -> None:
    dora, link = borne(app, db)
    page = dora.get("/communs/panoramax?corriger=1").get_data(as_text=True)
    assert f"/liens/{link}/accord" in page and f"/liens/{link}/retirer" not in page
    answer = send(dora, f"/liens/{link}/accord", {"accord": "contested", "why": "terminé en 2022"})
    assert answer.location == "/communs/panoramax"
    assert (state(db, link)["standing"], state(db, link)["standing_by"]) == ("contested", "Dora")
    assert "contesté" in app.test_client().get("/communs/panoramax").text
    assert db.read("MATCH (c:Change {action: 'update', by: $by}) RETURN c.why AS why", by=_user(db)) == [
        {"why": "terminé en 2022"}
    ]


def _user(db: Database) -> str:
    return str(db.read("MATCH (u:User {name: 'Dora'}) RETURN u.id AS id")[0]["id"])


def test_a_bearer_neither_corrects_nor_removes_what_others_added(app: Flask, db: Database) -> None:
    dora, link = borne(app, db)
    page = f"/liens/{link}/accord"
    assert send(dora, f"/liens/{link}/modifier", {"version": 1, "amount": "1"}, page=page).status_code == 403
    assert send(dora, f"/liens/{link}/retirer", {}, page=page).status_code == 403
    assert state(db, link)["since"] == "2023"


def test_a_declared_link_is_corrected_on_its_own_page(app: Flask, db: Database) -> None:
    dora, link = borne(app, db, "actor")
    html = dora.get(f"/liens/{link}/modifier").get_data(as_text=True)
    assert "ADEME finance Panoramax" in html and 'value="2023"' in html
    version = states.relations(db, [link])[link].version
    data = {"version": version, "since": "mars 2022", "amount": "180 000", "declared_by": "import", "standing": "x"}
    assert send(dora, f"/liens/{link}/modifier", data).location == "/communs/panoramax"
    told = state(db, link)
    assert (told["since"], told["amount"], told["declared_by"]) == ("2022-03", 180000, "actor")


def test_a_wrong_date_of_a_link_is_told_and_what_was_typed_is_kept(app: Flask, db: Database) -> None:
    dora, link = borne(app, db, "actor")
    answer = send(dora, f"/liens/{link}/modifier", {"version": 1, "since": "hier", "note": "Gardez ceci"})
    assert answer.status_code == 422
    assert "champ-since-error" in answer.text and "Gardez ceci" in answer.text


def test_the_second_who_corrects_a_link_sees_both_versions(app: Flask, db: Database) -> None:
    dora, link = borne(app, db, "actor")
    version = states.relations(db, [link])[link].version
    change_relation(db, SYSTEM, link, version, {"note": "De Carole"}, Operation("carole"))
    answer = send(dora, f"/liens/{link}/modifier", {"version": version, "note": "De Dora"})
    assert answer.status_code == 409
    assert "De Carole" in answer.text and "De Dora" in answer.text
    assert state(db, link)["note"] == "De Carole"


def test_a_link_that_one_may_not_see_is_not_found(app: Flask, db: Database) -> None:
    dora, link = borne(app, db)
    version = states.relations(db, [link])[link].version
    change_relation(db, SYSTEM, link, version, {"visibility": "private"}, Operation("carole"))
    for page in ("modifier", "accord"):
        assert dora.get(f"/liens/{link}/{page}").status_code == 404
