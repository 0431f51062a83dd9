"""Promises of a year that is over: its roadmap is read as it was on its last day; today's is a step away."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import change_record, change_relation, create_relation
from graph.links import today
from graph.operations import Operation
from graph.roadmap_past import last_day, past_roadmap
from graph.states import records, relations
from graph.viewers import SYSTEM
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, CHARLIE, Fact, Kinds, graph_of
from tests.people import signed_in
from tests.reading import text

PAGE = "/communautes/comite/feuille-de-route/2024"
NOW = f"{PAGE}?etat=aujourd-hui"
KINDS: Kinds = {
    "Comité": "Community", "Feuille": ("Roadmap", {"year": "2024"}), "Voirie": "RoadmapTopic",
    "Compter": ("Action", {"status": "ongoing", "due": "2025-03", "progress": "40"}), "Région": "Organisation",
    "Ana": "Person", "Béa": "Person", "Autre": ("Action", {"status": "planned"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Comité", "HAS_ROADMAP", "Feuille"), ("Voirie", "PART_OF", "Feuille"), ("Compter", "PART_OF", "Voirie"),
    ("Autre", "PART_OF", "Voirie"), ("Ana", "LEADS", "Compter", "since=2023", "until=2025-06"),
    ("Région", "FUNDS", "Compter", "step=requested", "amount=1000", "since=2024"),
    ("Feuille", "PROVIDES_FOR", "Compter", "means=un capteur"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    """Written in 2024; since then the action was done, renamed, paid for, and given to somebody else."""
    ids = graph_of(db, FACTS, KINDS)
    db.write("MATCH (c:Change) WHERE c.seq > 0 SET c.at = '2024-05-02T10:00:00Z'")
    change(db, ids["Compter"], name="Compter les vélos", status="done", due="2026-03", progress="100")
    for type, told in (("FUNDS", {"step": "paid", "amount": "900"}), ("PROVIDES_FOR", {"means": "deux capteurs"})):
        (link,) = (row["id"] for row in db.read(f"MATCH ()-[r:{type}]->() RETURN r.id AS id"))
        change_relation(db, SYSTEM, link, relations(db, [link])[link].version, told, Operation("alice"))
    create_relation(db, SYSTEM, "LEADS", ids["Béa"], ids["Compter"], {}, Operation("alice"))
    return ids


def change(db: Database, id: str, **told: str) -> None:
    change_record(db, SYSTEM, id, records(db, [id])[id].version, told, Operation("alice"))


def said(client: FlaskClient, address: str) -> str:
    return " ".join(text(client.get(address), "main").split()).replace("\u202f", " ").replace("\u00a0", " ")


def test_its_lines_are_as_they_were_on_its_last_day_and_it_says_so(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    for address in (PAGE, f"{PAGE}/publique"):
        page = said(app.test_client(), address)
        for told in ("telles qu’elles étaient le 31 décembre 2024", "Compter", "mars 2025", "40 %", "1 000 €",
                     "demandé", "un capteur", "Ana"):  # fmt: skip
            assert told in page, (address, told)
        for later in ("les vélos", "deux capteurs", "Béa", "versé"):
            assert later not in page, (address, later)
        assert page.count("en retard") == page.count("0 en retard"), "late is told of that day"
        now = said(app.test_client(), f"{address}?etat=aujourd-hui")
        for told in ("telles qu’elles sont aujourd’hui", "Compter les vélos", "deux capteurs", "Béa", "versé", "100 %"):
            assert told in now, (address, told)
        assert "Ana" not in now and address in app.test_client().get(f"{address}?etat=aujourd-hui").text


def test_what_is_written_for_it_afterwards_is_told_as_on_the_day_on_which_it_was(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    db.write("MATCH (c:Change {record: $id}) WHERE c.seq > 0 AND c.action = 'create' SET c.at = '2025-01-20T10:00:00Z'",
             id=ids["Autre"])  # fmt: skip
    change(db, ids["Autre"], status="done")
    assert {line.record.name: line.record.status for line in past_roadmap(db, ALICE, ids["Comité"], "2024").lines} == {
        "Compter": "ongoing", "Autre": "planned"
    }  # fmt: skip
    assert "Une ligne n’a été notée qu’ensuite" in said(app.test_client(), PAGE)


def test_this_years_is_told_as_it_is(app: Flask, db: Database, ids: dict[str, str]) -> None:
    change(db, ids["Feuille"], year=today()[:4])
    page = said(app.test_client(), f"/communautes/comite/feuille-de-route/{today()[:4]}")
    assert "Compter les vélos" in page and "telles qu’elles" not in page
    assert last_day(today()[:4]) == "" and last_day("2024") == "2024-12-31"


def test_what_one_may_not_read_of_the_past_is_not_told_by_it(app: Flask, db: Database, ids: dict[str, str]) -> None:
    change(db, ids["Autre"], name="Nom réservé", visibility="private")
    change(db, ids["Autre"], name="Nom public", visibility="public")
    change(db, ids["Autre"], status="done")
    assert "Nom réservé" not in said(app.test_client(), PAGE) and "Nom public" in said(app.test_client(), PAGE)
    assert "Nom réservé" not in str(past_roadmap(db, CHARLIE, ids["Comité"], "2024"))
    assert app.test_client().get("/communautes/comite/feuille-de-route/2023").status_code == 404


def test_who_writes_changes_it_as_it_is_today(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    assert f"{PAGE}/lignes/{ids['Compter']}" in alice.get(PAGE).text
    assert "Compter les vélos" in said(alice, f"{PAGE}/lignes/{ids['Compter']}") or (
        'value="Compter les vélos"' in alice.get(f"{PAGE}/lignes/{ids['Compter']}").text)  # fmt: skip


def test_the_question_reads_no_whole_network(db: Database, ids: dict[str, str]) -> None:
    past_roadmap(no_scans(db, crowd=300), CHARLIE, ids["Comité"], "2024")
