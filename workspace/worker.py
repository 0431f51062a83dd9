"""The worker: one lane for each sort of job, so that a long one keeps no e-mail waiting."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from graph import jobs, live_saving, meeting_letters, trash
from graph.database import Database, connect
from graph.engine.lifeline import Lifeline
from graph.errors import GraphUnavailable
from graph.measures.starting import MeasuringProcess
from graph.settings import Settings, load
from workspace import filing
from workspace.lanes import Lane
from workspace.tasks import SORTS, Sort, regular

RENEW_SECONDS = jobs.LEASE_SECONDS / 3
SWEEP_SECONDS = 3600.0
LEFT_SECONDS = 60.0  # between two looks for what was written live and left unsaved
MEASURE_SECONDS = 1.0  # between two looks at the end of the feed
# What is erased for good once its time is over: jobs that were done, records that were deleted.
SWEEPS: tuple[Callable[[Database], int], ...] = (jobs.sweep, trash.purge, meeting_letters.sweep)
GRACE_SECONDS = 1.0  # for what is under way when we are told to leave, and as much to give it back
TICK_SECONDS = 0.25

log = logging.getLogger(__name__)


class Regularly(threading.Thread):
    """Asks the graph something every so many seconds; when it does not answer, the next time."""

    def __init__(self, seconds: float, act: Callable[[], Any], stop: threading.Event, *, first: float):
        super().__init__(daemon=True)
        self.seconds, self.act, self.stop, self.first = seconds, act, stop, first

    def run(self) -> None:
        """After `first` seconds, until told to stop."""
        wait = self.first
        while not self.stop.wait(wait):
            wait = self.seconds
            try:
                self.act()
            except GraphUnavailable as error:
                log.debug("%s", error)
            except Exception:
                log.exception("Le travail de fond continue")


def work(
    db: Database,
    settings: Settings,
    stop: threading.Event,
    *,
    once: bool = False,
    sorts: Mapping[str, Sort] = SORTS,
) -> None:
    """Carries out what is due until `stop`; with `once`, until nothing more is due (GraphUnavailable: it was not
    asked). This thread asks nothing of the graph, so that it leaves when told."""
    ready = {name: sort for name, sort in sorts.items() if sort.ready(settings)}
    lanes = [Lane(db, settings, name, sort, stop, once=once) for name, sort in ready.items()]
    over = threading.Event()
    beside = [Regularly(SWEEP_SECONDS, partial(each, db), over, first=0) for each in SWEEPS]
    beside += [Regularly(SWEEP_SECONDS, partial(filing.sweep, filing.folder(settings), db), over, first=0)]
    beside += [Regularly(LEFT_SECONDS, partial(live_saving.sweep, db), over, first=LEFT_SECONDS)]
    beside += [Regularly(seconds, partial(each, db), over, first=seconds) for seconds, each in regular()]
    beside += [Regularly(RENEW_SECONDS, lane.renew, over, first=RENEW_SECONDS) for lane in lanes]
    measures = MeasuringProcess(db)
    beside += [Regularly(MEASURE_SECONDS, measures.look, over, first=MEASURE_SECONDS)] if not once else []
    for thread in (*lanes, *beside):
        thread.start()
    if once:
        while (busy := [lane for lane in lanes if lane.is_alive()]) and not stop.is_set():
            busy[0].join(TICK_SECONDS)
    else:
        stop.wait()
    leave(lanes)
    over.set()
    # Connections are closed next: a question that is under way would fail the whole command.
    wait_for(beside)
    measures.stop()
    if once and (down := next((lane.down for lane in lanes if lane.down), None)):
        raise down


def leave(lanes: Sequence[Lane]) -> None:
    """Waits a moment for what is under way, then gives back the rest, if the graph answers in time."""
    wait_for(lanes)
    giving = [threading.Thread(target=lane.leave, daemon=True) for lane in lanes if lane.is_alive() and lane.job]
    for each in giving:
        each.start()
    for each in giving:
        each.join(GRACE_SECONDS)


def wait_for(threads: Sequence[threading.Thread]) -> None:
    """Until all are over, or a moment has gone."""
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))


def told_to_stop() -> threading.Event:
    """Set by SIGTERM, SIGINT and SIGHUP."""
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda *_: stop.set())
    return stop


def speak() -> None:
    """What happens goes to standard error, a line each."""
    logging.basicConfig(format="%(message)s", level=logging.INFO, stream=sys.stderr)
    logging.getLogger("neo4j").setLevel(logging.ERROR)


def main() -> None:
    """Beside a site, while the process whose number is the argument lives."""
    os.nice(5)  # pages come first
    speak()
    lifeline, stop = Lifeline(int(sys.argv[1])), threading.Event()

    def watch() -> None:
        while not lifeline.wait(TICK_SECONDS):
            pass
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    settings = load()
    work(connect(settings), settings, stop)


if __name__ == "__main__":
    main()
