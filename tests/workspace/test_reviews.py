"""Promises of « votre commun en 2 minutes »: one click confirms, each doubt has its answer, a link opens one page."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import handovers, personal_links, states
from graph.database import Database
from graph.editing import create_record, create_relation
from graph.operations import Operation, now
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.mailbox import mailbox, settings, text_of, work_once
from tests.people import PASSWORD, send, signed_in
from workspace.dates import PARIS
from workspace.reviews.reminding import queue


@pytest.fixture
def panoramax(db: Database) -> str:
    made = {"name": "Panoramax", "summary": "Des photos", "website": "https://panoramax.fr", "status": "in_use"}
    id = create_record(db, SYSTEM, "Commons", made, Operation("carole"))
    ademe = create_record(db, SYSTEM, "Organisation", {"name": "ADEME"}, Operation("carole"))
    told = {"standing": "to_confirm", "declared_by": "curator", "source": "ademe.fr"}
    create_relation(db, SYSTEM, "FUNDS", ademe, id, told, Operation("carole"))
    return id


@pytest.fixture
def token(db: Database, panoramax: str) -> str:
    return personal_links.give(db, SYSTEM, panoramax, "Zoé")


def state(db: Database, id: str) -> dict[str, object]:
    return dict(states.records(db, [id])[id].state)


def say(client: FlaskClient, token: str, **typed: str) -> int:
    return send(client, f"/revue/lien/{token}", typed).status_code


def test_reading_changes_nothing_and_one_button_confirms(app: Flask, db: Database, panoramax: str, token: str) -> None:
    zoe = app.test_client()
    html = zoe.get(f"/revue/lien/{token}").text
    assert "Panoramax" in html and "Zoé" in html and "Personne n’a encore confirmé" in html
    assert "reviewed_at" not in state(db, panoramax)
    assert say(zoe, token, geste="rien") == 302
    now = state(db, panoramax)
    assert now["reviewed_at"] and now["reviewed_by"] == personal_links.BEARER
    html = zoe.get(f"/revue/lien/{token}").text
    assert "par vous" in html and "Enregistré à" in html and "Voir la page publique" in html
    assert "Revu le" in app.test_client().get("/communs/panoramax").text


def test_a_personal_page_sends_its_forms_over_tls_and_its_address_to_nobody_else(
    app: Flask, db: Database, panoramax: str, token: str
) -> None:
    page, zoe = f"https://reseau.example.org/revue/lien/{token}", app.test_client()
    answer = zoe.get(page)
    policy = answer.headers["Referrer-Policy"]
    assert policy == "same-origin"
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert csrf
    told = {"csrf_token": csrf[1], "geste": "rien"}
    assert zoe.post(page, data=told).status_code == 400, "what a browser that tells no referrer gets"
    # What a browser sends of a page whose policy is the one above.
    assert zoe.post(page, data=told, headers={"Referer": page}).status_code == 302
    assert state(db, panoramax)["reviewed_at"]


def test_doubts_are_told_with_their_value_and_answered_one_by_one(
    app: Flask, db: Database, panoramax: str, token: str
) -> None:
    zoe = app.test_client()
    html = zoe.get(f"/revue/lien/{token}").text
    assert len(re.findall(r'class="review-why"', html)) == 5
    assert "Panoramax est financé par ADEME</b>" not in html  # empty fields come first, five at most
    assert say(zoe, token, geste="corriger", champ="licence", licence="ODbL-1.0") == 302
    for name in ("repository", "documentation"):
        assert say(zoe, token, geste="corriger", champ=name, **{name: "https://exemple.fr"}) == 302
    assert state(db, panoramax)["repository"] == "https://exemple.fr"
    link = db.read("MATCH ()-[r:FUNDS]->() RETURN r.id AS id")[0]["id"]
    assert "Panoramax est financé par ADEME</b>" in zoe.get(f"/revue/lien/{token}").text
    assert say(zoe, token, geste="juste", lien=link) == 302
    assert states.relations(db, [link])[link].state["standing"] == "confirmed"


def test_an_old_field_is_confirmed_for_a_year(app: Flask, db: Database, panoramax: str, token: str) -> None:
    db.write("MATCH (n:Commons) SET n.created_at = '2020-01-01T00:00:00Z', n.declared_none = $all",
             all=["licence", "repository", "documentation", "audiences", "seeks", "offers"])  # fmt: skip
    zoe = app.test_client()
    assert "plus d’un an" in zoe.get(f"/revue/lien/{token}").text
    for name in ("summary", "website"):
        assert say(zoe, token, geste="juste", champ=name) == 302
    assert "plus d’un an" not in zoe.get(f"/revue/lien/{token}").text


def test_a_wrong_value_is_told_in_its_line_and_kept(app: Flask, db: Database, panoramax: str, token: str) -> None:
    answer = send(
        app.test_client(),
        f"/revue/lien/{token}",
        {"geste": "corriger", "champ": "repository", "repository": "chez moi"},
    )
    assert answer.status_code == 422
    assert "champ-repository-error" in answer.text and "chez moi" in answer.text
    assert "repository" not in state(db, panoramax)


def test_a_link_added_by_others_is_contested(app: Flask, db: Database, panoramax: str, token: str) -> None:
    link = db.read("MATCH ()-[r:FUNDS]->() RETURN r.id AS id")[0]["id"]
    assert say(app.test_client(), token, geste="contester", lien=link) == 302
    found = states.relations(db, [link])[link].state
    assert (found["standing"], found["standing_by"]) == ("contested", "Zoé")


def test_news_is_published_on_the_page(app: Flask, db: Database, panoramax: str, token: str) -> None:
    zoe = app.test_client()
    assert say(zoe, token, geste="actualite", actualite="La version 3 est sortie\n\nAvec des vélos.") == 302
    assert "La version 3 est sortie" in app.test_client().get("/communs/panoramax").text
    assert send(zoe, f"/revue/lien/{token}", {"geste": "actualite", "actualite": " "}).status_code == 422


def test_who_leaves_names_who_comes_next_and_only_the_facilitators_read_it(
    app: Flask, db: Database, panoramax: str, token: str
) -> None:
    zoe = app.test_client()
    answer = send(zoe, f"/revue/lien/{token}", {"geste": "successeur", "nom": "", "adresse": ""})
    assert answer.status_code == 422 and "champ-nom-error" in answer.text
    assert say(zoe, token, geste="successeur", nom="Léo Exemple", adresse="leo@example.invalid") == 302
    alice, bob = signed_in(app, db, "alice"), signed_in(app, db, "bob")
    assert "leo@example.invalid" in alice.get("/propositions").text
    assert "leo@example.invalid" not in bob.get("/propositions").text
    [waiting] = handovers.waiting(db, SYSTEM)
    send(alice, f"/propositions/passation/{waiting.id}", {}, page="/propositions")
    assert handovers.waiting(db, SYSTEM) == []
    assert db.read("MATCH (h:Handover) RETURN h.email AS email") == [{"email": None}]


def test_a_link_opens_its_record_and_nothing_else(app: Flask, db: Database, panoramax: str, token: str) -> None:
    other = create_record(db, SYSTEM, "Commons", {"name": "Autre", "summary": "À d'autres"}, Operation("carole"))
    foe = create_relation(db, SYSTEM, "ABOUT", other, _theme(db), {}, Operation("carole"))
    zoe = app.test_client()
    zoe.get(f"/revue/lien/{token}")
    assert send(zoe, f"/revue/lien/{token}", {"geste": "contester", "lien": foe}).status_code == 403
    assert zoe.get(f"/modifier/{panoramax}").status_code == 302
    assert zoe.get(f"/revue/{panoramax}").status_code == 302
    assert "standing" not in states.relations(db, [foe])[foe].state


def _theme(db: Database) -> str:
    return create_record(db, SYSTEM, "Theme", {"name": "Eau"}, Operation("carole"))


@pytest.mark.parametrize("how", ["wrong", "ended", "late"])
def test_a_link_that_is_over_says_nothing(app: Flask, db: Database, panoramax: str, token: str, how: str) -> None:
    if how == "ended":
        [link] = personal_links.links_of(db, SYSTEM, panoramax)
        personal_links.end(db, SYSTEM, link.id)
    if how == "late":
        db.write("MATCH (l:PersonalLink) SET l.until = '2020-01-01T00:00:00Z'")
    asked = token[:-1] + ("a" if token[-1] != "a" else "b") if how == "wrong" else token
    zoe = app.test_client()
    assert zoe.get(f"/revue/lien/{asked}").status_code == 404
    assert send(zoe, f"/revue/lien/{asked}", {"geste": "rien"}, page="/connexion").status_code == 404
    assert "reviewed_at" not in state(db, panoramax)


def test_the_secret_of_a_link_is_kept_nowhere(db: Database, token: str) -> None:
    rows = db.read("MATCH (l:PersonalLink) RETURN properties(l) AS kept")
    assert token not in str(rows)


def test_a_facilitator_makes_a_link_shown_once_and_takes_it_back(app: Flask, db: Database, panoramax: str) -> None:
    alice = signed_in(app, db, "alice")
    page = f"/revue/{panoramax}"
    assert send(alice, f"{page}/lien", {"personne": " "}, page=page).status_code == 422
    html = send(alice, f"{page}/lien", {"personne": "Zoé"}, page=page).text
    address = re.search(r'href="http://localhost(/revue/lien/[^"]+)"', html)
    assert address
    assert app.test_client().get(address[1]).status_code == 200
    assert address[1] not in alice.get(page).text
    [link] = personal_links.links_of(db, SYSTEM, panoramax)
    send(alice, f"{page}/lien/{link.id}/retirer", {}, page=page)
    assert app.test_client().get(address[1]).status_code == 404


def test_who_is_signed_in_confirms_from_their_page(app: Flask, db: Database, panoramax: str) -> None:
    alice, bob = signed_in(app, db, "alice"), signed_in(app, db, "bob")
    assert f"/revue/{panoramax}" in alice.get("/communs/panoramax").text
    assert send(alice, f"/revue/{panoramax}", {"geste": "rien"}).status_code == 302
    assert bob.get(f"/revue/{panoramax}").status_code == 403
    assert send(bob, f"/revue/{panoramax}", {"geste": "rien"}, page="/compte").status_code == 403


def test_who_bears_what_nobody_looked_at_for_a_year_is_reminded_once_a_month(
    db: Database, panoramax: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_BASE_URL", "https://reseau.example.org")
    zoe = create_record(db, SYSTEM, "Person", {"name": "Zoé", "purpose": "essai", "origin": "essai"}, Operation("a"))
    create_relation(db, SYSTEM, "STEWARDS", zoe, panoramax, {}, Operation("a"))
    add_user(db, "zoe@example.org", "Zoé", PASSWORD, person=zoe)
    add_user(db, "leo@example.org", "Léo", PASSWORD)
    with mailbox() as box:
        site = settings(tmp_path, box)

        def month(day: datetime) -> int:
            queue(db, day)
            work_once(db, site)
            work_once(db, site)
            return len(box.messages)

        assert month(datetime(2026, 11, 2, 7, tzinfo=PARIS)) == 0  # written today
        db.write("MATCH (n:Commons) SET n.created_at = '2020-01-01T00:00:00Z', n.updated_at = null")
        assert month(datetime(2026, 12, 1, 7, tzinfo=PARIS)) == 0  # not yet its day
        assert month(datetime(2026, 12, 2, 7, tzinfo=PARIS)) == 1
        assert month(datetime(2026, 12, 20, 7, tzinfo=PARIS)) == 1
        (message,) = box.messages
        assert message["To"] == "zoe@example.org" and f"/revue/{panoramax}" in text_of(message)
        db.write("MATCH (n:Commons) SET n.reviewed_at = $now", now=now())
        assert month(datetime(2027, 1, 2, 7, tzinfo=PARIS)) == 1
