"""Applications with their clients: on the real graph, and on one that is down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.settings import Settings
from tests.applications import DownDatabase, application
from tests.mailbox import Mailbox, mailbox, settings


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


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """A real SMTP server."""
    with mailbox() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A site that sends there, for the work in the background."""
    monkeypatch.setenv("MAILLAGE_BASE_URL", "https://reseau.example.org")
    return settings(tmp_path, box)
