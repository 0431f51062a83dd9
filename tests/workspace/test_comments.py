"""Promises of discussions: members speak of what they see, who is named is told, and nothing is lost but what one
takes away."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import comments
from graph.commenting import mentioned, write
from graph.database import Database
from graph.editing import change_record
from graph.leaving import delete_account
from graph.merging import merge
from graph.operations import Operation
from graph.settings import Settings
from graph.states import records
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import PASSWORD, send, signed_in
from tests.workspace.test_paths import html

KINDS: dict[str, Any] = {
    "Dora": "Person", "ADEME": "Organisation", "Panoramax": "Commons",
    "Secret": ("Commons", {"visibility": "private"}),
}  # fmt: skip
FACTS: set[Fact] = {("Dora", "STEWARDS", "Panoramax"), ("ADEME", "FUNDS", "Panoramax")}
PAGE = "/communs/panoramax"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def bob(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "bob")


@pytest.fixture
def dora(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    """Who bears Panoramax."""
    add_user(db, "dora@example.invalid", "Dora Exemple (personne inventée)", PASSWORD, person=ids["Dora"])
    client = app.test_client()
    send(client, "/connexion", {"email": "dora@example.invalid", "password": PASSWORD})
    return client


def say(client: FlaskClient, text: str, about: str = "commun-panoramax", **more: str) -> str:
    """Says something from the page; the id of the thread."""
    answer = send(client, f"/discussion/{about}", {"texte": text, "page": PAGE, **more})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location.partition("#")[2])


def act(client: FlaskClient, comment: str, geste: str, about: str = "commun-panoramax", **more: str) -> int:
    told = {"geste": geste, "page": PAGE, **more}
    return send(client, f"/discussion/{about}/{comment}", told, page="/compte").status_code


def link_of(db: Database) -> str:
    return str(db.read("MATCH ()-[r:FUNDS]->() RETURN r.id AS id")[0]["id"])


def user_of(db: Database, who: str) -> str:
    rows = db.read("MATCH (u:User) WHERE u.email STARTS WITH $who RETURN u.id AS id", who=who)
    return str(rows[0]["id"])


def test_a_member_asks_and_another_answers_on_the_record_s_page(
    bob: FlaskClient, dora: FlaskClient, ids: dict[str, str]
) -> None:
    assert "Personne n’a encore rien dit ici." in html(bob, PAGE)
    thread = say(bob, "La licence est-elle *sûre* ? <script>alert(1)</script>")
    say(dora, "Oui, depuis 2024.", fil=thread)
    page = html(bob, PAGE)
    assert "<em>sûre</em>" in page and "<script>alert" not in page and "Oui, depuis 2024." in page
    assert re.search(r'href="#discussion"[^>]*>Discussion<small>1</small>', page)
    assert "1 ouverte" in page and page.index("La licence") < page.index("Oui, depuis")


def test_a_link_has_its_discussion_too(bob: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    link = link_of(db)
    assert f'href="/discussion/{link}"' in html(bob, f"{PAGE}?discuter=1")
    say(bob, "De quel montant ?", link)
    assert "ADEME finance Panoramax" in html(bob, f"/discussion/{link}") and "De quel" in html(
        bob, f"/discussion/{link}"
    )
    assert "Sur ses liens" in html(bob, PAGE) and "De quel montant" not in html(bob, PAGE)


def test_who_is_named_is_written_to_and_finds_it_again(
    bob: FlaskClient, dora: FlaskClient, db: Database, site: Settings, box: Mailbox
) -> None:
    answer = send(bob, "/discussion/commun-panoramax", {"texte": "@Dora Exemple, qui tient ce lien ? @Personne"})
    assert "Dora Exemple" in html(bob, answer.location)
    work_once(db, site)
    (message,) = box.messages
    assert message["To"] == "dora@example.invalid" and "qui tient ce lien" in text_of(message)
    assert "Bob vous nomme à propos de Panoramax" in str(message["Subject"])
    assert "/discussion/commun-panoramax#c-" in text_of(message)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "qui tient ce lien" in html(dora, "/discussions")


def test_who_began_a_thread_is_told_of_an_answer_unless_they_stopped_these_letters(
    app: Flask, bob: FlaskClient, dora: FlaskClient, db: Database, site: Settings, box: Mailbox
) -> None:
    thread = say(bob, "Une question ?")
    say(dora, "Une réponse.", fil=thread)
    work_once(db, site)
    (message,) = box.messages
    assert message["To"] == "bob@example.invalid" and "Une réponse." in text_of(message)
    stop = message["List-Unsubscribe"].strip("<>").partition(":80")[2]
    assert app.test_client().post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    say(dora, "Encore, @Bob.", fil=thread)
    work_once(db, site)
    assert len(box.messages) == 1


def test_nobody_is_told_of_what_they_may_not_see(
    app: Flask, bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    alice = signed_in(app, db, "alice")
    say(alice, "@Bob, regarde.", ids["Secret"])
    work_once(db, site)
    assert box.messages == [] and "regarde" not in html(bob, "/discussions")
    assert bob.get(f"/discussion/{ids['Secret']}").status_code == 404
    assert send(bob, f"/discussion/{ids['Secret']}", {"texte": "Moi aussi"}, page="/compte").status_code == 404


def test_names_are_read_to_their_longest(db: Database, ids: dict[str, str]) -> None:
    long = add_user(db, "a@example.invalid", "Zoé Martin (personne inventée)", PASSWORD).id
    short = add_user(db, "z@example.invalid", "Zoé", PASSWORD).id
    assert mentioned(db, "@Zoé Martin, dis-nous") == [long] and mentioned(db, "Oui @Zoé.") == [short]
    assert mentioned(db, "zoe@zoe.example, @Inconnue, @@Zoé") == []


def test_a_thread_is_resolved_and_opened_again_by_who_keeps_the_record(
    bob: FlaskClient, dora: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    thread = say(bob, "À corriger ?")
    assert act(dora, thread, "regler") == 302
    page = html(bob, PAGE)
    assert "0 ouverte" in page and "Réglée par Dora" in page and "À corriger" in page
    assert act(bob, thread, "rouvrir") == 302 and "1 ouverte" in html(bob, PAGE)
    theirs = say(dora, "Une autre")
    assert act(bob, theirs, "regler") == 404


def test_one_s_own_words_are_written_anew_and_taken_away_with_a_trace(
    bob: FlaskClient, dora: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    thread = say(bob, "Première version")
    assert act(bob, thread, "modifier", texte="Deuxième version") == 302
    assert "Deuxième version" in html(dora, PAGE) and "modifié" in html(dora, PAGE)
    assert act(dora, thread, "modifier", texte="À ma place") == 404
    assert act(dora, thread, "retirer", pourquoi="Je n’aime pas") == 404
    assert act(bob, thread, "retirer") == 302
    page = html(dora, PAGE)
    assert "Deuxième version" not in page and "Retiré par Bob." in page
    assert db.read("MATCH (c:Comment) RETURN c.text AS text") == [{"text": None}]


def test_a_facilitator_takes_away_what_somebody_wrote_with_a_reason(
    app: Flask, bob: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    thread, alice = say(bob, "Une publicité"), signed_in(app, db, "alice")
    assert act(alice, thread, "retirer") == 422
    assert act(alice, thread, "retirer", pourquoi="Hors sujet") == 302
    assert "Retiré par Alice : Hors sujet" in html(bob, PAGE) and "publicité" not in html(bob, PAGE)


def test_wrong_words_name_their_field_and_are_kept(bob: FlaskClient, ids: dict[str, str]) -> None:
    page = "/discussion/commun-panoramax"
    assert "écrivez une phrase" in send(bob, page, {"texte": "  "}).get_data(as_text=True)
    long = send(bob, page, {"texte": "long " * 1001})
    assert long.status_code == 422 and "5000 caractères au plus" in long.get_data(as_text=True)
    assert "long long long" in long.get_data(as_text=True)
    assert act(bob, say(bob, "Moi"), "mordre") == 422
    assert send(bob, page, {"texte": "Réponse", "fil": "c-rien"}).status_code == 404


def test_who_has_no_account_reads_nothing_of_it(app: Flask, bob: FlaskClient, ids: dict[str, str]) -> None:
    say(bob, "Entre membres")
    anybody = app.test_client()
    assert "Entre membres" not in html(anybody, PAGE) and "Discussion" not in html(anybody, PAGE)
    assert anybody.get("/discussion/commun-panoramax").location.startswith("/connexion")


def test_what_is_hidden_later_takes_its_discussion_along(bob: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    thread = say(bob, "Avant")
    version = records(db, [ids["Panoramax"]])[ids["Panoramax"]].version
    change_record(db, SYSTEM, ids["Panoramax"], version, {"visibility": "private"}, Operation("alice"))
    assert bob.get("/discussion/commun-panoramax").status_code == 404 and "Avant" not in html(bob, "/discussions")
    assert act(bob, thread, "modifier", texte="Après") == 404


def test_a_record_that_became_another_keeps_what_was_said(db: Database, ids: dict[str, str], bob: FlaskClient) -> None:
    say(bob, "Sur l’ancienne", ids["ADEME"])
    other = graph_of(db, set(), {"ADEME bis": "Organisation"})["ADEME bis"]
    merge(db, SYSTEM, other, ids["ADEME"], (), Operation("alice"))
    assert "Sur l’ancienne" in html(bob, f"/discussion/{other}")


def test_who_leaves_takes_their_words_away_as_data_and_leaves_them_without_name(
    app: Flask, bob: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    say(bob, "Mes mots")
    kept = json.loads(bob.get("/compte/mes-donnees.json").get_data(as_text=True))
    assert [each["text"] for each in kept["comments"]] == ["Mes mots"]
    delete_account(db, user_of(db, "bob"))
    page = html(signed_in(app, db, "carole"), PAGE)
    assert "Mes mots" in page and "compte supprimé" in page and "Bob" not in page.split("<main")[1]


def test_nothing_said_is_read_by_scanning(db: Database, ids: dict[str, str]) -> None:
    write(db, BOB, ids["Panoramax"], "Une phrase")
    watched = no_scans(db, 300)
    for viewer in (ALICE, BOB):
        assert len(comments.threads(watched, viewer, ids["Panoramax"])) == 1
        assert comments.threads(watched, viewer, link_of(db)) == []
        assert len(comments.mine(watched, viewer)) == 1
    assert comments.threads(watched, CHARLIE, ids["Panoramax"]) == []
