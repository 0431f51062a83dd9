"""The keeper of the worker beside the site."""

import os
import threading
import time
from typing import ClassVar

import pytest

from graph.settings import load
from workspace.working import working


class Slow:
    """A process whose start takes a moment, and that runs until it is told."""

    begun = threading.Event()
    happened: ClassVar[list[str]] = []

    def __init__(self, *_: object, **__: object) -> None:
        self.begun.set()
        time.sleep(0.3)
        self.happened.append("started")

    def __enter__(self) -> "Slow":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def poll(self) -> None:
        """It still runs."""


def test_the_web_server_forks_no_worker_in_the_middle_of_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its copy of the pipes would keep the keeper waiting: a worker that died was then never started again."""
    monkeypatch.setattr("workspace.working.subprocess.Popen", Slow)
    with working(load(), lambda: True):
        assert Slow.begun.wait(10)
        if not (child := os.fork()):
            os._exit(0)
        Slow.happened.append("forked")
        os.waitpid(child, 0)
    assert Slow.happened == ["started", "forked"]


def test_the_worker_waits_for_the_site_and_leaves_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that never answers has no worker beside it, and still ends."""
    monkeypatch.setattr("workspace.working.subprocess.Popen", Slow)
    Slow.begun.clear()
    with working(load(), lambda: False):
        assert not Slow.begun.wait(0.2)
    assert not Slow.begun.is_set()
