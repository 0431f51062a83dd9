"""Promises of rights: each address, for each sort of person; a new one fails until someone says who it is for."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import change_record, change_relation
from graph.operations import Operation
from graph.states import records, relations
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.people import PASSWORD
from tests.who_may import DOORS, ITS_WRITERS, PEOPLE, QUERY, TABLE

KINDS: Kinds = {
    "Dora": "Person", "Émile": "Person", "Panoramax": "Commons", "OpenBeta": "Commons", "Plan": "Policy",
    "Choisir": "Decision", "Comité": "Community", "Plénière": "Meeting", "Mètres": "Indicator", "Réunion": "Note",
    "Cachée aux autres": ("Commons", {"visibility": "private"}),
    "Feuille": ("Roadmap", {"year": "2026"}), "Voirie": "RoadmapTopic", "Compter": "Action",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Dora", "STEWARDS", "Panoramax"), ("Émile", "STEWARDS", "OpenBeta"),
    ("Comité", "HAS_ROADMAP", "Feuille"), ("Voirie", "PART_OF", "Feuille"), ("Compter", "PART_OF", "Voirie"),
    ("Panoramax", "SERVES", "Plan", "declared_by=actor"), ("Mètres", "MEASURES", "Panoramax"),
}  # fmt: skip


@pytest.fixture
def ids(app: Flask, db: Database) -> dict[str, str]:
    app.config["WTF_CSRF_ENABLED"] = False  # each form has its token: test_markup and test_imports ask for it
    ids = graph_of(db, FACTS, KINDS)
    for who, role, person in (
        ("member", "member", None), ("other", "member", ids["Émile"]), ("bearer", "member", ids["Dora"]),
        ("facilitator", "facilitator", None), ("administrator", "administrator", None),
    ):  # fmt: skip
        add_user(db, f"{who}@example.invalid", who.title(), PASSWORD, role, person=person)
    return ids


def client_of(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    if who != "anonymous":
        answer = client.post("/connexion", data={"email": f"{who}@example.invalid", "password": PASSWORD})
        assert answer.status_code == 302
    return client


def names(db: Database, ids: dict[str, str], about: str = "Panoramax") -> dict[str, str]:
    """What stands for each name of an address."""
    link = db.read("MATCH ()-[r:SERVES]->() RETURN r.id AS id")[0]["id"]
    id = ids[about]
    seq = str(db.read("MATCH (c:Change {record: $id, subject: 'record'}) RETURN min(c.seq) AS seq", id=id)[0]["seq"])
    return {
        "id": id, "slug": id.removeprefix("commun-"), "policy": "plan", "policy_id": ids["Plan"], "link": link,
        "community": "comite", "meeting": "pleniere", "year": "2026", "action": "action-compter", "point": "rien",
        "op": "rien", "key": "rien", "seq": seq, "proposal": "rien", "kind": "actualites", "page": "recherche",
        "token": "rien", "run": "rien", "ask": "rien", "call": "appel", "vocabulary": "licence", "name": "rien",
        "indicator": "metres", "note": "reunion", "template": "visite",
        "hash": "rien", "amendment": "rien", "share": "rien",
        "form": "pdf", "decision": "choisir", "snapshot": "rien", "piece": "rien",
        "job": "rien", "comment": "rien", "file": "rien", "view": "rien", "entry": "rien",
        "list": "fiches-isolees", "worklist": "isolated",
    }  # fmt: skip


def address(path: str, names: dict[str, str]) -> str:
    return (path + QUERY.get(path, "")).format(**names)


def refused(client: FlaskClient, method: str, path: str) -> bool:
    """Sent to the door, or told that it is not for them."""
    answer = client.open(path, method=method, data={"role": "member"} if method == "POST" else None)
    door = answer.status_code == 302 and answer.location.startswith("/connexion")
    return door or answer.status_code in (401, 403)


def test_every_address_says_who_it_is_for(app: Flask) -> None:
    words = {"slug": "{slug}", "page": "{page}", "kind_url": "{kind}", "op": "{op}", "id": "{id}"}
    found = set()
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<any\([^>]*\):place>", "communs", rule.rule)
        path = re.sub(r"<(?:int:)?(\w+)>", lambda name: words.get(name[1], f"{{{name[1]}}}"), path)
        path = path.replace("/politiques/{slug}/", "/politiques/{policy}/").replace("/liens/{id}/", "/liens/{link}/")
        path = path.replace("/decisions/{slug}/", "/decisions/{decision}/").replace(
            "/reunions/{slug}", "/reunions/{meeting}"
        )
        path = path.replace("/communautes/{slug}/", "/communautes/{community}/")
        path = path.replace("/appels/{slug}/", "/appels/{call}/").replace("/a-traiter/{url}", "/a-traiter/{list}")
        path = path.replace("/indicateurs/{slug}/", "/indicateurs/{indicator}/")
        path = path.replace("/notes/{slug}/", "/notes/{note}/").replace("/modeles/{id}", "/modeles/{template}")
        path = re.sub(r"<any\([^>]*\):form>", "{form}", path).replace("/notes/{slug}.", "/notes/{note}.")
        path = path.replace("/worklists/{name}", "/worklists/{worklist}")
        path = re.sub(r"/propositions/{id}$", "/propositions/{proposal}", path)
        found |= {(method, path) for method in rule.methods or () if method not in ("HEAD", "OPTIONS")}
    assert found - {("GET", "/static/dist/<path:filename>")} == set(TABLE)


@pytest.mark.parametrize("who", PEOPLE)
def test_each_address_answers_those_it_is_for_and_no_others(
    app: Flask, db: Database, ids: dict[str, str], who: str
) -> None:
    client = client_of(app, who)
    sample = names(db, ids)
    wrong = []
    for (method, path), audience in TABLE.items():
        if path in DOORS:
            continue
        if refused(client, method, address(path, sample)) is (who in audience):
            wrong.append(f"{method} {path}")
    assert wrong == []


@pytest.mark.parametrize("who", ["anonymous", "member", "other"])
def test_a_hidden_record_is_told_at_no_address(app: Flask, db: Database, ids: dict[str, str], who: str) -> None:
    client = client_of(app, who)
    sample = names(db, ids, "Cachée aux autres")
    asked = [address(path, sample) for (method, path), _ in TABLE.items() if method == "GET"]
    asked += ["/recherche?q=Cachée", "/recherche/suggestions?q=Cach", "/api/v1/entities?q=cachee"]
    # A workbook is packed: what it may hold is promised beside its own page (test_means, test_funding).
    told = [path for path in asked if "Cachée aux autres" in client.get(path).data.decode(errors="replace")]
    assert told == []


def test_a_bearer_who_was_put_aside_writes_no_more(app: Flask, db: Database, ids: dict[str, str]) -> None:
    dora = client_of(app, "bearer")
    page = f"/modifier/{ids['Panoramax']}"
    assert dora.get(page).status_code == 200
    id = db.read("MATCH (:Person)-[r:STEWARDS]->({name: 'Panoramax'}) RETURN r.id AS id")[0]["id"]
    change_relation(db, SYSTEM, id, relations(db, [id])[id].version, {"standing": "contested"}, Operation("alice"))
    assert dora.get(page).status_code == 403


def test_what_a_bearer_reads_of_their_private_record_others_do_not(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    version = records(db, [ids["Panoramax"]])[ids["Panoramax"]].version
    change_record(db, SYSTEM, ids["Panoramax"], version, {"visibility": "private"}, Operation("alice"))
    codes = {who: client_of(app, who).get("/communs/panoramax").status_code for who in PEOPLE}
    assert {who for who, code in codes.items() if code == 200} == ITS_WRITERS
    assert {code for code in codes.values() if code != 200} == {404}
