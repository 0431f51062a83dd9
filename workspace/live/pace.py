"""How soon a browser comes again: what a process can answer without a queue is shared among those who write by it.

Browsers told apart would need a list, and the same process each time; each says instead how long ago it came last:
what they say in half a minute, over half a minute, is how many there are."""

from __future__ import annotations

from collections import deque
from threading import Lock

# Seconds that are looked back: twice the longest pause, or those who wait are forgotten and all come back together.
WINDOW = 30.0
NEW = 10.0  # seconds that a newcomer counts for, before they have come twice
SHARE = 0.4  # of each second that a process spends on exchanges: beyond half, they wait for each other
LONGEST = 15.0  # seconds; who is not heard of for 25 is not there


class Pace:
    """The exchanges of one process in the last half minute: when, how long since the one before, and their time."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._last: deque[tuple[float, float, float]] = deque()
        self._since = self._took = 0.0  # of all of them

    def pause(self, at: float, since: float | None, took: float) -> float:
        """Seconds to wait, for who was answered `at` in `took` seconds and came `since` seconds after their last time;
        None for who is new."""
        told = NEW if since is None else min(max(since, 0.0), LONGEST)
        with self._guard:
            self._add((at, told, took), 1)
            self._last.append((at, told, took))
            while self._last[0][0] < at - WINDOW:
                self._add(self._last.popleft(), -1)
            people, mean = self._since / WINDOW, self._took / len(self._last)
        return min(people * mean / SHARE, LONGEST)

    def _add(self, each: tuple[float, float, float], sign: int) -> None:
        self._since += sign * each[1]
        self._took += sign * each[2]
