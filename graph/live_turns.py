"""Records of notes that are written live, in turns: of a hundred notes, each of six people, many are due at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

# Times as long as the last one took, before the next: a fifth of the time of a process.
REST = 4


class Turns:
    """Records that are due are written one at a time a process, with a rest after each: those whose letters travel by
    the same process do not wait for it, and the letters are kept already."""

    def __init__(self) -> None:
        self._guard, self._next = Lock(), 0.0

    def take(self, work: Callable[[], None]) -> bool:
        """Does it, unless it is somebody else's turn or nobody's yet."""
        start = time.monotonic()
        if start < self._next or not self._guard.acquire(blocking=False):
            return False
        try:
            work()
        finally:
            now = time.monotonic()
            self._next = now + REST * (now - start)
            self._guard.release()
        return True
