"""A lane of the worker: takes the jobs of one sort, one after the other, and notes how each ended."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from graph import jobs
from graph.database import Database
from graph.errors import GraphUnavailable
from graph.jobs import Job
from graph.settings import Settings
from workspace.tasks import Lost, Refused, Sort, Task, Uncertain

LOOK_SECONDS = 1.0

log = logging.getLogger(__name__)


class Lane(threading.Thread):
    """`job` is the one under way; `down`, why the graph did not answer when it was asked last."""

    def __init__(self, db: Database, settings: Settings, name: str, sort: Sort, stop: threading.Event, *, once: bool):
        # A daemon: what hangs in a handler does not keep the process.
        super().__init__(name=name, daemon=True)
        self.db, self.settings, self.sort, self.stop, self.once = db, settings, sort, stop, once
        self.worker = f"{socket.gethostname()}/{os.getpid()}"
        self.job: Job | None = None
        self.down: GraphUnavailable | None = None
        self.rest: Callable[[], None] = lambda: None

    def run(self) -> None:
        """Until told to stop, or (`once`) until nothing is due."""
        while not self.stop.is_set():
            if job := self.next():
                self.carry_out(job)
                continue
            self.rest()
            if self.once:
                return
            self.stop.wait(LOOK_SECONDS)
        self.rest()

    def next(self) -> Job | None:
        """A job that is ours now; None when none is due or the graph is down."""
        try:
            taken = jobs.take(self.db, self.worker, [self.name])
        except GraphUnavailable as error:
            if not self.down:
                log.warning("Le graphe ne répond pas, le travail attend : %s", error)
            self.down = error
            return None
        except Exception:
            log.exception("%s : rien n'a pu être pris", self.name)
            return None
        self.down = None
        return taken[0] if taken else None

    def carry_out(self, job: Job) -> None:
        """Hands a job to its handler, and notes how it ended."""
        self.job = job
        self.note(self.attempt(job))
        self.job = None

    def attempt(self, job: Job) -> Callable[[], bool]:
        """Carries a job out; gives what is to be written about it."""
        try:
            handler, self.rest = self.sort.load()
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

    def note(self, write: Callable[[], Any]) -> None:
        """Writes how a job ended, again and again while the graph is down: only we know it."""
        while True:
            try:
                write()
            except GraphUnavailable:
                if self.stop.wait(LOOK_SECONDS):
                    return
            except Exception:
                log.exception("%s : la fin d'un travail n'a pas pu être notée", self.name)
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
