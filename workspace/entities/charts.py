"""Values over time, as typed "2024-06 = 71" one a line: in words, and drawn as a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.indicators import Indicator, Reading
from workspace.dates import NO_BREAK, day
from workspace.language import gettext, number

LEFT, RIGHT, TOP, BOTTOM = 5, 295, 20, 84
WORDS, GAP = 84, 7  # how far a written value reaches, and how far over the line it stands


@dataclass(frozen=True)
class Measure:
    """A value on a day; `share` is how large it is of the largest, in percent; `amount` and `first` when they can be
    placed on a chart; `source`, where it comes from."""

    when: str
    told: str
    share: int | None
    amount: float | None
    first: str | None
    source: str = ""


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


@dataclass(frozen=True)
class Drawn:
    """An indicator with its values, and their line when it can be drawn."""

    name: str
    url: str
    measures: list[Measure]
    chart: Chart | None


def drawn(found: Iterable[Indicator]) -> list[Drawn]:
    """Indicators, each with its table and its chart."""
    out = []
    for each in found:
        measures = series(each.readings, each.unit)
        out.append(Drawn(each.record.name, each.record.url, measures, chart(measures)))
    return out


def series(found: Sequence[Reading], unit: object = None) -> list[Measure]:
    """Each in words; one that is not a day and a number comes without a share."""
    most = max((each.amount for each in found if each.amount is not None), default=0)
    said = f"{NO_BREAK}{unit}" if unit else ""
    return [
        Measure(day(each.day), each.told if each.amount is None else f"{number(each.amount)}{said}",
                round(100 * each.amount / most) if each.amount is not None and most > 0 and each.amount >= 0 else None,
                each.amount, each.first, each.source)
        for each in found
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
