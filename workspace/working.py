"""A worker beside the site: a process of its own that ends when we do, in order or not. Light to import."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from graph.settings import Settings


@contextmanager
def working(settings: Settings, *, wanted: bool = True) -> Iterator[None]:
    """Keep a worker running while the block lasts."""
    if not wanted:
        yield
        return
    with subprocess.Popen(
        [sys.executable, "-m", "workspace.worker", str(os.getpid())],
        stdin=subprocess.PIPE,  # closed at the end, which is its signal to leave
        env={**os.environ, **settings.environment()},
        start_new_session=True,  # Ctrl-C is for us
    ):
        yield
