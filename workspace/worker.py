"""The worker: one lane for each sort of job, so that a long one keeps no e-mail waiting."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from graph import jobs
from graph.database import Database, connect
from graph.engine.lifeline import Lifeline
from graph.errors import GraphUnavailable
from graph.jobs import Job
from graph.settings import Settings, load
from workspace.tasks import SORTS, Handler, Lost, Refused, Sort, Task, Uncertain

LOOK_SECONDS = 1.0
ONCE_SECONDS = 0.05
RENEW_SECONDS = jobs.LEASE_SECONDS / 3
SWEEP_SECONDS = 3600.0
GRACE_SECONDS = 1.0  # for what is under way when we are told to leave, and as much to give it back

log = logging.getLogger(__name__)


class Lane(threading.Thread):
    """Takes the jobs of one sort, one after the other; `job` is the one under way."""

    def __init__(self, db: Database, settings: Settings, name: str, sort: Sort, stop: threading.Event, *, once: bool):
        # A daemon: what hangs in a handler does not keep the process.
        super().__init__(name=name, daemon=True)
        self.db, self.settings, self.sort, self.stop, self.once = db, settings, sort, stop, once
        self.worker = f"{socket.gethostname()}/{os.getpid()}"
        self.job: Job | None = None
        self.silent = False

    def run(self) -> None:
        """Until told to stop, or (`once`) until nothing is due."""
        while not self.stop.is_set():
            job = self.next()
            if job:
                self.carry_out(job)
            elif self.once:
                return
            else:
                self.stop.wait(LOOK_SECONDS)

    def next(self) -> Job | None:
        """A job that is ours now; None when none is due or the graph is down."""
        try:
            taken = jobs.take(self.db, self.worker, [self.name])
            self.silent = False
        except GraphUnavailable as error:
            if not self.silent:
                log.warning("Le graphe ne répond pas, le travail attend : %s", error)
            self.silent = True
            return None
        return taken[0] if taken else None

    def carry_out(self, job: Job) -> None:
        """Hands a job to its handler, and notes how it ended."""
        self.job = job
        self.note(self.attempt(job))
        self.job = None

    def attempt(self, job: Job) -> Callable[[], bool]:
        """Carries a job out; gives what is to be written about it."""
        try:
            handler: Handler = self.sort.load()
            kept = handler(Task(self.db, self.settings, job))
        except Lost:
            log.warning("%s : un autre l'a repris", job.id)
            return lambda: False
        except Refused as error:
            log.warning("%s : refusé, %s", job.id, error)
            return partial(jobs.failed, self.db, job, str(error), cause="refused")
        except Uncertain as error:
            log.warning("%s : incertain, %s", job.id, error)
            return partial(jobs.uncertain, self.db, job, str(error))
        except Exception as error:
            log.warning("%s : essai %s, %s", job.id, job.tries, error, exc_info=log.isEnabledFor(logging.DEBUG))
            return partial(jobs.failed, self.db, job, f"{type(error).__name__} : {error}")
        return partial(jobs.done, self.db, job, kept)

    def note(self, write: Callable[[], bool]) -> None:
        """Writes how a job ended, again and again while the graph is down: only we know it."""
        while True:
            try:
                write()
            except GraphUnavailable:
                if self.stop.wait(LOOK_SECONDS):
                    return
            else:
                return

    def renew(self) -> None:
        """Lengthens the lease of the job under way."""
        if job := self.job:
            jobs.renew(self.db, job)

    def leave(self) -> None:
        """Gives back the job under way, or says that nobody knows how it ends."""
        if job := self.job:
            jobs.give_back(self.db, job)


class Regularly:
    """Something asked of the graph every so many seconds, left out while the graph is down."""

    def __init__(self, seconds: float, act: Callable[[], Any]):
        self.seconds, self.act, self.next = seconds, act, 0.0

    def turn(self) -> None:
        """Do it if it is time."""
        if time.monotonic() >= self.next:
            self.next = time.monotonic() + self.seconds
            with suppress(GraphUnavailable):
                self.act()


def work(
    db: Database,
    settings: Settings,
    stop: threading.Event,
    *,
    once: bool = False,
    sorts: Mapping[str, Sort] = SORTS,
) -> None:
    """Carries out what is due until `stop`; with `once`, until nothing more is due."""
    ready = {name: sort for name, sort in sorts.items() if sort.ready(settings)}
    lanes = [Lane(db, settings, name, sort, stop, once=once) for name, sort in ready.items()]
    regular = [Regularly(SWEEP_SECONDS, lambda: jobs.sweep(db))]
    regular += [Regularly(RENEW_SECONDS, lane.renew) for lane in lanes]
    for lane in lanes:
        lane.start()
    while not (once and not any(lane.is_alive() for lane in lanes)):
        for each in regular:
            each.turn()
        if stop.wait(ONCE_SECONDS if once else LOOK_SECONDS):
            break
    leave(lanes)


def leave(lanes: Sequence[Lane]) -> None:
    """Waits a moment for what is under way, then gives back the rest, if the graph answers in time."""
    deadline = time.monotonic() + GRACE_SECONDS
    for lane in lanes:
        lane.join(max(0.0, deadline - time.monotonic()))
    giving = [threading.Thread(target=lane.leave, daemon=True) for lane in lanes if lane.is_alive() and lane.job]
    for each in giving:
        each.start()
    for each in giving:
        each.join(GRACE_SECONDS)


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
        while not lifeline.wait(LOOK_SECONDS / 4):
            pass
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    settings = load()
    work(connect(settings), settings, stop)


if __name__ == "__main__":
    main()
