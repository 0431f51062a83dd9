"""The measuring process as its worker sees it: started when the feed moved, gone when it rests. Light to import."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress

from graph.database import Database
from graph.errors import GraphUnavailable
from graph.freshness import last_write
from graph.measures import leasing
from graph.measures.keeping import heads
from graph.measures.process import GRAPH_DOWN, owner_of

FAULT_SECONDS = 60.0  # before another is started, after one that stopped by a fault of its own


class MeasuringProcess:
    """At most one of this worker, on the graph that it works on."""

    def __init__(self, db: Database):
        self.db = db
        self.child: subprocess.Popen[bytes] | None = None
        self.not_before = 0.0

    def look(self) -> None:
        """Starts one when something was written that is not measured; takes up the work of one that was killed."""
        if self.child and self.child.poll() is None:
            return
        self._settle()
        if time.monotonic() < self.not_before:
            return
        mark = last_write(self.db)
        kept = heads(self.db)
        if mark[0] and not (len(kept) == 2 and all(head.current(mark) for head in kept.values())):
            self.child = self._start()

    def once(self) -> None:
        """Measures what is due, and waits for it."""
        with self._start("--once") as child:
            child.wait()

    def stop(self) -> None:
        """Ends it with the worker; what it was computing is measured again by the next."""
        if self.child:
            self.child.kill()
            with suppress(GraphUnavailable):
                self._settle()

    def _settle(self) -> None:
        """What a killed one held is free at once."""
        child, self.child = self.child, None
        if child is None:
            return
        with child:  # its pipe is closed
            pass
        if child.returncode > 0 and child.returncode != GRAPH_DOWN:
            self.not_before = time.monotonic() + FAULT_SECONDS
        if child.returncode:
            leasing.release(self.db, owner_of(child.pid))

    def _start(self, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "graph.measures.process", str(os.getpid()), *options],
            stdin=subprocess.PIPE,  # closed with the worker, which is its signal to leave
            env={**os.environ, **self.db.environment()},
            start_new_session=True,  # Ctrl-C is for the worker
        )
