"""Making the next thing while the last one is used."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
# Whoever saves or reads a page in this process waits for Python itself at each answer of the graph: for 5 ms of this
# work by default. Left so afterwards: it costs nothing while one thread is at work.
SWITCH_SECONDS = 0.001


def ahead(items: Iterator[T]) -> Generator[T]:
    """The same items in the same order, each made in a thread of its own while the one before is used. What breaks the
    making of an item is raised in its place; closing waits for the one that is being made."""
    sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_SECONDS))
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item
