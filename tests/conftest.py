"""The real engine for the whole run, and an empty graph with its constraints for each test."""

from collections.abc import Iterator

import pytest

from graph import extensions
from graph.database import Database
from graph.embedded import Address, Engine
from graph.engine.prepare import prepare
from graph.migrations import migrate
from graph.settings import load
from tests.quick import be_quick

be_quick()
EMPTIED = """
CALL () { MATCH (n) WHERE NOT n:Counter DETACH DELETE n }
CALL () { MATCH (k:Counter) SET k.n = 0 }
"""


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A Neo4j of this run alone, on a free port, gone with it."""
    settings = load()
    runtime = prepare(settings.cache, settings.maven_url)
    own = Engine(tmp_path_factory.mktemp("graph"), runtime, keep_plans=True)
    try:
        yield own.start()
    finally:
        own.stop()


@pytest.fixture(scope="session")
def migrated(engine: Address) -> Iterator[Database]:
    """The graph with its constraints and indexes; unknown labels and properties fail."""
    with Database(engine.uri, engine.user, engine.password, strict=True) as db:
        migrate(db)
        yield db


@pytest.fixture
def db(migrated: Database) -> Database:
    """The graph, emptied of what the last test wrote."""
    migrated.write(EMPTIED)
    extensions.refresh(migrated, now=True)
    return migrated
