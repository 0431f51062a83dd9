"""`…/feuille-de-route/<year>/suivi`, `/chaines`, `/comparer`: how far it is, what follows from what, two years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import get_month_names
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from graph.errors import NotFound
from graph.funding import STEPS
from graph.roadmap_chains import by_decision, chains_of, decision_chains
from graph.roadmap_comparing import compared
from graph.roadmap_figures import STATES, budget, by_state, progress, shares
from graph.roadmaps import Line, Roadmap
from workspace.current import database, viewer
from workspace.language import language
from workspace.rendering import render
from workspace.roadmaps.asked import asked, page_of
from workspace.words import initial, status_word, term

blueprint = Blueprint("roadmap_following", __name__)
WIDE, ROW = 720, 22  # of the drawing, without its names


@dataclass(frozen=True)
class Bar:
    """A line on the time line: from `x`, `width` wide; a day alone is a mark."""

    line: Line
    x: float
    width: float
    y: int


@dataclass(frozen=True)
class Timeline:
    """Bars over months, and where today is (None: in another year)."""

    bars: tuple[Bar, ...]
    unplaced: tuple[Line, ...]
    months: tuple[tuple[float, str], ...]
    today: float | None
    height: int


@blueprint.get("/communautes/<slug>/feuille-de-route/<year>/suivi")
def follow(slug: str, year: str) -> ResponseReturnValue:
    """Progress by topic, time, money by funder and step, who has what to do, a column a state."""
    road = asked(slug, year)
    return render(
        "roadmaps/follow.html", road=road, slug=slug, page=page_of(slug, year), progress=progress(road),
        states=STATES, timeline=timeline(road), money=budget(road.lines), steps=STEPS, shares=shares(road.lines),
        board=by_state(road.lines),
        state_heads=[_head(status_word(state, "Action")) for state in STATES],
        step_heads=[_head(term(step, "funding_step")) for step in STEPS],
    )  # fmt: skip


@blueprint.get("/communautes/<slug>/feuille-de-route/<year>/chaines")
def chains(slug: str, year: str) -> ResponseReturnValue:
    """Its lines under the decisions that they follow from, down to the policies."""
    road = asked(slug, year)
    found, alone = by_decision(chains_of(database(), viewer(), [line.record.id for line in road.lines]))
    return render("roadmaps/chains.html", road=road, slug=slug, page=page_of(slug, year), found=found, alone=alone)


@blueprint.get("/decisions/<slug>/suites")
def after(slug: str) -> ResponseReturnValue:
    """What followed from one decision."""
    record, found = decision_chains(database(), viewer(), f"decision-{slug}")
    return render("roadmaps/decision.html", record=record, found=found)


@blueprint.get("/communautes/<slug>/feuille-de-route/<year>/comparer")
def compare(slug: str, year: str) -> ResponseReturnValue:
    """Beside the year before, or `?avec=` another."""
    later = asked(slug, year)
    others = [each.year for each in later.years if each.year != year]
    before = next((each for each in others if each < year), others[0] if others else "")
    other = request.args.get("avec") or before
    if other not in others:
        raise NotFound(other)
    earlier, later = sorted((asked(slug, other), later), key=lambda road: road.year)
    return render("roadmaps/compare.html", road=asked(slug, year), slug=slug, page=page_of(slug, year), other=other,
                  others=others, told=compared(database(), viewer(), earlier, later), steps=STEPS)  # fmt: skip


def timeline(road: Roadmap) -> Timeline:
    """The lines that say when, over the months of the year; what begins before or ends after is cut at its edge."""
    first, last = date(int(road.year), 1, 1), date(int(road.year), 12, 31)
    days = (last - first).days + 1

    def place(day: str) -> float:
        return round(WIDE * min(max((date.fromisoformat(day) - first).days, 0), days) / days, 1)

    bars = []
    dated = [line for line in road.lines if line.begins_from or line.due_to]
    for row, line in enumerate(sorted(dated, key=_when)):
        start = place(line.begins_from or line.due_from or "")
        end = place(line.due_to or last.isoformat())
        bars.append(Bar(line, min(start, WIDE - 4), max(end - start, 4), row * ROW))
    now = date.today()
    named = get_month_names("abbreviated", locale=language())
    months = tuple((place(date(first.year, month, 1).isoformat()), named[month]) for month in range(1, 13))
    return Timeline(
        tuple(bars), tuple(line for line in road.lines if not (line.begins_from or line.due_to)), months,
        place(now.isoformat()) if now.year == first.year else None, len(bars) * ROW,
    )  # fmt: skip


def _head(words: str) -> dict[str, object]:
    return {"label": initial(words), "number": True}


def _when(line: Line) -> tuple[str, str, str]:
    return line.begins_from or line.due_from or "", line.due_to or "9", line.record.id
