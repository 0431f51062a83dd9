"""Indicators: values over time of what they measure, each with its day, its unit and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.asof import brief_at
from graph.database import Database
from graph.dates import partial_date
from graph.links import Brief, brief_of, in_force
from graph.schema import SCHEMA
from graph.values import parse
from graph.viewers import Viewer, sees, sees_link

# A sentence of a query that has a record `n`.
OF_RECORD = f"""COLLECT {{
    MATCH (n)<-[measuring:MEASURES]-(m:Entity&Indicator)
    WHERE {sees("m")} AND {sees_link("measuring")} AND {in_force("measuring")}
    WITH DISTINCT m ORDER BY m.name_key, m.id
    RETURN {{record: {brief_at("m")}, unit: m.unit, values: coalesce(m.values, [])}}
  }}"""
INDICATORS = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
RETURN {OF_RECORD} AS indicators
"""
SOURCED = re.compile(r"(.*\S)\s*\(([^()]+)\)")
AMOUNT = SCHEMA.kinds["Territory"].field("population")


@dataclass(frozen=True)
class Reading:
    """A value on a (partial) day: `told` as typed, `amount` when it is a number; where it comes from, or ""."""

    day: str
    told: str
    amount: float | None = None
    source: str = ""

    @property
    def line(self) -> str:
        """As the field keeps it: « 2024-06 = 71 (Rapport annuel) »."""
        return f"{self.day} = {self.told}" + (f" ({self.source})" if self.source else "")

    @property
    def first(self) -> str | None:
        """Its first day in full; None for what is no day."""
        try:
            return partial_date(self.day).first
        except ValueError:
            return None


@dataclass(frozen=True)
class Indicator:
    """What it is called, in what it counts, and its values."""

    record: Brief
    unit: str | None
    readings: tuple[Reading, ...]


def indicators(db: Database, viewer: Viewer, id: str, at: str | None = None) -> tuple[Indicator, ...]:
    """Those that measure a record, by name; none of a record that is hidden."""
    rows = db.read(INDICATORS, id=id, at=at, **viewer.params())
    return told(rows[0]["indicators"]) if rows else ()


def told(rows: Iterable[Mapping[str, Any]]) -> tuple[Indicator, ...]:
    """From what `OF_RECORD` collects."""
    return tuple(Indicator(brief_of(row["record"]), row["unit"], readings(row["values"])) for row in rows)


def readings(lines: Iterable[object]) -> tuple[Reading, ...]:
    """Lines of the field; one that is not « date = value » is told as it is."""
    return tuple(_reading(str(line)) for line in lines)


def merged(old: Iterable[Reading], new: Iterable[Reading]) -> tuple[Reading, ...]:
    """Both, by day; a new value takes the place of the old one of the same day."""
    by_day = {reading.day: reading for reading in (*old, *new)}
    return tuple(sorted(by_day.values(), key=lambda reading: (reading.first or "9999", reading.day)))


def amount_of(text: str) -> float | None:
    """A number as people type it; None for what is none."""
    assert AMOUNT is not None
    try:
        found = parse(AMOUNT, text)
    except ValueError:
        return None
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def lines_of(found: Sequence[Reading]) -> str:
    """What the field `values` is given."""
    return "\n".join(reading.line for reading in found)


def _reading(line: str) -> Reading:
    day, _, rest = (part.strip() for part in line.partition("="))
    split = SOURCED.fullmatch(rest)
    value, source = (split[1], split[2].strip()) if split else (rest, "")
    return Reading(day, value, amount_of(value), source)
