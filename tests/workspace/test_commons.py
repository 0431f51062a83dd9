"""Promises of a commons' page: what it answers, who helped and uses it, what was promised, news and figures."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import terms
from graph.database import Database, Rows
from tests.graph.test_commons import FACTS, KINDS
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.people import signed_in
from tests.reading import found, links, text, texts

MORE: set[Fact] = {
    ("Ville", "USES", "Panoramax", "purpose=Voir ses rues", "feedback=On voit tout."),
    ("Mairie", "SUPPORTS", "Panoramax", "form=visibility"), ("Panoramax", "ANSWERS", "Voir la rue"),
    ("Panoramax", "COMPLEMENTS", "OpenStreetMap"), ("Panoramax", "ABOUT", "Voirie"),
    ("Ville", "STEWARDS", "Panoramax"), ("Cachée", "STEWARDS", "Panoramax"),
    ("Mairie", "FUNDS", "Panoramax", "step=lead"),
}  # fmt: skip
OTHERS: Kinds = {
    "Ville": "Organisation", "Mairie": "Organisation", "Voir la rue": "Challenge", "OpenStreetMap": "Commons",
    "Voirie": "Theme", "Cachée": ("Organisation", {"visibility": "members"}),
}  # fmt: skip


def panoramax(db: Database, **told: Any) -> dict[str, str]:
    terms.keep(db, [("licence", "odbl", "ODbL")])
    facts = {"summary": "Photos", "licence": "ODbL", "status": "in_use", **told}
    return graph_of(db, FACTS | MORE, {**KINDS, **OTHERS, "Panoramax": ("Commons", facts)})


def data(client: FlaskClient, path: str) -> Any:
    [script] = found(client.get(path), 'script[type="application/ld+json"]')
    return json.loads(script.to_text(strip=False))


def test_links_stand_under_the_questions_that_one_comes_with(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    answer = client.get("/communs/panoramax")
    assert texts(answer, ".block-title") == [
        "Qui le fait vivre", "À quoi il répond", "Appels et soutiens reçus", "Qui s’en sert, et pour quoi",
        "Avec d’autres communs et ressources", "Et aussi",
    ]  # fmt: skip
    assert text(answer, ".answers").startswith("Lauréat de Appel") and "26 juin 2025" in text(answer, ".answers")
    [row] = [row for row in texts(answer, ".link-row") if "Voir ses rues" in row]
    assert "Ville" in row and text(answer, ".link-row q") == "On voit tout."


def test_commitments_are_a_table_that_says_what_is_late(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    answer = client.get("/communs/panoramax")
    assert text(answer, "#engagements .late") == "1 en retard"
    [row] = [row for row in texts(answer, ".link-row") if row.startswith("Rapport")]
    assert "échéance : 31 janvier 2026" in row and "en janvier 2026" in row
    cells = texts(answer, "#engagements tbody td")
    rows = {cells[at].partition(" pour")[0]: cells[at + 1 : at + 4] for at in range(0, len(cells), 4)}
    assert rows["En retard"] == ["31 décembre 2025", "en retard", "–"]
    assert rows["Tardif"] == ["décembre 2025", "remis en retard, 1er janvier 2026", "sans preuve"]
    assert rows["Rapport"] == ["31 janvier 2026", "remis, janvier 2026", "le document lui-même"]


def test_indicators_are_drawn_and_told(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    answer = client.get("/communs/panoramax")
    [chart] = found(answer, "#indicateurs svg.chart")
    assert chart.attrs["aria-label"] == "Kilomètres\u00a0: de 12\u00a0km (2023) à 71\u00a0km (2024)"
    assert texts(answer, "#indicateurs tbody tr") == ["2023 12 km", "2024 71 km"]
    own = client.get("/indicateurs/kilometres")
    assert len(found(own, "svg.chart")) == 1 and texts(own, "tbody tr") == ["2023 12 km", "2024 71 km"]


def test_a_policy_shows_what_measures_it(app: Flask, client: FlaskClient, db: Database) -> None:
    facts: set[Fact] = {("Foyers", "MEASURES", "Plan"), ("Secret", "MEASURES", "Plan")}
    values = "2023 = 12 (Rapport annuel)\n2024 = 71"
    kinds: Kinds = {"Plan": "Policy", "Foyers": ("Indicator", {"unit": "km", "values": values}),
                    "Secret": ("Indicator", {"values": "2024 = 5", "visibility": "members"})}  # fmt: skip
    graph_of(db, facts, kinds)
    answer = client.get("/politiques/plan")
    assert texts(answer, "#indicateurs h3") == ["Foyers"] and len(found(answer, "#indicateurs svg.chart")) == 1
    assert texts(answer, "#indicateurs tbody tr") == ["2023 12 km Rapport annuel", "2024 71 km –"]
    told = client.get("/politiques/plan/indicateurs.csv").text
    assert "Foyers,2023,12,km,Rapport annuel" in told and "Secret" not in told
    assert "Secret,2024,5" in signed_in(app, db, "bob").get("/politiques/plan/indicateurs.csv").text


def test_values_that_cannot_be_drawn_are_told_all_the_same(client: FlaskClient, db: Database) -> None:
    values = {
        "Un seul": "2023 = 12", "Pas un jour": "hier = 3\ndemain = 5", "Pas un nombre": "2023 = assez\n2024 = non",
        "Négatif": "2023 = -4\n2024 = 0",
    }  # fmt: skip
    graph_of(db, set(), {name: ("Indicator", {"values": told}) for name, told in values.items()})
    assert [len(found(client.get(f"/indicateurs/{slug}"), "svg.chart")) for slug in (
        "un-seul", "pas-un-jour", "pas-un-nombre", "negatif")] == [0, 0, 0, 1]  # fmt: skip
    assert "hier 3" in texts(client.get("/indicateurs/pas-un-jour"), "tbody tr")


def test_news_lead_to_their_feed_and_the_status_has_its_history(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    answer = client.get("/communs/panoramax")
    assert texts(answer, ".posts time")[0] == "2 mai 2026"
    assert "/communs/panoramax.atom" in links(answer, "#actualites a") and "/laureats" in links(answer, "#actualites a")
    feeds = links(answer, 'link[type="application/atom+xml"]')
    assert feeds == ["/communs/panoramax.atom", "/laureats.atom"]


def test_bearers_are_told_what_the_page_may_still_say(app: Flask, db: Database) -> None:
    graph_of(db, set(), {"Panoramax": "Commons"})
    alice = signed_in(app, db, "alice")
    asked = links(alice.get("/communs/panoramax"), ".wishes a")
    assert "/lier?de=commun-panoramax&lien=USES-inverse" in asked and len(asked) == 7
    for address in asked:
        assert alice.get(address.partition("#")[0]).status_code == 200
    assert links(signed_in(app, db, "bob").get("/communs/panoramax"), ".wishes a") == []


def test_the_page_asks_one_question_more_than_another_s(
    client: FlaskClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph_of(db, set(), {"Panoramax": "Commons", "Photos": "Dataset"})
    asked: list[str] = []
    read = Database.read

    def heard(self: Database, query: str, /, **said: Any) -> Rows:
        asked.append(query)
        return read(self, query, **said)

    def questions(path: str) -> set[str]:
        """What it asks each time: some questions are of the clock's, or asked once a process."""
        found = []
        for _ in range(3):
            asked.clear()
            client.get(path)
            found.append(set(asked))
        return set.intersection(*found)

    monkeypatch.setattr(Database, "read", heard)
    assert len(questions("/communs/panoramax") - questions("/jeux-de-donnees/photos")) == 1


def test_structured_data_tell_public_facts_by_schema_org(client: FlaskClient, db: Database) -> None:
    panoramax(db, website="https://panoramax.fr")
    told = data(client, "/communs/panoramax")
    assert (told["@context"], told["@type"], told["name"]) == ("https://schema.org", "CreativeWork", "Panoramax")
    assert told["license"] == ["https://spdx.org/licenses/ODbL-1.0.html"] and told["sameAs"] == "https://panoramax.fr"
    assert [each["name"] for each in told["maintainer"]] == ["Ville"] and told["about"][0]["name"] == "Voirie"
    assert "funder" not in told and told["url"].endswith("/communs/panoramax")


def test_structured_data_say_the_same_whoever_asks(app: Flask, client: FlaskClient, db: Database) -> None:
    panoramax(db)
    told = data(client, "/communs/panoramax")
    assert told == data(signed_in(app, db, "alice"), "/communs/panoramax") and "Cachée" not in json.dumps(told)
    graph_of(db, set(), {"Secret": ("Commons", {"visibility": "members"})})
    assert "ld+json" not in signed_in(app, db, "alice").get("/communs/secret").get_data(as_text=True)


def test_structured_data_cannot_end_their_element(client: FlaskClient, db: Database) -> None:
    hostile = "</script><script>alert(1)</script><!--"
    graph_of(db, set(), {"Panoramax": ("Commons", {"summary": hostile})})
    assert "</script><script>" not in client.get("/communs/panoramax").get_data(as_text=True)
    assert data(client, "/communs/panoramax")["description"] == hostile
