"""Saves, rights and histories: a form against the least write, a page for who may write, a thousand changes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from flask.testing import FlaskClient

from bench.measuring import Row, paired, timed
from graph.database import Database
from graph.editing import change_record, create_record, create_relation
from graph.freshness import last_write
from graph.operations import Operation
from graph.settings import load
from graph.states import records
from graph.users import add_user
from graph.viewers import SYSTEM
from workspace.app import create_app

CHANGES = 1_000
PASSWORD = "une phrase assez longue"
RAW = "MATCH (n:Entity {id: $id}) SET n += $told, n.search = $search RETURN n.id AS id"


def rows(db: Database) -> Iterator[Row]:
    """On a network of one commons, its bearer and fifty links."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(replace(load(), data=Path(folder)), db)
        app.config["WTF_CSRF_ENABLED"] = False
        id = _commons(db)
        bearer, anybody = app.test_client(), app.test_client()
        bearer.post("/connexion", data={"email": "banc@exemple.fr", "password": PASSWORD})
        page = f"/communs/{id.removeprefix('commun-')}"
        yield Row("save.over_raw_write", paired(_save(db, bearer, id), _raw(db, id)), "ratio", 3)
        both = paired(_visit(bearer, page), _visit(anybody, page), warm=60)
        yield Row("page.rights_over_anonymous", both, "ratio", 1.1)
        for n in range(CHANGES):
            change_record(db, SYSTEM, id, records(db, [id])[id].version, {"summary": f"état {n}"}, Operation("banc"))
        yield Row("history.of_1000_changes", timed(_visit(anybody, f"{page}/historique")).median, "ms", 100)


def _commons(db: Database) -> str:
    operation = Operation("banc")
    id = create_record(db, SYSTEM, "Commons", {"name": "Banc", "summary": "Un commun du banc"}, operation)
    told = {"name": "Personne inventée", "purpose": "essai", "origin": "banc"}
    person = create_record(db, SYSTEM, "Person", told, operation)
    create_relation(db, SYSTEM, "STEWARDS", person, id, {}, operation)
    for n in range(50):
        other = create_record(db, SYSTEM, "Organisation", {"name": f"Organisation {n}"}, operation)
        create_relation(db, SYSTEM, "CONTRIBUTES_TO", other, id, {"source": "banc"}, operation)
    add_user(db, "banc@exemple.fr", "Banc", PASSWORD, person=person)
    return id


def _save(db: Database, client: FlaskClient, id: str) -> Callable[[], object]:
    """The form as its page sends it, each time with another word. Nobody else writes: each save is the next version."""
    first, last, turn = records(db, [id])[id].version, last_write(db)[0], count()

    def save() -> None:
        n = next(turn)
        typed = {"name": "Banc", "summary": f"Dit {n}", "version": last + n if n else first}
        assert client.post(f"/modifier/{id}", data=typed).status_code == 302

    return save


def _raw(db: Database, id: str) -> Callable[[], object]:
    turn = count()
    return lambda: db.write(RAW, id=id, told={"summary": f"Dit {next(turn)}"}, search="banc dit")


def _visit(client: FlaskClient, path: str) -> Callable[[], object]:
    def visit() -> None:
        assert client.get(path).status_code == 200

    return visit
