"""The real engine for the whole run, and an empty graph with its constraints for each test."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from graph import extensions
from graph.database import Database
from graph.embedded import Address, Engine
from graph.engine.prepare import prepare
from graph.migrations import migrate
from graph.settings import load
from tests import machine
from tests.quick import be_quick

be_quick()
EMPTIED = """
CALL () { MATCH (n) WHERE NOT n:Counter DETACH DELETE n }
CALL () { MATCH (k:Counter) SET k.n = 0 }
"""


FOLDER = pytest.StashKey[str]()
ENGINES = pytest.StashKey[ExitStack]()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: Sequence[object]) -> None:
    """The engines of several workers start while these collect."""
    config.stash[ENGINES] = stack = ExitStack()
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="maillage-engines-"))
    stack.enter_context(machine.started(Path(folder), len(specs)))
    config.stash[FOLDER] = folder


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Each worker is told where they are."""
    node.workerinput["engines"] = node.config.stash[FOLDER]


def pytest_unconfigure(config: pytest.Config) -> None:
    """The engines stop after the last worker."""
    config.stash.get(ENGINES, ExitStack()).close()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Address]:
    """A Neo4j of this run alone, on a free port, gone with it; with several workers, one each in one machine."""
    if workers := getattr(request.config, "workerinput", None):
        yield machine.address(Path(workers["engines"]), int(workers["workerid"].removeprefix("gw")))
        return
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
