"""The measuring process: `python -m graph.measures.process PARENT`, beside a worker, at the lowest priority."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from graph.database import Database, connect
from graph.engine.lifeline import Lifeline
from graph.errors import GraphUnavailable
from graph.measures import leasing
from graph.settings import Settings, load

LOOK_SECONDS = 0.5
# Figures are exact some time after the last write: that takes seconds, and a new write would wait for them.
QUIET_SECONDS = 5.0
IDLE_SECONDS = 120.0  # without anything to measure; a worker starts another one then
TICK_SECONDS = 0.25
GRAPH_DOWN = 75  # the exit code that says: try again later

log = logging.getLogger(__name__)


def owner_of(process: int) -> str:
    """As whom a measuring process of this machine holds the lease."""
    return f"{socket.gethostname()}/{process}"


class Measuring:
    """Looks at the feed and measures, one step at a time."""

    def __init__(self, db: Database, owner: str):
        # 0.8 s and 80 MB, in this process only.
        from graph.measures import measuring

        self.db, self.owner, self.measuring = db, owner, measuring
        self.last = time.monotonic()

    def step(self) -> float:
        """Measures what is due; gives the seconds to wait before the next step."""
        if self.measuring.behind(self.db):
            return self._measure(exact=False)
        if time.monotonic() - self.last > QUIET_SECONDS and self.measuring.rough(self.db):
            return self._measure(exact=True)
        return LOOK_SECONDS

    def finish(self) -> None:
        """All that is due, once."""
        while self.measuring.behind(self.db) or self.measuring.rough(self.db):
            time.sleep(self._measure(exact=True))

    def _measure(self, *, exact: bool) -> float:
        """Half as long is waited afterwards as measuring took: a third of the time is left to others."""
        if not leasing.claim(self.db, self.owner):
            return LOOK_SECONDS
        start = time.monotonic()
        with renewed(self.db, self.owner):
            try:
                self.measuring.measure(self.db, self.owner, exact=exact)
            except leasing.Lost:
                log.warning("Un autre mesure déjà")
        leasing.release(self.db, self.owner)
        self.last = time.monotonic()
        return max(LOOK_SECONDS, (self.last - start) / 2)


@contextmanager
def renewed(db: Database, owner: str) -> Iterator[None]:
    """Lengthens the lease while the block lasts."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(leasing.SECONDS / 3):
            with suppress(GraphUnavailable):  # it is lengthened the next time, or lost
                leasing.renew(db, owner)

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def leave_with(parent: int) -> Callable[[], None]:
    """Ends this process as soon as its parent is gone, whatever it is computing; a lease runs out by itself."""
    lifeline = Lifeline(parent)

    def watch() -> None:
        while not lifeline.wait(TICK_SECONDS):
            pass
        os._exit(0)

    return watch


def main() -> None:
    """`PARENT` is the number of the process that started us; with `--once`, until nothing is due."""
    os.nice(19)
    logging.basicConfig(format="%(message)s", level=logging.INFO, stream=sys.stderr)
    logging.getLogger("neo4j").setLevel(logging.ERROR)
    threading.Thread(target=leave_with(int(sys.argv[1])), daemon=True).start()
    try:
        run(load(), once="--once" in sys.argv)
    except GraphUnavailable as error:
        # The engine may be elsewhere when it is back: the worker starts another process then, with its address.
        log.debug("%s", error)
        sys.exit(GRAPH_DOWN)


def run(settings: Settings, *, once: bool) -> None:
    """Measures until nothing was due for IDLE_SECONDS."""
    with connect(settings) as db:
        own = Measuring(db, owner_of(os.getpid()))
        if once:
            own.finish()
        while not once and time.monotonic() - own.last < IDLE_SECONDS:
            time.sleep(own.step())


if __name__ == "__main__":
    main()
