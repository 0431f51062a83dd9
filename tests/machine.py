"""One Java machine for all workers of a run, with a Neo4j for each: `python -m tests.machine FOLDER COUNT PARENT`.

What plans a question is compiled once, not once a worker: a third of an engine's time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from graph.embedded import Address, Engine, published
from graph.engine.child import hold, reason, serve, start_java
from graph.engine.lifeline import Lifeline
from graph.engine.prepare import prepare
from graph.settings import load

SECONDS = 600  # the first time, the engine is fetched


@contextmanager
def started(folder: Path, count: int) -> Iterator[None]:
    """While the run lasts."""
    command = [sys.executable, "-m", "tests.machine", str(folder), str(count), str(os.getpid())]
    with (folder / "output.log").open("w") as log:
        machine = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        assert machine.stdin
        machine.stdin.close()
        machine.wait(60)


def address(folder: Path, worker: int) -> Address:
    """Where this worker's Neo4j answers, once it does."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := published(folder / str(worker)):
            return found
        if (failed := folder / "failed").exists():
            raise AssertionError(failed.read_text())
        time.sleep(0.1)
    raise AssertionError(f"no engine after {SECONDS} s: {folder}/output.log says why")


def main(folder: Path, count: int, parent: int) -> None:
    """Serve until the run ends."""
    lifeline = Lifeline(parent)
    settings = load()
    own = Engine(folder, prepare(settings.cache, settings.maven_url), heap=f"{400 * count}m", keep_plans=True)
    options = own.options(None)
    start_java(options)
    with ExitStack() as stack:
        for worker in range(count):
            home = folder / str(worker)
            home.mkdir()
            lock = hold(home)
            assert lock
            stack.enter_context(lock)
            service = serve(replace(options, home=str(home)), sys.stdout)
            stack.callback(service.shutdown)
        while not lifeline.wait(1.0):
            pass


if __name__ == "__main__":
    home = Path(sys.argv[1])
    try:
        main(home, int(sys.argv[2]), int(sys.argv[3]))
    except Exception as error:
        traceback.print_exc()
        (home / "failed").write_text(reason(error))
    finally:
        sys.stdout.flush()
        os._exit(0)
