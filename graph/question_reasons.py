"""Why a record answers a question: the chains that lead through every step, each link with its dates and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from graph.briefs import briefs
from graph.database import Database
from graph.links import Brief, Link, brief, brief_of, in_force
from graph.paths import Path, walked, weight
from graph.question_answers import Answered
from graph.questions import Step
from graph.viewers import Viewer, sees, sees_link

TOLD = 3  # chains of one answer
COUNTED = 100  # chains of one answer: there may be thousands

LINKS = f"""
UNWIND $pairs AS pair
MATCH (n:Entity {{id: pair[0]}}) WHERE {sees("n")}
MATCH (n)PATTERN(o:Entity {{id: pair[1]}}) WHERE {sees_link("r")} AND {sees("o")} AND {in_force("r")}
RETURN {brief("n")} AS near, {brief("o")} AS far, startNode(r).id AS start, type(r) AS type, properties(r) AS told
ORDER BY near.id, far.id, told.id
"""
Walk = tuple[str, ...]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """A record and the chains that make it an answer; `more` are not told, and there are others when `open`."""

    record: Brief
    chains: tuple[Path, ...]
    more: int = 0
    open: bool = False


def answers(db: Database, viewer: Viewer, found: Answered, ids: Sequence[str], most: int = TOLD) -> list[Answer]:
    """These answers with up to `most` chains each; what was hidden or untied meanwhile is left out."""
    walks = {id: list(islice(found.chains.of(id), COUNTED + 1)) for id in ids}
    shown = {id: chains[:most] for id, chains in walks.items()}
    links = [_links(db, viewer, step, _pairs(shown, place), found.question.at)
             for place, step in enumerate(found.question.steps)]  # fmt: skip
    if not links:
        known = briefs(db, viewer, ids)
        return [Answer(known[id], ()) for id in ids if id in known]
    told = {id: tuple(path for chain in chains if (path := _path(chain, links))) for id, chains in shown.items()}
    return [
        Answer(told[id][0].records[0], told[id], min(len(walks[id]), COUNTED) - len(told[id]), len(walks[id]) > COUNTED)
        for id in ids if told[id]
    ]  # fmt: skip


def _pairs(shown: Mapping[str, Sequence[Walk]], place: int) -> list[list[str]]:
    """The records between which a step goes in these chains."""
    return [list(pair) for pair in sorted({chain[place : place + 2] for chains in shown.values() for chain in chains})]


def _links(
    db: Database, viewer: Viewer, step: Step, pairs: Sequence[Sequence[str]], at: str | None
) -> dict[Pair, list[Link]]:  # fmt: skip
    """The links of a step by the records that they tie; of several what is in force, dated and sourced comes first."""
    out: dict[Pair, list[Link]] = {}
    for row in db.read(LINKS.replace("PATTERN", step.pattern()), pairs=pairs, at=at, **viewer.params()):
        near, far = brief_of(row["near"]), brief_of(row["far"])
        link = walked([row["start"], row["type"], row["told"]], near, far)
        out.setdefault((near.id, far.id), []).append(link)
    return {pair: sorted(each, key=weight) for pair, each in out.items()}


def _path(chain: Walk, links: Sequence[Mapping[Pair, list[Link]]]) -> Path | None:
    """The chain as it is told; None when one of its links is there no more."""
    steps = [each.get((chain[place], chain[place + 1])) for place, each in enumerate(links)]
    if not all(steps):
        return None
    told = tuple(step[0] for step in steps if step)
    also = tuple(tuple(step[1:]) for step in steps if step)
    first = told[0].target if told[0].inverse else told[0].source
    return Path((first, *(link.other for link in told)), told, also)
