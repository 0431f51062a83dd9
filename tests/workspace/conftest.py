"""Applications with their clients: on the real graph, and on one that is down."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.applications import DownDatabase, application


@pytest.fixture
def app(tmp_path: Path, db: Database) -> Flask:
    """On the real graph."""
    return application(tmp_path, db)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def bare_app(tmp_path: Path) -> Flask:
    """Nothing here may ask the graph: it is down."""
    return application(tmp_path, DownDatabase())


@pytest.fixture
def bare_client(bare_app: Flask) -> FlaskClient:
    return bare_app.test_client()
