"""Values over time, as typed "2024-06 = 71" one a line: in words, and drawn as a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.dates import partial_date
from graph.schema import SCHEMA
from graph.values import parse
from workspace.dates import NO_BREAK, day
from workspace.language import gettext, number

LEFT, RIGHT, TOP, BOTTOM = 5, 295, 20, 84
WORDS, GAP = 84, 7  # how far a written value reaches, and how far over the line it stands


@dataclass(frozen=True)
class Measure:
    """A value on a day; `share` is how large it is of the largest, in percent; `amount` and `first` when they can be
    placed on a chart."""

    when: str
    told: str
    share: int | None
    amount: float | None
    first: str | None


@dataclass(frozen=True)
class Chart:
    """A line from left (first day) to right (last day), from nought below to the largest above."""

    measures: tuple[Measure, ...]
    dots: tuple[tuple[float, float], ...]

    @property
    def line(self) -> str:
        return " ".join(f"{x},{y}" for x, y in self.dots)

    @property
    def area(self) -> str:
        return f"{self.dots[0][0]},{BOTTOM} {self.line} {self.dots[-1][0]},{BOTTOM}"

    @property
    def over_first(self) -> float:
        """Where the first value is written: over the line, as far as its words reach."""
        return self._above(min(each for each, _ in self.dots) + WORDS, before=True)

    @property
    def over_last(self) -> float:
        return self._above(max(each for each, _ in self.dots) - WORDS, before=False)

    def _above(self, reach: float, *, before: bool) -> float:
        near = [y for x, y in self.dots if (x <= reach) is before or x == reach]
        ends = pairwise(self.dots)
        near += [y + (b - y) * (reach - x) / (a - x) for (x, y), (a, b) in ends if x < reach < a]
        return round(min(near) - GAP, 1)

    @property
    def sentence(self) -> str:
        """« de 12 km en 2023 à 318 km en novembre 2026 »."""
        first, last = self.measures[0], self.measures[-1]
        return gettext(
            "de %(first)s (%(then)s) à %(last)s (%(now)s)",
            first=first.told, then=first.when, last=last.told, now=last.when,
        )  # fmt: skip


def series(lines: Iterable[object], unit: object = None) -> list[Measure]:
    """Each line in words; one that is not a day and a number comes without a share."""
    pairs = [str(line).partition("=")[::2] for line in lines]
    numbers = [_number(told) for _, told in pairs]
    most = max((amount for amount in numbers if amount is not None), default=0)
    said = f"{NO_BREAK}{unit}" if unit else ""
    return [
        Measure(day(when.strip()), told.strip() if amount is None else f"{number(amount)}{said}",
                round(100 * amount / most) if amount is not None and most > 0 and amount >= 0 else None,
                amount, _first(when))
        for (when, told), amount in zip(pairs, numbers, strict=True)
    ]  # fmt: skip


def chart(measures: Sequence[Measure]) -> Chart | None:
    """None with fewer than two values that have a day: a line needs two ends."""
    placed = sorted((m for m in measures if m.first and m.amount is not None), key=lambda m: m.first or "")
    days = [date.fromisoformat(m.first or "").toordinal() for m in placed]
    if len(set(days)) < 2:
        return None
    amounts = [m.amount or 0 for m in placed]
    low, high = min(0, *amounts), max(0, *amounts)
    dots = [
        (round(LEFT + (RIGHT - LEFT) * (when - days[0]) / (days[-1] - days[0]), 1),
         round(BOTTOM - (BOTTOM - TOP) * (amount - low) / ((high - low) or 1), 1))
        for when, amount in zip(days, amounts, strict=True)
    ]  # fmt: skip
    return Chart(tuple(placed), tuple(dots))


def _first(when: str) -> str | None:
    try:
        return partial_date(when).first
    except ValueError:
        return None


def _number(text: str) -> float | None:
    amount = SCHEMA.kinds["Territory"].field("population")
    assert amount is not None
    try:
        found = parse(amount, text)
    except ValueError:
        return None
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None
