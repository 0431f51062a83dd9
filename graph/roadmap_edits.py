"""Acts on a whole roadmap: a year opened from the last, lines put in order or taken out, what everybody may read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph import states
from graph.database import Database
from graph.editing import TAKEN, touched
from graph.errors import AlreadyExists, Invalid, NotFound
from graph.folding import slug
from graph.operations import Operation, Step
from graph.permissions import must_create, must_write, owner_of
from graph.roadmap_steps import Steps
from graph.roadmap_wanted import Fault
from graph.roadmaps import Line, Roadmap, Topic, roadmaps_of
from graph.schema import SCHEMA
from graph.shaping import shape_record, standing_of
from graph.viewers import Viewer
from graph.writing import write

YEAR = re.compile(r"(19|20|21)\d\d")
SHOWN_TO = ("public", "members", "private")
WHOLE = "MATCH (:Entity {id: $id})-[h:HAS_ROADMAP]->(:Entity {id: $road}) RETURN h.id AS id ORDER BY id"


@dataclass(frozen=True)
class Opening:
    """A year to open: its name, and who may read it at first."""

    year: str
    name: str
    visibility: str = "members"


def open_year(
    db: Database, viewer: Viewer, id: str, opening: Opening, last: Roadmap | None, carried: Collection[str],
    source: str, operation: Operation,
) -> list[Fault]:  # fmt: skip
    """Makes the roadmap of a community for a year, with the lines of `last` whose action is in `carried`: the same
    actions, in topics of the same names, with what they need. Gives what could not be taken up, by `row` of `last`."""
    whose, years = roadmaps_of(db, viewer, id)
    must_write(viewer, whose.id)
    must_create(viewer, SCHEMA.kinds["Roadmap"])
    _check(opening, [each.year for each in years])
    lines = [line for line in last.lines if line.record.id in carried] if last else []
    topics = list({line.topic.record.id: line.topic for line in lines}.values())
    steps = _steps(db, viewer, [whose.id, *(line.record.id for line in lines)], [], source, operation)
    steps.taken = _taken(db, [f"feuille-de-route-{slug(opening.name)}", *(_wish(topic) for topic in topics)])
    seen = {"visibility": opening.visibility}
    road = steps.record("Roadmap", _values(opening), {"status": "ongoing", **seen})
    steps.tie(0, "name", "HAS_ROADMAP", whose.id, road, seen)
    for rank, topic in enumerate(topics, 1):
        made = steps.record("RoadmapTopic", {"name": topic.record.name}, seen)
        steps.tie(0, "topic", "PART_OF", made, road, {"rank": rank, **seen})
        _carry(steps, road, made, [line for line in lines if line.topic == topic])
    made_steps = steps.all()
    write(db, owner_of(viewer, made_steps), operation, made_steps)
    return steps.faults


def _carry(steps: Steps, road: str, topic: str, lines: Sequence[Line]) -> None:
    for rank, line in enumerate(lines, 1):
        steps.tie(0, line.record.name, "PART_OF", line.record.id, topic, {"rank": rank})
        words = {"means": line.words.means, "lead": line.words.lead}
        if said := {name: text for name, text in words.items() if text}:
            seen = {"visibility": line.words.visibility}
            steps.tie(0, line.record.name, "PROVIDES_FOR", road, line.record.id, {**said, **seen})


def take_out(db: Database, viewer: Viewer, road: Roadmap, action: str, operation: Operation) -> None:
    """Takes a line out of the roadmap; the action stays in the network, and in other years."""
    line = line_of(road, action)
    must_write(viewer, action)
    links = [line.link, *([line.words.link] if line.words.link else [])]
    steps = _steps(db, viewer, [], links, "", operation)
    for link in links:
        steps.drop(0, "name", link)
    _carried_out(db, viewer, steps, operation)


def put_in_order(
    db: Database, viewer: Viewer, road: Roadmap, id: str, up: bool, operation: Operation
) -> None:  # fmt: skip
    """Moves a line within its topic, or a topic with its lines, by one place; nothing at either end."""
    must_write(viewer, road.record.id)
    topic = next((topic for topic in road.topics if topic.record.id == id), None)
    among: Sequence[Line | Topic] = road.topics if topic else road.of(line_of(road, id).topic)
    place = next(n for n, each in enumerate(among) if each.record.id == id)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(among):
        return
    ordered = list(among)
    ordered[place], ordered[other] = ordered[other], ordered[place]
    ranks = {each.link: rank for rank, each in enumerate(ordered, 1) if each.rank != rank}
    steps = _steps(db, viewer, [], ranks, "", operation)
    for link, rank in ranks.items():
        steps.retie(0, "name", link, {"rank": rank})
    _carried_out(db, viewer, steps, operation)


def show_to(db: Database, viewer: Viewer, road: Roadmap, visibility: str, operation: Operation) -> None:
    """Says who may read the roadmap and its topics; each line and funding keeps its own visibility."""
    must_write(viewer, road.record.id)
    if visibility not in SHOWN_TO:
        raise Invalid({"visibility": "visibilité inconnue"})
    ids = [road.record.id, *(topic.record.id for topic in road.topics)]
    whole = _whole(db, road)
    steps = _steps(db, viewer, ids, whole, "", operation)
    for id in ids:
        before, version = steps.present[id].state, steps.present[id].version
        kind = SCHEMA.kinds[str(before["kind"])]
        told = standing_of(kind, {"visibility": visibility}, before, operation.at)
        step = Step("record", id, before, shape_record(dict(before) | told, kind, {}), version)
        steps.changed += touched(step, operation)
    for link in whole:
        steps.retie(0, "name", link, {"visibility": visibility})
    _carried_out(db, viewer, steps, operation)


def line_of(road: Roadmap, action: str) -> Line:
    """The line of an action; NotFound when it is none of the roadmap's."""
    line = next((line for line in road.lines if line.record.id == action), None)
    if line is None:
        raise NotFound(action)
    return line


def _whole(db: Database, road: Roadmap) -> list[str]:
    """The links that say that this is the community's roadmap, and that these are its topics."""
    rows = db.read(WHOLE, id=road.community.id, road=road.record.id)
    return [*(row["id"] for row in rows), *(topic.link for topic in road.topics)]


def _carried_out(db: Database, viewer: Viewer, steps: Steps, operation: Operation) -> None:
    """All that was asked, or a refusal that says why."""
    made = steps.all()
    if steps.faults:
        raise Invalid({steps.faults[0].column: steps.faults[0].message})
    if made:
        write(db, viewer, operation, made)


def _steps(
    db: Database, viewer: Viewer, ids: Iterable[str], links: Iterable[str], source: str, operation: Operation
) -> Steps:
    found = states.relations(db, links)
    return Steps(db, viewer, operation, source, states.records(db, ids), lambda: found, set())


def _check(opening: Opening, years: Sequence[str]) -> None:
    if not YEAR.fullmatch(opening.year):
        raise Invalid({"year": "une année est attendue, par exemple 2027"})
    if opening.year in years:
        raise AlreadyExists("year", opening.year)
    if not opening.name.strip():
        raise Invalid({"name": "un nom est nécessaire"})
    if opening.visibility not in SHOWN_TO:
        raise Invalid({"visibility": "visibilité inconnue"})


def _values(opening: Opening) -> Mapping[str, str]:
    return {"name": " ".join(opening.name.split())[:300], "year": opening.year}


def _wish(topic: Topic) -> str:
    return f"sujet-{slug(topic.record.name)}"


def _taken(db: Database, wishes: Sequence[str]) -> set[str]:
    tries = [f"{wish}{end}" for wish in wishes for end in ("", *(f"-{n}" for n in range(2, 40)))]
    return {row["id"] for row in db.read(TAKEN, ids=tries)}
