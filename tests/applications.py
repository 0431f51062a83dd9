"""Applications for tests: on a graph, or on one that is down and must not be asked."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask

from graph.database import Database
from graph.errors import GraphUnavailable
from graph.settings import load
from tests.pages import CheckedClient
from workspace.app import create_app


class DownDatabase(Database):
    """A graph that is down, and says so at once."""

    def __init__(self) -> None:
        super().__init__("bolt://127.0.0.1:1", "neo4j", "none")

    def _found(self, ask: Any) -> Any:
        raise GraphUnavailable("no engine in this test")


def application(folder: Path, database: Database, **settings: Any) -> Flask:
    """An application that keeps its files in `folder`, and whose test clients check each page."""
    app = create_app(replace(load({}), data=folder, secret_key="for tests only", **settings), database)
    app.test_client_class = CheckedClient
    return app
