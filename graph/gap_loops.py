"""What becomes of a need: taken up by a challenge, raised by a call, answered by a commons, closed; with days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph.database import Database
from graph.errors import NotFound
from graph.links import Brief, Link, brief, brief_of, link_of
from graph.viewers import Viewer, sees, sees_link

Stage = Literal["need", "challenge", "call", "answer", "closed"]
STAGES: tuple[Stage, ...] = ("need", "challenge", "call", "answer", "closed")
TYPES: Mapping[Stage, tuple[str, ...]] = {
    "need": ("EXPRESSES",), "challenge": ("TAKES_UP",), "call": ("RAISES",), "answer": ("ANSWERS", "MEETS"),
}  # fmt: skip

LOOP = f"""
MATCH (n:Entity {{id: $id}}) WHERE n.kind = 'Need' AND {sees("n")}
CALL (n) {{
  MATCH (n)<-[r:EXPRESSES|NEEDS|TAKES_UP|MEETS]-(a)
  WHERE NOT a:Gone AND {sees("a")} AND {sees_link("r")}
  RETURN r, a, n AS b
  UNION
  MATCH (n)<-[t:TAKES_UP]-(b)<-[r:RAISES|ANSWERS]-(a)
  WHERE NOT b:Gone AND {sees("b")} AND {sees_link("t")} AND NOT a:Gone AND {sees("a")} AND {sees_link("r")}
  RETURN r, a, b
}}
WITH n, r, a, b ORDER BY coalesce(r.since_from, '9999'), r.id
RETURN {brief("n")} AS record, n.problem AS problem, coalesce(n.status_states, []) AS states,
  coalesce(n.status_days, []) AS days,
  collect(CASE WHEN r IS NOT NULL THEN [type(r), properties(r), {brief("a")}, {brief("b")}] END) AS links
"""


@dataclass(frozen=True)
class Step:
    """One stage: the links that carry it out, and since when, as far as it is known."""

    name: Stage
    links: tuple[Link, ...] = ()
    day: str | None = None
    done: bool = False


@dataclass(frozen=True)
class Loop:
    """A need from the day it was expressed to the day it was closed; `abouts` are the links from what needs it."""

    need: Brief
    problem: str | None
    abouts: tuple[Link, ...]
    steps: tuple[Step, ...]

    @property
    def closed(self) -> bool:
        return self.steps[-1].done

    @property
    def next(self) -> Step | None:
        """The stage to be reached; once something answers, a challenge and a call are no longer waited for."""
        return None if self.closed else self.steps[STAGES.index(next_stage([step.done for step in self.steps]))]


def next_stage(done: Sequence[bool]) -> Stage:
    """The first stage that is not done, of a need that is not closed."""
    return "closed" if done[STAGES.index("answer")] else STAGES[list(done).index(False)]


def is_closed(status: str | None, *, met: bool) -> bool:
    """The rule of graph.gaps: what somebody says comes before what is found."""
    return status == "covered" or (met and status != "not_covered")


def gap_loop(db: Database, viewer: Viewer, id: str) -> Loop:
    """The loop of a need. NotFound when there is none that the viewer may see."""
    rows = db.read(LOOP, id=id, **viewer.params())
    if not rows:
        raise NotFound(id)
    row = rows[0]
    need = brief_of(row["record"])
    links = [link_of(told, type, brief_of(a), brief_of(b), inverse=True) for type, told, a, b in row["links"]]
    abouts = tuple(link for link in links if link.type == "NEEDS")
    steps = [_step(name, links) for name in STAGES[:-1]]
    expressed = _first([steps[0].day, *(each.since for each in abouts), *row["days"][:1]])
    steps[0] = Step("need", steps[0].links, expressed, done=True)
    return Loop(need, row["problem"], abouts, (*steps, _closing(need, links, row)))


def _step(name: Stage, links: Sequence[Link]) -> Step:
    own = tuple(link for link in links if link.type in TYPES[name])
    return Step(name, own, _first(link.since for link in own), bool(own))


def _closing(need: Brief, links: Sequence[Link], row: Mapping[str, Any]) -> Step:
    met = tuple(link for link in links if link.type == "MEETS")
    told = [day for state, day in zip(row["states"], row["days"], strict=False) if state == "covered"]
    if not is_closed(need.status, met=bool(met)):
        return Step("closed")
    return Step("closed", met, told[-1] if told else _first(link.since for link in met), True)


def _first(days: Any) -> str | None:
    return min((day for day in days if day), default=None)
