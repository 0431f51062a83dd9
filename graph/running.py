"""A graph that answers for as long as a block lasts."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from graph import extensions
from graph.database import Database, connect
from graph.embedded import START_SECONDS, Engine, join_or_start
from graph.migrations import edition, migrate
from graph.settings import Settings
from graph.watching import ready_runtime

MIGRATION_SECONDS = 900.0


@contextmanager
def migrated(settings: Settings) -> Iterator[Database]:
    """A connection, once constraints and indexes are there; a large graph takes its time to index."""
    if not _made_before(settings):
        with connect(replace(settings, query_timeout=MIGRATION_SECONDS)) as patient:
            migrate(patient)
        _keep_made(settings)
    with connect(settings) as db:
        yield db


def _made_before(settings: Settings) -> bool:
    """True when our own engine's graph has this very schema, as a file beside it says: 1 s sooner than asking it."""
    return settings.embedded and _mark(settings).exists() and _mark(settings).read_text() == edition()


def _keep_made(settings: Settings) -> None:
    if settings.embedded:
        _mark(settings).write_text(edition())


def _mark(settings: Settings) -> Path:
    # Among the graph's own files: whoever takes them away takes it too.
    return settings.engine_folder / "data" / "schema"


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
        extensions.refresh(db, now=True)
        yield db
