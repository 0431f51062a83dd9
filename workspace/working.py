"""A worker beside the site: a process of its own that ends when we do, in order or not, and is started again when it
ends by itself. Light to import."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graph.settings import Settings

LOOK_SECONDS = 0.5
# The web server forks its workers meanwhile: one that fell within a start would keep its pipes, and we would wait for
# them to close as long as that worker lives.
STARTING = threading.Lock()
os.register_at_fork(before=STARTING.acquire, after_in_parent=STARTING.release, after_in_child=STARTING.release)
LONGEST_PAUSE, LASTED = 60.0, 60.0  # seconds: between two starts, and after which one is taken to have worked


@contextmanager
def working(settings: Settings, ready: Callable[[], bool], *, wanted: bool = True) -> Iterator[None]:
    """Keep a worker running while the block lasts, once the site is `ready`."""
    if not wanted:
        yield
        return
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(settings, ready, over))
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(settings: Settings, ready: Callable[[], bool], over: threading.Event) -> None:
    """Starts it, and again when it ended: at once, then after pauses that grow while it does not hold."""
    # Its imports and first questions take both processors: the site answered 7 s after its engine, without them 2 s.
    while not ready() and not over.wait(LOOK_SECONDS):
        pass
    pause = 0.0
    while not over.wait(pause):
        begun = time.monotonic()
        with _started(settings) as worker:
            # The site's master may learn of its end before us: then it counts as ended too.
            while worker.poll() is None and not over.wait(LOOK_SECONDS):
                pass
        lasted = time.monotonic() - begun > LASTED
        pause = 0.0 if lasted else min(LONGEST_PAUSE, 2 * pause + 1)


def _started(settings: Settings) -> "subprocess.Popen[bytes]":
    with STARTING:
        return subprocess.Popen(
            [sys.executable, "-m", "workspace.worker", str(os.getpid())],
            stdin=subprocess.PIPE,  # closed at the end, which is its signal to leave
            env={**os.environ, **settings.environment()},
            start_new_session=True,  # Ctrl-C is for us
        )
