"""Times as medians and 95th percentiles, and the rows that tell them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: `goal` is a bound from above, None when nobody set one."""

    name: str
    value: float
    unit: str
    goal: float | None = None

    @property
    def ok(self) -> bool | None:
        return None if self.goal is None else self.value <= self.goal


@dataclass(frozen=True)
class Times:
    """Milliseconds of several calls."""

    median: float
    p95: float


def timed(
    work: Callable[[], object], runs: int = 40, warm: int = 8, *, before: Callable[[], object] = lambda: None
) -> Times:
    """Runs `work` after a warm-up; a cold engine plans and compiles during its first calls. `before` each, something
    that is not counted."""
    times = []
    for _ in range(warm + runs):
        before()
        times.append(_once(work))
    return summed(times[warm:])


def paired(one: Callable[[], object], other: Callable[[], object], runs: int = 40, warm: int = 8) -> float:
    """Median of `one` over median of `other`, called in turn, so that a slow moment slows both."""
    for _ in range(warm):
        one(), other()
    pairs = [(_once(one), _once(other)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs) / statistics.median(b for _, b in pairs)


def summed(times: list[float]) -> Times:
    """Median and 95th percentile of times in milliseconds."""
    ordered = sorted(times)
    return Times(statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))])


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
