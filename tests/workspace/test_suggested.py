"""Promises of the page of suggested links: approved or refused one by one or together, undone; nothing hidden."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.users import add_user
from tests.graph.test_suggested import FACTS, RECORDS
from tests.graph.tuples import graph_of
from tests.people import PASSWORD, send, signed_in

PAGE = "/liens-suggeres"
LINKS = """
MATCH (a:Entity)-[r]->(b:Entity) WHERE r.source STARTS WITH 'Suggestion'
RETURN a.name AS one, type(r) AS type, b.name AS other, r.source AS source, r.declared_by AS by, r.standing AS standing
ORDER BY one, other
"""


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS | {("Zoé", "STEWARDS", "Rue")}, {**RECORDS, "Zoé": "Person"})


@pytest.fixture
def alice(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "alice")


def bearer(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    add_user(db, "zoe@example.invalid", "Zoé", PASSWORD, "member", person=ids["Zoé"])
    client = app.test_client()
    send(client, "/connexion", {"email": "zoe@example.invalid", "password": PASSWORD})
    return client


def panel(client: FlaskClient, id: str) -> str:
    """What a record's page asks for by itself."""
    html = client.get(f"{PAGE}/de/{id}", headers={"HX-Request": "true"}).text
    return unescape(html).replace("\u00a0", " ").replace("\u202f", " ")


def key(ids: dict[str, str], one: str, other: str) -> str:
    return "|".join(sorted((ids[one], ids[other])))


def text(client: FlaskClient, path: str) -> str:
    return unescape(client.get(path).text).replace("\u00a0", " ").replace("\u202f", " ")


def test_each_pair_is_shown_with_its_reason_and_the_links_allowed(alice: FlaskClient) -> None:
    html = text(alice, PAGE)
    assert "Mots rares en commun : « Comptages », « boucles », « vélos »." in html
    assert "Thèmes en commun : Eau, Voirie." in html
    assert "Comptages cyclables contribue à Compter les vélos aux boucles" in html
    assert "L’un nomme dans son texte ce qui identifie l’autre : « git.example/carte »." in html


def test_one_is_approved_with_its_reason_as_source_and_undone(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    answer = send(alice, PAGE, {"un": f"approuver {key(ids, 'Rue', 'Lac')}"})
    assert answer.location == PAGE
    said = re.search(r'id="status".*?</form>', alice.get(PAGE).text, re.DOTALL)
    assert said and "Lien posé." in said[0] and 'action="/annuler/edit-' in said[0] and "C’est fait" not in said[0]
    [link] = db.read(LINKS)
    assert (link["one"], link["type"], link["other"]) == ("Rue", "MEETS", "Lac")
    assert link["source"].replace("\u00a0", " ") == "Suggestion approuvée. Thèmes en commun : Eau, Voirie."
    assert (link["by"], link["standing"]) == ("curator", "to_confirm")
    change = db.read("MATCH (c:Change {subject: 'relation', why: 'suggestion approuvée'}) RETURN c.op AS op")
    assert "Thèmes en commun : Eau, Voirie." not in text(alice, PAGE)
    send(alice, f"/annuler/{change[0]['op']}", {"suite": "/compte"}, page="/compte")
    assert db.read(LINKS) == []
    assert "Thèmes en commun : Eau, Voirie." in text(alice, PAGE)


def test_several_are_approved_in_one_operation_each_with_the_chosen_verb(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    pairs = [key(ids, "Rue", "Lac"), key(ids, "Comptages cyclables", "Standard boucles")]
    chosen = {"geste": "approuver", "paire": pairs, f"verbe {pairs[0]}": "NEEDS", "pourquoi": "vu en atelier"}
    send(alice, PAGE, chosen)
    assert [(link["one"], link["type"]) for link in db.read(LINKS)] == [
        ("Comptages cyclables", "CONFORMS_TO"), ("Rue", "NEEDS"),
    ]  # fmt: skip
    assert len(db.read("MATCH (c:Change {why: 'vu en atelier'}) RETURN DISTINCT c.op AS op")) == 1


def test_several_are_refused_remembered_and_taken_back(alice: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    pairs = [key(ids, "Rue", "Lac"), key(ids, "Recueil", "Carte")]
    send(alice, PAGE, {"geste": "refuser", "paire": pairs, "pourquoi": "sans rapport"})
    html = text(alice, f"{PAGE}/refuses")
    assert "refusé par Alice" in html and ": sans rapport" in html
    assert "git.example/carte" not in text(alice, PAGE)
    send(alice, f"{PAGE}/refuses", {"paire": pairs[1]})
    assert "git.example/carte" in text(alice, PAGE)


def test_who_bears_a_record_confirms_on_its_page_and_declares(app: Flask, db: Database, ids: dict[str, str]) -> None:
    zoe = bearer(app, db, ids)
    assert f'hx-get="{PAGE}/de/{ids["Rue"]}"' in zoe.get("/communs/rue").text
    html = panel(zoe, ids["Rue"])
    assert "Liens à confirmer" in html and "Rue répond au besoin Lac ?" in html and "<h1>" not in html
    assert 'name="retour" value="/communs/rue#liens"' in html
    answer = send(zoe, PAGE, {"un": f"approuver {key(ids, 'Rue', 'Lac')}", "retour": "/communs/rue#liens"},
                  page="/communs/rue")  # fmt: skip
    assert answer.location == "/communs/rue#liens"
    assert [link["by"] for link in db.read(LINKS)] == ["actor"]
    assert panel(zoe, ids["Rue"]).strip() == ""


def test_without_scripts_the_links_of_a_record_have_a_page(app: Flask, db: Database, ids: dict[str, str]) -> None:
    zoe = bearer(app, db, ids)
    page = f"{PAGE}/de/{ids['Rue']}"
    assert f'<a href="{page}">' in zoe.get("/communs/rue").text
    html = text(zoe, page)
    assert "Rue répond au besoin Lac ?" in html and "<h1>" in html and f'name="retour" value="{page}"' in html
    answer = send(zoe, PAGE, {"un": f"refuser {key(ids, 'Rue', 'Lac')}", "retour": page}, page=page)
    assert answer.location == page and "Aucun lien à suggérer ici." in text(zoe, page)


def test_the_list_is_narrowed_by_kind_relation_reason_theme_and_policy(alice: FlaskClient, ids: dict[str, str]) -> None:
    for query, kept, left in (
        ("sorte=besoins", "Thèmes en commun", "Comptages"),
        ("lien=conforms_to", "Standard boucles", "Thèmes en commun"),
        ("raison=identifiant", "git.example/carte", "Mots rares en commun"),
        (f"theme={ids['Eau']}", "Thèmes en commun", "git.example/carte"),
        (f"politique={ids['Compter les vélos aux boucles']}", "Comptages cyclables", "git.example/carte"),
    ):
        shown = re.search(r'id="liste">(.*?)</ol>', text(alice, f"{PAGE}?{query}"), re.DOTALL)
        assert shown and kept in shown[1] and left not in shown[1], query


def test_the_file_holds_what_the_page_holds(alice: FlaskClient) -> None:
    lines = text(alice, f"{PAGE}.csv?lien=meets").splitlines()
    assert len(lines) == 2 and lines[1].startswith("Rue,commun numérique,répond au besoin,Lac,besoin,")


def test_the_lists_to_handle_lead_there_within_their_perimeter(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    alone = graph_of(db, set(), {"Une autre": "Community"})["Une autre"]
    assert f'<h2><a href="{PAGE}">Liens suggérés</a></h2>' in alice.get("/a-traiter").text  # not counted for that page
    alice.get(PAGE)
    assert f'<h2><a href="{PAGE}">Liens suggérés</a> <span class="count">' in alice.get("/a-traiter").text
    assert f'<h2><a href="{PAGE}">' in alice.get(f"/a-traiter?autour={ids['Standard boucles']}").text
    assert f'<h2><a href="{PAGE}">' not in alice.get(f"/a-traiter?autour={alone}").text


def test_where_nothing_is_suggested_the_page_says_so(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    assert "Aucun lien à suggérer ici." in alice.get(PAGE).text
    assert "Aucun refus." in alice.get(f"{PAGE}/refuses").text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"geste": "approuver"}, "Cochez au moins un lien."),
        ({"geste": "manger", "paire": "RUE"}, "Ce geste n’existe pas."),
        ({"geste": "approuver", "paire": "commun-a|commun-b"}, "Un lien n’est plus proposé"),
        ({"geste": "approuver", "paire": "RUE", "verbe RUE": "FUNDS"}, "À choisir dans la liste."),
    ],
)
def test_a_wrong_form_changes_nothing_and_keeps_what_was_ticked(
    alice: FlaskClient, db: Database, ids: dict[str, str], data: dict[str, str], told: str
) -> None:
    pair = key(ids, "Rue", "Lac")
    asked = {name.replace("RUE", pair): value.replace("RUE", pair) for name, value in data.items()}
    answer = send(alice, PAGE, {**asked, "pourquoi": "un mot"})
    html = unescape(answer.text)
    assert answer.status_code == 422 and told in html and 'value="un mot"' in html
    assert (f'value="{pair}" id="paire-' in html) and (("checked" in html) is (asked.get("paire") == pair))
    assert db.read(LINKS) == []


def test_a_wrong_filter_is_named(alice: FlaskClient) -> None:
    assert alice.get(f"{PAGE}?raison=astres").status_code == 422


def test_who_writes_nothing_there_is_told_who_may(app: Flask, db: Database, ids: dict[str, str]) -> None:
    assert signed_in(app, db, "bob").get(PAGE).status_code == 403
    zoe = bearer(app, db, ids)
    assert "git.example/carte" not in zoe.get(PAGE).text
    pair = key(ids, "Recueil", "Carte")
    assert send(zoe, PAGE, {"un": f"approuver {pair}"}).status_code == 422
    assert send(zoe, PAGE, {"un": f"refuser {pair}"}).status_code == 422
    assert f"{PAGE}/de/" not in zoe.get("/services/carte").text
    assert zoe.get(f"{PAGE}/de/{ids['Carte']}").status_code == 403
    assert zoe.get(f"{PAGE}/de/service-aucun").status_code == 404
    assert db.read(LINKS) == []
