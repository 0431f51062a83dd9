"""What the lines of a roadmap amount to: how far each topic is, money by funder and step, who has what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.funding import STEPS
from graph.links import Brief
from graph.roadmaps import Funding, Line, Roadmap, Topic
from graph.schema import SCHEMA

STATES = tuple(SCHEMA.vocabularies["work_state"].terms)


@dataclass(frozen=True)
class Progress:
    """How far the lines of a topic are (None: of all of them): lines by state, "" for none said; `mean` percent of
    the open ones that say it, of which there are `known`."""

    topic: Topic | None
    states: Mapping[str, int]
    late: int
    total: int
    mean: int | None
    known: int


@dataclass(frozen=True)
class Budget:
    """Money of a funder (None: of all) in euros by step, "" when none is said; `unknown` fundings say no amount."""

    funder: Brief | None
    sums: Mapping[str, float]
    unknown: int
    lines: int


@dataclass(frozen=True)
class Share:
    """What somebody leads or is a partner in, the late first."""

    who: Brief
    leads: tuple[Line, ...]
    partners: tuple[Line, ...]

    @property
    def late(self) -> int:
        return len({line.record.id for line in (*self.leads, *self.partners) if line.late})


def progress(road: Roadmap) -> list[Progress]:
    """Of each topic, then of the whole."""
    return [*(_progress(topic, road.of(topic)) for topic in road.topics), _progress(None, road.lines)]


def budget(lines: Sequence[Line]) -> list[Budget]:
    """By funder, then of all of them. Steps are not added up: what is paid was granted before."""
    funders = {grant.funder.id: grant.funder for line in lines for grant in line.grants}
    ordered = sorted(funders.values(), key=lambda funder: (funder.name.casefold(), funder.id))
    found: dict[str, list[tuple[Line, Funding]]] = {}
    for line in lines:
        for grant in line.grants:
            found.setdefault(grant.funder.id, []).append((line, grant))
    every = [pair for pairs in found.values() for pair in pairs]
    return [*(_budget(funder, found[funder.id]) for funder in ordered), _budget(None, every)] if funders else []


def shares(lines: Sequence[Line]) -> list[Share]:
    """By who leads or is a partner, those who have something late first."""
    found: dict[str, tuple[Brief, list[Line], list[Line]]] = {}
    for line in lines:
        for column, place in (("leads", 1), ("partners", 2)):
            for tied in line.tied(column):
                found.setdefault(tied.record.id, (tied.record, [], []))[place].append(line)  # type: ignore[union-attr]
    told = [Share(who, _late_first(leads), _late_first(partners)) for who, leads, partners in found.values()]
    return sorted(told, key=lambda each: (-each.late, each.who.name.casefold(), each.who.id))


def by_state(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Every state with its lines, those of no state said last."""
    found = [(state, [line for line in lines if line.record.status == state]) for state in STATES]
    unsaid = [line for line in lines if line.record.status not in STATES]
    return [*found, *([("", unsaid)] if unsaid else [])]


def _progress(topic: Topic | None, lines: Sequence[Line]) -> Progress:
    known = [line.progress for line in lines if line.open and line.progress is not None]
    states = Counter(line.record.status or "" for line in lines)
    mean = round(sum(known) / len(known)) if known else None
    return Progress(topic, states, sum(line.late for line in lines), len(lines), mean, len(known))


def _budget(funder: Brief | None, found: Sequence[tuple[Line, Funding]]) -> Budget:
    sums: dict[str, float] = {}
    for _, grant in found:
        if grant.amount is not None:
            step = grant.step if grant.step in STEPS else ""
            sums[step or ""] = sums.get(step or "", 0) + grant.amount
    unknown = sum(grant.amount is None for _, grant in found)
    return Budget(funder, sums, unknown, len({line.record.id for line, _ in found}))


def _late_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (not line.late, line.due_to or "9", line.record.name, line.record.id)))
