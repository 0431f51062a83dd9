"""Promises of the first page and of what has just changed: a glance that tells nothing hidden."""

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.applications import application
from tests.graph.tuples import graph_of
from tests.people import signed_in
from tests.reading import found, links, text, texts

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
ATOM = "{http://www.w3.org/2005/Atom}"


def story(db: Database) -> dict[str, str]:
    """A small network that answers each sort of example question, with one record and one link hidden."""
    return graph_of(
        db,
        {
            ("IGN", "STEWARDS", "Panoramax", "since=2022", "source=ign.fr"),
            ("ADEME", "FUNDS", "Panoramax", "since=2023"),
            ("Panoramax", "SERVES", "Connaître la voirie", "how=monitors", "source=convention"),
            ("ADEME", "FUNDS", "Secret", "since=2024"),
            ("Ville", "APPROACHED", "Carte des bancs", "visibility=private"),
        },
        {
            "IGN": "Organisation", "ADEME": "Organisation", "Ville": "Organisation", "Panoramax": "Commons",
            "Connaître la voirie": ("Policy", {"level": "mesure"}), "Carte des bancs": "Challenge",
            "Pièces manquantes": ("Need", {"status": "not_covered"}),
            "Secret": ("Project", {"visibility": "private"}),
        },
    )  # fmt: skip


def family_counts(answer: object) -> dict[str, int]:
    names, counts = texts(answer, ".families h3 a"), texts(answer, ".families h3 .number")  # type: ignore[arg-type]
    return dict(zip(names, map(int, counts), strict=True))


def test_home_counts_each_family_and_the_share_of_sourced_links(client: FlaskClient, db: Database) -> None:
    story(db)
    answer = client.get("/")
    assert family_counts(answer)["Acteurs"] == 3
    assert family_counts(answer)["Communs numériques"] == 1
    assert "7 fiches, 3 liens, dont 67 % avec une source" in text(answer, "main")


def test_counts_are_those_of_what_the_reader_may_see(app: Flask, db: Database) -> None:
    story(db)
    alice, bob, charlie = signed_in(app, db, "alice"), signed_in(app, db, "bob"), app.test_client()
    assert [family_counts(who.get("/"))["Travaux"] for who in (alice, bob, charlie)] == [1, 0, 0]
    assert "5 liens" in text(alice.get("/"))
    assert "3 liens" in text(bob.get("/"))


def test_every_example_question_has_an_answer(client: FlaskClient, db: Database) -> None:
    story(db)
    answer = client.get("/")
    assert "Qu’est-ce qui sert « Connaître la voirie » ?" in texts(answer, ".examples a")
    assert "Quels besoins ne sont couverts par rien ?" in texts(answer, ".examples a")
    for url in links(answer, ".examples a"):
        assert client.get(url).status_code == 200, url


def test_the_picture_is_drawn_once_there_is_a_network_to_see(client: FlaskClient, db: Database) -> None:
    graph_of(db, {("A", "PARTNERS", "B")}, {"A": "Organisation", "B": "Organisation"})
    assert not found(client.get("/"), ".hero-picture")
    names = [f"Organisation {n}" for n in range(8)]
    facts = {(a, "PARTNERS", b) for a, b in pairwise(names)}
    graph_of(db, facts, dict.fromkeys(names, "Organisation"))
    assert len(found(client.get("/"), ".hero-picture use")) == 10


def test_an_empty_network_says_what_to_do_to_whom_it_may_concern(app: Flask, db: Database) -> None:
    alice, bob, charlie = signed_in(app, db, "alice"), signed_in(app, db, "bob"), app.test_client()
    assert "Créer une fiche" in texts(alice.get("/"), ".actions a")
    assert "Demandez-lui" in text(bob.get("/")) and "Créer une fiche" not in text(bob.get("/"))
    assert "connectez-vous" in text(charlie.get("/"))


def test_a_network_where_all_is_hidden_looks_empty_from_outside(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {"Secret": ("Project", {"visibility": "private"})})
    assert "rien à lire" in text(client.get("/"))
    assert "Secret" not in client.get("/").get_data(as_text=True)


def test_what_changed_is_told_in_sentences_that_lead_to_the_records(client: FlaskClient, db: Database) -> None:
    story(db)
    answer = client.get("/nouveautes")
    assert "/communs/panoramax" in links(answer, ".feed a")
    assert any("IGN porte Panoramax" in told for told in texts(answer, ".feed li"))


def test_changes_of_what_is_hidden_are_told_to_nobody_who_may_not_see_it(app: Flask, db: Database) -> None:
    story(db)
    alice, bob, charlie = signed_in(app, db, "alice"), signed_in(app, db, "bob"), app.test_client()
    for path in ("/", "/nouveautes"):
        assert "Secret" in alice.get(path).get_data(as_text=True)
        for who in (bob, charlie):
            assert "Secret" not in who.get(path).get_data(as_text=True)


def test_the_feed_has_whole_addresses_and_only_what_is_public_whoever_asks(db: Database, tmp_path: Path) -> None:
    story(db)
    app = application(tmp_path, db, base_url="https://reseau.example")
    alice = signed_in(app, db, "alice")
    answer = alice.get("/nouveautes.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.get_data(as_text=True))
    addresses = [link.attrib["href"] for link in feed.iter(f"{ATOM}link")]
    assert addresses and all(address.startswith("https://reseau.example/") for address in addresses)
    assert len({id.text for id in feed.iter(f"{ATOM}id")}) == len(list(feed.iter(f"{ATOM}id")))
    assert "Secret" not in answer.get_data(as_text=True)


def test_changes_are_read_page_by_page(client: FlaskClient, db: Database) -> None:
    for n in range(35):
        graph_of(db, set(), {f"Organisation {n}": "Organisation"})
    first = client.get("/nouveautes")
    [older] = links(first, ".pages a")
    second = client.get(older)
    assert len(texts(first, ".feed li")) == 30 and len(texts(second, ".feed li")) == 5
    assert not set(texts(first, ".feed li")) & set(texts(second, ".feed li"))
    assert client.get("/nouveautes?avant=hier").status_code == 422


def test_a_hostile_name_is_only_text(app: Flask, db: Database) -> None:
    graph_of(
        db, {(HOSTILE, "FUNDS", "Bien", f"source={HOSTILE}", f"note={HOSTILE}")},
        {HOSTILE: ("Organisation", {"summary": HOSTILE}), "Bien": ("Commons", {"description": HOSTILE})},
    )  # fmt: skip
    for who in (app.test_client(), signed_in(app, db, "alice")):
        for path in ("/", "/nouveautes", "/annuaire"):
            html = who.get(path).get_data(as_text=True)
            assert "<script>alert" not in html and "<img src=x" not in html
    feed = ElementTree.fromstring(app.test_client().get("/nouveautes.atom").data)
    assert HOSTILE in "".join(feed.itertext())


def test_the_directory_counts_every_kind(client: FlaskClient, db: Database) -> None:
    story(db)
    answer = client.get("/annuaire")
    told = dict(zip(texts(answer, ".directory li > :first-child"), texts(answer, ".directory li .number"), strict=True))
    assert told["Organisations"] == "3" and told["Défis"] == "1" and told["Projets"] == "0"
    for url in links(answer, ".directory a"):
        assert client.get(url).status_code == 200, url
