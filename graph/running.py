"""A graph that answers for as long as a block lasts."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from graph import extensions
from graph.database import Database, connect
from graph.embedded import START_SECONDS, Engine, join_or_start
from graph.migrations import migrate
from graph.settings import Settings
from graph.watching import ready_runtime

MIGRATION_SECONDS = 900.0


@contextmanager
def migrated(settings: Settings) -> Iterator[Database]:
    """A connection, once constraints and indexes are there; a large graph takes its time to index."""
    with connect(replace(settings, query_timeout=MIGRATION_SECONDS)) as patient:
        migrate(patient)
    with connect(settings) as db:
        extensions.refresh(db, now=True)
        yield db


@contextmanager
def answering(settings: Settings) -> Iterator[Database]:
    """The graph as it is: on the server, the engine that runs already, or one of our own meanwhile."""
    own = None
    if settings.embedded:
        own = Engine(settings.engine_folder, ready_runtime(settings), heap=settings.engine_heap, quick=True)
        join_or_start(own, time.monotonic() + START_SECONDS)
    try:
        with connect(settings) as db:
            yield db
    finally:
        if own:
            own.stop()


@contextmanager
def running(settings: Settings) -> Iterator[Database]:
    """The graph for one command, with its constraints and indexes."""
    with answering(settings), migrated(settings) as db:
        yield db
