"""Promises of the page of questions: menus that only offer what can be, a sentence, answers with their reasons."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.schema import SCHEMA
from tests.graph.tuples import Fact, graph_of
from tests.people import send, signed_in
from tests.workspace.test_paths import html
from workspace.verbs import before_one, plural, singular

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Sète": "Organisation", "Panoramax": "Commons",
    "OpenBeta": "Commons", "Défi voirie": "Challenge", "Voirie": "Theme", "Hérault": "Territory",
    "Cercle": ("Commons", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023", "source=Convention 23-114"), ("IGN", "FUNDS", "OpenBeta"),
    ("Sète", "FUNDS", "Cercle"), ("Cercle", "ANSWERS", "Défi voirie"), ("Panoramax", "ANSWERS", "Défi voirie"),
    ("ADEME", "IN_TERRITORY", "Hérault"), ("Panoramax", "ABOUT", "Voirie"),
}  # fmt: skip
FUND = "/questions?de=organisation&lien1=funds&vers1=commun"
ANSWER = f"{FUND}&lien2=answers&vers2=defi"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert found
    return found[1]


def words(page: str) -> str:
    """What is read, without the marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def menu(page: str, name: str) -> list[str]:
    """The words that a menu offers."""
    found = re.search(rf'<select id="champ-{name}".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="([^"]+)"', found[0]) if found else []


def test_a_question_is_a_sentence_and_its_answers_have_reasons(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{ANSWER}&territoire={ids['Hérault']}&fiche2={ids['Défi voirie']}")
    assert heading(page) == (
        "Organisations du territoire Hérault qui financent un commun numérique qui répond au défi « Défi voirie »"
    )
    told = words(page)
    assert "1 réponse" in told and "ADEME finance Panoramax" in told and "Panoramax répond au défi Défi" in told
    assert "Convention 23-114" in page and "depuis 2023" in page and "sans source" in page


def test_each_step_tells_how_many_are_left(client: FlaskClient, ids: dict[str, str]) -> None:
    page = words(html(client, ANSWER))
    assert "3 organisations" in page and "2 qui financent un commun numérique" in page
    assert "1 … qui répond à un défi" in page


def test_menus_offer_only_what_the_schema_allows(client: FlaskClient, ids: dict[str, str]) -> None:
    assert "organisation" in menu(html(client, "/questions"), "de") and "acteurs" in menu(
        html(client, "/questions"), "de"
    )
    page = html(client, "/questions?de=organisation")
    assert "funds" in menu(page, "lien1") and "funds:in" not in menu(page, "lien1")
    assert set(menu(html(client, "/questions?de=organisation&lien1=funds"), "vers1")) == {
        "commun", "projet", "action", "communaute"}  # fmt: skip
    assert "lien3" in html(client, ANSWER) and 'name="lien4"' not in html(client, f"{ANSWER}&lien3=about")


def test_a_menu_changed_above_drops_what_does_not_fit_any_more(client: FlaskClient, ids: dict[str, str]) -> None:
    answer = client.get(f"{ANSWER.replace('lien1=funds', 'lien1=in_territory')}&menus=1&etat=&theme=")
    assert answer.status_code == 302 and answer.location == "/questions?de=organisation&lien1=in_territory"
    kept = client.get(f"{FUND}&menus=1&fiche1={ids['Panoramax']}&passe=oui")
    assert kept.location == f"{FUND}&fiche1={ids['Panoramax']}&passe=oui"


def test_records_are_found_by_their_names_among_those_that_fit(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{FUND}&fiche1=panoramax")
    assert heading(page) == "Organisations qui financent « Panoramax »" and "1 réponse" in page
    wrong = html(client, f"{FUND}&theme1=zzzz", 422)
    assert "Aucune fiche ne porte ce nom." in wrong and 'value="zzzz"' in wrong


def test_nobody_answers_and_the_step_that_leaves_nobody_is_named(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(
        client, f"/questions?de=organisation&lien1=funds&vers1=commun&theme1={ids['Voirie']}&lien2=raises:in", 422
    )
    assert "lien2" in page
    nobody = html(client, f"{FUND}&lien2=meets&vers2=besoin")
    assert "Personne ne répond" in nobody and "C’est l’étape 2" in nobody and "qui répond à un besoin" in nobody
    assert f'href="{FUND.replace("&", "&amp;")}"' in nobody and "passe=oui" in nobody


def test_the_past_counts_only_when_it_is_asked_for(client: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    db.write("MATCH ()-[r:FUNDS]->({id: $id}) SET r.until = '2024', r.until_to = '2024-12-31'", id=ids["Panoramax"])
    assert "Personne ne répond" in html(client, ANSWER)
    assert "Liens passés compris" in html(client, f"{ANSWER}&passe=oui")
    assert "Au juin 2024" in html(client, f"{ANSWER}&au=2024-06") and "1 réponse" in html(
        client, f"{ANSWER}&au=2024-06"
    )


def test_all_answers_leave_as_a_file(client: FlaskClient, ids: dict[str, str]) -> None:
    rows = client.get(ANSWER.replace("/questions", "/questions.csv")).get_data(as_text=True).splitlines()
    assert len(rows) == 2 and "ADEME finance Panoramax, qui répond au défi Défi voirie" in rows[1]
    assert "/reseau?centre=" in html(client, ANSWER)


def test_a_first_visit_is_shown_questions_that_have_answers(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/questions")
    (url,) = re.findall(r'<a href="(/questions\?de=organisation[^"]+)">', page)[:1]
    assert "qui financent un commun numérique qui répond au défi" in page
    assert "1 réponse" in html(client, url.replace("&amp;", "&"))


def test_without_anything_in_the_network_nothing_is_promised(client: FlaskClient, db: Database) -> None:
    page = html(client, "/questions")
    assert "Par exemple" not in page and "Aucune pour l’instant." in page


def test_a_question_is_read_in_english(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{ANSWER}&territoire={ids['Hérault']}&lang=en")
    assert (
        heading(page) == "Organisations in the territory Hérault that fund a digital commons that answers a challenge"
    )


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [("de=mars", "de", "n’existe pas"), ("de=organisation&lien1=mange", "lien1", "n’existe pas"),
     ("de=theme&lien1=funds", "lien1", "ne part pas de là"),
     ("de=organisation&lien1=funds&vers1=theme", "vers1", "mène"),
     ("de=organisation&lien2=funds", "lien2", "l’étape d’avant"), ("de=commun&etat=open", "etat", "état inconnu"),
     ("de=organisation&au=hier", "au", "date attendue"), ("de=organisation&lien1=funds:out", "lien1", "n’existe pas"),
     ("de=organisation&territoire=theme-voirie", "territoire", "autre sorte"),
     ("de=organisation&lien1=funds&vers1=commun&fiche1=organisation-ign", "fiche1", "autre sorte")],
)  # fmt: skip
def test_a_wrong_part_is_named(client: FlaskClient, ids: dict[str, str], query: str, name: str, said: str) -> None:
    page = html(client, f"/questions?{query}", 422)
    assert f"<code>{name}=" in page and said in page
    assert client.get(f"/questions.csv?{query}").status_code == 422


def test_too_many_links_are_refused_beside_their_step(
    client: FlaskClient, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.question_answers.MOST_LINKS", 1)
    page = html(client, FUND, 422)
    assert "plus de 1 liens à suivre" in page and "<code>lien1=funds</code>" in page


def test_hidden_records_neither_answer_nor_count(app: Flask, db: Database, ids: dict[str, str]) -> None:
    hidden = html(app.test_client(), ANSWER)
    assert "Sète" not in hidden and "Cercle" not in hidden and "1 réponse" in hidden
    assert "Sète finance Cercle" in words(html(signed_in(app, db, "bob"), ANSWER))
    named = html(app.test_client(), f"{FUND}&fiche1={ids['Cercle']}", 422)
    assert "Aucune fiche ne porte ce nom." in named


def kept(client: FlaskClient, shared: str, query: str = ANSWER.partition("?")[2]) -> str:
    told = {"titre": "Qui paie la voirie", "texte": "À *suivre*.", "pour": shared, "vue": query}
    answer = send(client, "/questions/garder", told, page=f"/questions/garder?{query}")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


def test_a_question_is_kept_shared_changed_and_removed(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob, carole = signed_in(app, db, "bob"), signed_in(app, db, "carole")
    url = kept(bob, "members")
    page = html(bob, bob.get(url).location)
    assert heading(page) == "Qui paie la voirie" and "<em>suivre</em>" in page and "Organisations qui financent" in page
    assert "Qui paie la voirie" in html(carole, "/questions") and "Qui paie" not in html(
        app.test_client(), "/questions"
    )
    assert app.test_client().get(url).status_code == 404
    assert "Qui paie" not in html(bob, "/vues") and bob.get(url.replace("questions", "vues")).status_code == 404
    changed = {"titre": "Qui finance", "texte": "", "pour": "private", "vue": FUND.partition("?")[2]}
    assert send(bob, f"{url}/modifier", changed).status_code == 302
    assert "Qui finance" in html(bob, "/questions") and carole.get(url).status_code == 404
    assert send(bob, f"{url}/retirer", {}, page="/questions").status_code == 302
    assert bob.get(url).status_code == 404


def test_a_kept_question_that_is_changed_says_so_and_can_be_brought_up_to_date(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    bob = signed_in(app, db, "bob")
    url = kept(bob, "private")
    changed = bob.get(f"{FUND}&menus=1&gardee={url.rpartition('/')[2]}").location
    page = html(bob, changed)
    assert heading(page) == "Qui paie la voirie" and f'href="{url}">revenir à la question gardée' in page
    assert f'href="{url}/modifier?{FUND.partition("?")[2].replace("&", "&amp;")}"' in page
    assert "Qui paie" not in html(app.test_client(), changed)


def test_a_question_that_cannot_be_asked_is_not_kept(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    told = {"titre": "Sans rien", "texte": "Mon texte", "pour": "private", "vue": "de=mars"}
    answer = send(bob, "/questions/garder", told, page="/questions/garder?de=organisation")
    assert answer.status_code == 422 and "Mon texte" in answer.get_data(as_text=True)
    untitled = send(bob, "/questions/garder", {**told, "titre": "", "vue": "de=organisation"}, page="/questions/garder")
    assert untitled.status_code == 422 and "un titre est nécessaire" in untitled.get_data(as_text=True)


def test_every_verb_of_the_schema_has_its_plural() -> None:
    same = {"decided", "has approached"}
    for relation in SCHEMA.relations.values():
        for label in (
            relation.sentence,
            relation.inverse,
            *(each for pair in relation.sentences.values() for each in pair),
        ):
            assert plural(label.fr, feminine=True, language="fr") != label.fr, label
            assert label.en in same or plural(label.en, feminine=False, language="en") != label.en, label


def test_verbs_agree_and_take_one_of_a_kind() -> None:
    assert plural("est porté par", feminine=True, language="fr") == "sont portées par"
    assert plural("est mis en œuvre par", feminine=False, language="fr") == "sont mis en œuvre par"
    assert plural("est une priorité de", feminine=True, language="fr") == "sont des priorités de"
    assert singular("a été décidé en", feminine=True, language="fr") == "a été décidée en"
    assert before_one("est membre de", "communauté", feminine=True, language="fr") == "est membre d'une communauté"
    assert before_one("comporte le défi", "défi", feminine=False, language="fr") == "comporte un défi"
    assert before_one("uses", "use case", feminine=False, language="en") == "uses a use case"
