"""The embedded engine of a server: a process of its own keeps it running. Light to import, for a quick start."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from graph.engine.jars import is_fetched
from graph.engine.java import Runtime, runtime_in
from graph.errors import GraphUnavailable
from graph.settings import Settings


def ready_runtime(settings: Settings) -> Runtime:
    """What an engine needs, fetched and made when it is not there."""
    runtime = runtime_in(settings.cache)
    if not (is_fetched(settings.cache) and runtime.prepared):
        from graph.engine.prepare import prepare  # takes the driver and an HTTP client with it: 0.5 s

        prepare(settings.cache, settings.maven_url)
    return runtime


@dataclass(frozen=True)
class Watch:
    """The process that watches, started already; None when the graph is on a server."""

    process: "subprocess.Popen[str] | None"

    def wait(self) -> None:
        """Return when the graph answers; GraphUnavailable says why it does not."""
        if self.process and self.process.stdout:
            told = json.loads(self.process.stdout.readline() or "{}")
            if "ready" not in told:
                raise GraphUnavailable(told.get("error", "le moteur n'a pas démarré"))


@contextmanager
def watched(settings: Settings) -> Iterator[Watch]:
    """Keep an engine running while the block lasts; it ends when we do, in order or not."""
    if not settings.embedded:
        yield Watch(None)
        return
    ready_runtime(settings)
    with subprocess.Popen(
        [sys.executable, "-m", "graph.engine.supervisor", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **settings.environment()},
        start_new_session=True,  # Ctrl-C is for us, who then end it in order
    ) as process:
        yield Watch(process)
