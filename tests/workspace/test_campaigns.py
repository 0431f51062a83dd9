"""Promises of campaigns: who gets what is seen before, each letter leaves once, one button answers, silence is told."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import campaigns
from graph.database import Database
from graph.settings import Settings
from graph.states import records
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import PASSWORD, send, signed_in

UNTIL = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
MESSAGE = {"subject": "Toujours vrai ?", "message": "Bonjour,\n\nUn regard suffit.", "until": UNTIL, "every": "7"}
KINDS: Kinds = {
    "Zoé": ("Person", {"email": "zoe@example.invalid"}), "Léo": ("Person", {"email": "leo@example.invalid"}),
    "Ana": "Person", "Panoramax": "Commons", "OpenBeta": "Commons", "Trottoirs": "Commons", "Orphelin": "Commons",
    "Appel à communs": "Community", "Candidature": "Application",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Zoé", "STEWARDS", "Panoramax"), ("Zoé", "STEWARDS", "OpenBeta"), ("Léo", "STEWARDS", "Trottoirs"),
    ("Ana", "STEWARDS", "Orphelin"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, {name: kind for name, kind in KINDS.items() if kind not in ("Community", "Application")})


@pytest.fixture
def alice(app: Flask, db: Database) -> FlaskClient:
    return signed_in(app, db, "alice")


def drafted(client: FlaskClient, query: str = "liste=communs", **told: str) -> str:
    answer = send(client, f"/campagnes/nouvelle?{query}", {**MESSAGE, "open": "1", **told})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def sent(client: FlaskClient, address: str) -> None:
    seen = re.search(r'name="vu" value="(\w+)"', client.get(address).text)
    assert seen
    answer = send(client, f"{address}/envoyer", {"vu": seen[1]}, page=address)
    assert answer.status_code == 302


def act(client: FlaskClient, address: str, path: str, **data: str) -> int:
    return send(client, f"{address}/{path}", data, page="/campagnes/nouvelle?liste=communs").status_code


def later(db: Database, site: Settings, sort: str = "campaign") -> None:
    """Its day has come: the work in the background is done, and then the letters that it queued."""
    db.write("MATCH (job:Job {sort: $sort}) WHERE job.ready_at > 0 SET job.ready_at = 0", sort=sort)
    work_once(db, site)
    work_once(db, site)


def to(box: Mailbox, email: str) -> list[str]:
    return [text_of(message) for message in box.messages if message["To"] == email]


def links(text: str) -> list[str]:
    return re.findall(r"https?://[^/\s]+(/revue/lien/[\w-]+)\r?$", text, re.M)


def test_nothing_leaves_before_it_was_seen_who_gets_what(
    alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address = drafted(alice)
    html = alice.get(address).text
    assert "2 lettres" in html and "z…@example.invalid" in html and "zoe@example.invalid" not in html
    assert "pas d’adresse connue" in html and "Toujours vrai ?" in html and "Un regard suffit." in html
    work_once(db, site)
    assert box.messages == []
    sent(alice, address)
    work_once(db, site)
    assert sorted(box.recipients) == ["leo@example.invalid", "zoe@example.invalid"]
    (zoe,) = to(box, "zoe@example.invalid")
    assert "Panoramax" in zoe and "OpenBeta" in zoe and len(links(zoe)) == 2
    assert "leo@" not in zoe and "Trottoirs" not in zoe


def test_a_list_that_changed_since_it_was_seen_is_shown_again(
    alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address = drafted(alice)
    send(alice, f"{address}/envoyer", {"vu": "autre"}, page=address)
    assert "La liste a changé" in alice.get(address).text
    work_once(db, site)
    assert box.messages == []


def test_somebody_left_out_gets_nothing_and_is_taken_in_again(alice: FlaskClient, ids: dict[str, str]) -> None:
    address, key = drafted(alice), f"{ids['Trottoirs']}|{ids['Léo']}"
    act(alice, address, "ecarter", cle=key, geste="ecarter")
    html = alice.get(address).text
    assert "une lettre" in html and "écarté par vous" in html
    act(alice, address, "ecarter", cle=key, geste="reprendre")
    assert "2 lettres" in alice.get(address).text


def test_a_filter_of_the_list_is_kept(alice: FlaskClient, ids: dict[str, str]) -> None:
    address = drafted(alice, "liste=communs&q=Trottoirs")
    html = alice.get(address).text
    assert "/communs/trottoirs" in html and "/communs/panoramax" not in html and "une lettre" in html


def test_one_button_from_the_letter_confirms_and_reading_confirms_nothing(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address = drafted(alice)
    sent(alice, address)
    work_once(db, site)
    (letter,) = to(box, "leo@example.invalid")
    (link,) = links(letter)
    assert f"{link}/confirmer" in letter
    leo = app.test_client()
    html = leo.get(f"{link}/confirmer").text
    assert len(re.findall('<button class="btn btn-primary" name="geste"', html)) == 1
    assert "reviewed_at" not in records(db, [ids["Trottoirs"]])[ids["Trottoirs"]].state
    assert "Page ouverte" in alice.get(address).text
    assert send(leo, link, {"geste": "rien"}, page=f"{link}/confirmer").status_code == 302
    assert records(db, [ids["Trottoirs"]])[ids["Trottoirs"]].state["reviewed_at"]
    html = alice.get(address).text
    assert "A confirmé" in html and "1 réponse sur 3" in html


def test_a_change_is_marked_until_a_facilitator_looked_at_it(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address = drafted(alice)
    sent(alice, address)
    work_once(db, site)
    (link,) = links(to(box, "leo@example.invalid")[0])
    send(app.test_client(), link, {"geste": "corriger", "champ": "licence", "licence": "ODbL-1.0"})
    html = alice.get(address).text
    assert "to-review" in html and "/communs/trottoirs/historique" in html
    ask = re.findall(r"/demandes/([\w-]+)/vue", html)[0]
    assert act(alice, address, f"demandes/{ask}/vue") == 302
    html = alice.get(address).text
    assert "to-review" not in html and "A modifié" in html
    csv = alice.get(f"{address}.csv").text
    assert "Trottoirs" in csv and "A modifié" in csv and "@" not in csv


def test_who_wants_no_more_letters_gets_none(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    sent(alice, drafted(alice))
    work_once(db, site)
    (message,) = (each for each in box.messages if each["To"] == "leo@example.invalid")
    stop = urlsplit(message["List-Unsubscribe"].strip("<>")).path
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = app.test_client()
    assert "Ne plus les recevoir" in stranger.get(stop).text
    later(db, site)
    assert len(to(box, "leo@example.invalid")) == 2
    assert stranger.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    later(db, site)
    assert len(to(box, "leo@example.invalid")) == 2
    assert "ne veut plus être écrit" in alice.get(drafted(alice)).text
    assert stranger.post(stop, data={"geste": "reprendre"}).status_code == 200
    assert "ne veut plus être écrit" not in alice.get(drafted(alice)).text
    assert stranger.post("/desabonner/faux").status_code == 404


def test_without_the_open_door_only_accounts_are_asked(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    add_user(db, "leo@example.org", "Léo", PASSWORD, "member", person=ids["Léo"])
    address = drafted(alice, open="")
    html = alice.get(address).text
    assert "une lettre" in html and "pas de compte" in html
    sent(alice, address)
    work_once(db, site)
    (letter,) = to(box, "leo@example.org")
    assert f"/revue/{ids['Trottoirs']}" in letter and links(letter) == []
    leo = app.test_client()
    send(leo, "/connexion", {"email": "leo@example.org", "password": PASSWORD})
    answer = leo.get(f"/revue/{ids['Trottoirs']}")
    assert answer.status_code == 200, answer.text
    send(leo, f"/revue/{ids['Trottoirs']}", {"geste": "rien"})
    assert "A confirmé" in alice.get(address).text


def test_the_links_of_a_campaign_can_be_taken_back(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address = drafted(alice)
    sent(alice, address)
    work_once(db, site)
    (link,) = links(to(box, "leo@example.invalid")[0])
    assert act(alice, address, "liens/retirer") == 302
    assert app.test_client().get(link).status_code == 404


def test_a_letter_to_a_group_hides_addresses_and_answers_go_to_who_wrote(
    alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address = drafted(alice, "liste=communs&demande=lettre", subject="Rencontre", until="", every="0")
    sent(alice, address)
    work_once(db, site)
    assert sorted(box.recipients) == ["leo@example.invalid", "zoe@example.invalid"]
    for message in box.messages:
        assert message["Reply-To"] == "alice@example.invalid" and message["Cc"] is None
        assert "/revue/" not in text_of(message)
    assert "Rencontre" in alice.get("/campagnes").text  # the trace


def test_wrong_words_are_told_and_kept(alice: FlaskClient, ids: dict[str, str]) -> None:
    answer = send(alice, "/campagnes/nouvelle?liste=communs", {**MESSAGE, "subject": " ", "until": "2020-01-01"})
    assert answer.status_code == 422
    assert "champ-subject-error" in answer.text and "champ-until-error" in answer.text
    assert "Un regard suffit." in answer.text
    assert alice.get("/campagnes/nouvelle?liste=rien").status_code == 404
    assert alice.get("/campagnes/nouvelle?liste=communs&etat=cassé").status_code == 422


def test_who_animates_nothing_may_not_write_and_others_do_not_read_one_s_campaigns(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    address, bob = drafted(alice), signed_in(app, db, "bob")
    assert bob.get("/campagnes").status_code == 403
    assert bob.get(address).status_code == 403
    assert app.test_client().get(address).status_code == 302
    assert [each.subject for each in campaigns.campaigns(db, SYSTEM)] == ["Toujours vrai ?"]


def test_who_animates_a_community_writes_to_what_is_in_it_and_no_further(
    app: Flask, db: Database, alice: FlaskClient
) -> None:
    ids = graph_of(db, {*FACTS, ("Nora", "ANIMATES", "Appel à communs"), ("Appel à communs", "STEWARDS", "Trottoirs")},
                   {**{n: k for n, k in KINDS.items() if n != "Candidature"}, "Nora": "Person"})  # fmt: skip
    add_user(db, "nora@example.org", "Nora", PASSWORD, "member", person=ids["Nora"])
    nora = app.test_client()
    send(nora, "/connexion", {"email": "nora@example.org", "password": PASSWORD})
    address = drafted(nora)
    html = nora.get(address).text
    assert "une lettre" in html and "/communs/trottoirs" in html and "/communs/panoramax" not in html
    theirs = drafted(alice)
    assert nora.get(theirs).status_code == 404
