"""Promises of a committee's use cases: cards with who, what for and what helps, searched, and nothing hidden."""

from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.use_cases import gallery
from tests.graph.plans import no_scans
from tests.graph.tuples import CHARLIE, Fact, Kinds, graph_of
from tests.people import signed_in
from tests.reading import text, texts

PAGE = "/communautes/comite/cas-d-usage"
KINDS: Kinds = {
    "Comité": "Community", "Groupe": "Community", "Brest": "Organisation", "Ailleurs": "Organisation",
    "Trottoirs": ("UseCase", {"problem": "On ne passe pas en fauteuil.", "stage": "tried", "status": "in_use"}),
    "Éclairage": ("UseCase", {"status": "idea"}), "Nuit": "UseCase", "Étranger": "UseCase",
    "Réservé": ("UseCase", {"visibility": "private"}), "Largeurs": "Dataset", "Relevé": "Need",
    "Panoramax": "Commons", "Compter": "Action", "Caché": ("Organisation", {"visibility": "private"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Groupe", "PART_OF", "Comité"), ("Brest", "MEMBER_OF", "Comité"), ("Brest", "EXPRESSES", "Trottoirs"),
    ("Caché", "EXPRESSES", "Trottoirs"), ("Brest", "EXPRESSES", "Réservé"), ("Groupe", "EXPRESSES", "Éclairage"),
    ("Ailleurs", "EXPRESSES", "Étranger"), ("Brest", "LEADS", "Compter"), ("Compter", "REALISES", "Nuit"),
    ("Trottoirs", "USES", "Largeurs"), ("Trottoirs", "NEEDS", "Relevé"), ("Panoramax", "MEETS", "Relevé"),
}  # fmt: skip


def names(client: FlaskClient, query: str = "") -> list[str]:
    return texts(client.get(PAGE + query), ".case-card h2")


def test_each_card_says_who_what_for_and_what_helps(app: Flask, db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    client = app.test_client()
    assert names(client) == ["Éclairage", "Nuit", "Trottoirs"], "its members', its groups', its actions'"
    card = text(client.get(PAGE), "#usage-trottoirs")
    for told in ("Essayé", "On ne passe pas", "Exprimé par : Brest", "A besoin de : Relevé", "Largeurs", "Panoramax"):
        assert told in card, told
    assert "Compter" in text(client.get(PAGE), "#usage-nuit")
    assert "Idée" in text(client.get(PAGE), "#usage-eclairage"), "the scale of all records, where it says the same"
    assert PAGE in client.get("/communautes/comite/comite").text


def test_words_and_stage_narrow_it(app: Flask, db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    client = app.test_client()
    assert names(client, "?q=fauteuil") == ["Trottoirs"] and names(client, "?q=ECLAIR") == ["Éclairage"]
    assert names(client, "?etat=tried") == ["Trottoirs"] and names(client, "?etat=unsaid") == ["Nuit"]
    assert names(client, "?etat=idea&q=fauteuil") == []
    assert "Aucun cas d’usage ne répond" in text(client.get(f"{PAGE}?q=fauteuil&etat=idea"), "main")
    assert "n’existe pas" in text(client.get(f"{PAGE}?etat=autre"), "main") and len(names(client, "?etat=autre")) == 3


def test_what_is_hidden_is_on_no_card_nor_counted(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    page = app.test_client().get(PAGE)
    assert "Réservé" not in page.text and "Caché" not in page.text
    assert sum(gallery(db, CHARLIE, ids["Comité"]).counts.values()) == 3
    assert "Réservé" in signed_in(app, db, "alice").get(PAGE).text


def test_who_animates_begins_one_from_the_template(app: Flask, db: Database) -> None:
    ids = graph_of(db, set(), {"Comité": "Community"})
    page = signed_in(app, db, "alice").get(PAGE)
    assert f"/notes/nouvelle?modele=cas-d-usage&amp;avec={ids['Comité']}" in page.text
    visitor = app.test_client().get(PAGE)
    assert "Aucun cas d’usage encore" in text(visitor, "main") and "Recueillir" not in text(visitor, "main")
    assert app.test_client().get("/communautes/inconnue/cas-d-usage").status_code == 404


def test_the_question_reads_no_whole_network(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    gallery(no_scans(db, crowd=300), CHARLIE, ids["Comité"], "fauteuil")
