"""What is opened at each start, so that nobody waits for it."""

import pytest
from flask import Flask

from graph.database import Database
from tests.graph.tuples import graph_of
from workspace.warming import pages


def test_each_page_is_there_and_answers(app: Flask, db: Database) -> None:
    ids = graph_of(db, {("Rue", "SERVES", "Vélo")}, {"Rue": "Commons", "Vélo": "Policy", "Club": "Community"})
    opened = list(pages(db))
    answers = {path: app.test_client().get(path, follow_redirects=True).status_code for path in opened}
    assert set(answers.values()) == {200}
    assert f"/reseau?centre={ids['Rue']}" in opened and {"/politiques/velo/ressources", "/communautes/club/comite"} <= {
        *opened
    }


def test_an_empty_site_has_pages_too(app: Flask, db: Database) -> None:
    answers = {path: app.test_client().get(path, follow_redirects=True).status_code for path in pages(db)}
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("visibility", ["members", "private"])
def test_what_is_not_for_everybody_is_not_opened(db: Database, visibility: str) -> None:
    graph_of(db, set(), {"Rue": ("Commons", {"visibility": visibility})})
    assert not any("rue" in path for path in pages(db))
