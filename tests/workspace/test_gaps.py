"""Promises of « Manques »: told in one form, listed with what to do next, followed on one page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.test_gaps import KINDS
from tests.graph.test_tracing import PARTS
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.people import send, signed_in
from tests.workspace.test_tracing import html, rows

FACTS: set[Fact] = {
    *PARTS, ("Relever", "NEEDS", "Guide", "since=2024"), ("Union", "EXPRESSES", "Guide"), ("Voirie", "NEEDS", "Images"),
    ("Défi", "TAKES_UP", "Images", "since=2025"), ("Panoramax", "SERVES", "Relever"),
}  # fmt: skip
NEW = "/manques/nouveau"
TOLD = {
    "name": "Un fil des chantiers", "pour": "politique-eclairer", "qui": "organisation-union", "since": "mars 2024",
    "source": "plénière",
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def test_every_gap_is_listed_with_how_it_is_known_and_what_comes_next(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/manques")
    assert "Ouverts (3)" in page and "Déclarés non couverts (1)" in page and "Trouvés (2)" in page
    assert rows(client, "/manques.csv") == [
        ["Guide", "besoin", "Déclarés non couverts", "Relever", "Union", "2024", "Poser un défi"],
        ["Éclairer", "politique publique", "Trouvés", "", "", "", ""],
        ["Images", "besoin", "Trouvés", "Voirie", "", "", "Lancer un appel"],
    ]


def test_the_list_is_narrowed_by_sort_stage_and_policy(client: FlaskClient, ids: dict[str, str]) -> None:
    assert [row[0] for row in rows(client, "/manques.csv?sorte=declares")] == ["Guide"]
    assert [row[0] for row in rows(client, "/manques.csv?etape=call")] == ["Images"]
    assert [row[0] for row in rows(client, f"/manques.csv?politique={ids['Relever']}")] == ["Guide"]
    assert "Politique : Relever" in html(client, f"/manques?politique={ids['Relever']}")
    assert "Aucun manque connu ici" in html(client, "/manques?sorte=combles")


@pytest.mark.parametrize("query", ["sorte=x", "etape=x", "fragilite=x"])
def test_a_wrong_parameter_is_named(client: FlaskClient, query: str) -> None:
    assert query[:5] in html(client, f"/manques?{query}", 422)


def test_a_gap_is_followed_step_by_step_with_the_next_one_offered_to_who_may(
    app: Flask, db: Database, client: FlaskClient, ids: dict[str, str]
) -> None:
    page = html(client, "/manques/images")
    assert page.count('class="loop-done"') == 2 and page.count('aria-current="step"') == 1
    assert '<time datetime="2025">2025</time>' in page and "Joindre le défi" not in page
    page = html(signed_in(app, db, "alice"), "/manques/images")
    assert f'href="/lier?de={ids["Défi"]}&amp;lien=RAISES-inverse"' in page


def test_the_offered_step_is_a_form_that_knows_what_it_is_about(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    assert 'value="Guide"' in html(alice, "/ajouter/defis?name=Guide&problem=x")
    assert "Guide est repris par le défi" in html(alice, f"/lier?de={ids['Guide']}&lien=TAKES_UP-inverse")


def test_a_need_is_told_from_the_measure_that_lacks_it_and_shown_at_once(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    alice = signed_in(app, db, "alice")
    assert f'name="pour" value="{ids["Éclairer"]}"' in html(alice, f"{NEW}?pour={ids['Éclairer']}")
    answer = send(alice, NEW, TOLD)
    assert (answer.status_code, answer.location) == (302, "/manques/un-fil-des-chantiers")
    page = html(app.test_client(), answer.location)
    assert "Manque déclaré non couvert" in page and "mars 2024" in page and "plénière" in page
    assert "Un fil des chantiers" in html(app.test_client(), "/politiques/territoires/ressources")


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    for wrong, field in (({"name": ""}, "name"), ({"pour": ""}, "pour"), ({"since": "hier"}, "since"),
                         ({"source": ""}, "source"), ({"qui": "Personne"}, "qui")):  # fmt: skip
        answer = send(alice, NEW, {**TOLD, "problem": "gardé", **wrong})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and f'href="#champ-{field}"' in page, field
        assert "gardé" in page


def test_members_and_visitors_tell_none_by_themselves(app: Flask, db: Database, ids: dict[str, str]) -> None:
    assert app.test_client().get(NEW).location.startswith("/connexion")
    assert signed_in(app, db, "bob").get(NEW).status_code == 403
    page = html(app.test_client(), "/politiques/territoires/ressources")
    assert "/manques/nouveau" not in page and f'href="/contacter/{ids["Éclairer"]}"' in page


def test_what_is_hidden_is_on_no_list_page_or_file(app: Flask, db: Database) -> None:
    secret = {"Secret": ("Need", {"status": "not_covered", "visibility": "members"})}
    graph_of(db, {*FACTS, ("Relever", "NEEDS", "Secret")}, {**KINDS, **secret})
    bob, charlie = signed_in(app, db, "bob"), app.test_client()
    for address in ("/manques", "/manques.csv", "/politiques/territoires/ressources"):
        assert "Secret" in html(bob, address) and "Secret" not in html(charlie, address)
    assert html(bob, "/manques/secret") and html(charlie, "/manques/secret", 404)


WEAK: set[Fact] = {
    ("Seule", "PART_OF", "Plan"), ("Solide", "PART_OF", "Plan"), ("Endormi", "SERVES", "Seule"),
    ("IGN", "STEWARDS", "Endormi"), ("Vif", "SERVES", "Solide"), ("IGN", "STEWARDS", "Vif"),
    ("ADEME", "STEWARDS", "Vif"), ("Caché", "SERVES", "Solide"), ("IGN", "STEWARDS", "Caché"),
    ("Ailleurs", "PART_OF", "Autre plan"), ("Endormi", "SERVES", "Ailleurs"),
}  # fmt: skip
WEAK_KINDS: Kinds = {
    **dict.fromkeys(("Plan", "Seule", "Solide", "Autre plan", "Ailleurs"), "Policy"), "IGN": "Organisation",
    "ADEME": "Organisation", "Endormi": ("Commons", {"status": "dormant"}), "Vif": ("Dataset", {"licence": "ODbL"}),
    "Caché": ("Dataset", {"visibility": "members"}),
}  # fmt: skip


def test_what_may_give_way_is_listed_with_its_rule_and_narrowed_by_it(client: FlaskClient, db: Database) -> None:
    ids = graph_of(db, WEAK, WEAK_KINDS)
    page = html(client, "/manques?sorte=fragiles")
    assert "tout ce qui la sert est en sommeil" in page and "un seul porteur tient tout ce qui la sert" in page
    assert "politique-solide" not in page and 'href="/politiques/seule/ressources"' in page
    found = rows(client, "/manques.csv?sorte=fragiles&fragilite=porteur")
    assert [row[0] for row in found] == ["Ailleurs", "Seule"]
    assert {row[2] for row in found} == {"un seul porteur tient tout ce qui la sert"}
    only = f"/manques.csv?sorte=fragiles&fragilite=sommeil&politique={ids['Plan']}"
    assert [row[0] for row in rows(client, only)] == ["Seule"]
    assert "Seule" not in html(client, "/manques?sorte=trouves").split("<tbody>")[-1]


def test_what_one_may_not_see_holds_up_no_measure(app: Flask, db: Database) -> None:
    graph_of(db, WEAK | {("Caché", "SERVES", "Seule"), ("ADEME", "STEWARDS", "Caché")}, WEAK_KINDS)
    address = "/manques.csv?sorte=fragiles&fragilite=sommeil"
    assert [row[0] for row in rows(app.test_client(), address)] == ["Ailleurs", "Seule"]
    assert [row[0] for row in rows(signed_in(app, db, "bob"), address)] == ["Ailleurs"]
