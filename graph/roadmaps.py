"""The yearly roadmap of a community: its topics, their actions, and what each action needs, serves and follows from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.committees import community
from graph.database import Database
from graph.errors import NotFound
from graph.links import Brief, brief, brief_of, in_force, today
from graph.viewers import Viewer, sees, sees_link

MOST = 5_000  # lines of a roadmap
CLOSED = ("done", "abandoned")
ROADMAPS = f"""
MATCH (c:Entity {{id: $id}})-[h:HAS_ROADMAP]->(m:Roadmap)
WHERE NOT m:Gone AND {sees("c")} AND {sees("m")} AND {sees_link("h")} AND m.year IS NOT NULL
RETURN {brief("m")} AS record, left(m.year, 4) AS year, m.version AS version
ORDER BY year DESC, record.id
"""
TOPICS = f"""
MATCH (m:Entity {{id: $id}})<-[p:PART_OF]-(t:RoadmapTopic)
WHERE NOT t:Gone AND {sees("t")} AND {sees_link("p")}
RETURN {brief("t")} AS record, p.id AS link, p.rank AS rank ORDER BY coalesce(rank, 0), t.name_key, t.id
"""
# Topics were asked for by who reads; what stands below may be asked for somebody else (the public).
TOLD_OF_LINE = f"""
RETURN topic, [link, rank] AS place, {brief("a")} AS record,
  [a.begins, a.begins_from, a.due, a.due_from, a.due_to, a.progress, a.version] AS told,
  COLLECT {{
    MATCH (a)-[r:IMPLEMENTS|REALISES|NEEDS]->(o:Entity)
    WHERE NOT o:Gone AND {sees("o")} AND {sees_link("r")} AND {in_force("r")}
    RETURN [type(r), r.id, r.visibility, o.id, o.kind, o.name] ORDER BY o.name_key, r.id
  }} + COLLECT {{
    MATCH (a)<-[r:LEADS|PARTNERS|PROMPTS]-(o:Entity)
    WHERE NOT o:Gone AND {sees("o")} AND {sees_link("r")} AND {in_force("r")}
    RETURN [type(r), r.id, r.visibility, o.id, o.kind, o.name] ORDER BY o.name_key, r.id
  }} AS ties,
  COLLECT {{
    MATCH (a)<-[f:FUNDS]-(o:Entity) WHERE NOT o:Gone AND {sees("o")} AND {sees_link("f")}
      AND (coalesce(f.step, '') <> 'paid' OR f.since_to IS NULL OR f.since_to >= $year)
    RETURN [f.id, f.step, f.amount, f.visibility, f.version, o.id, o.kind, o.name] ORDER BY o.name_key, f.id
  }} AS grants,
  COLLECT {{
    MATCH (a)<-[w:PROVIDES_FOR]-(:Entity {{id: $id}}) WHERE {sees_link("w")}
    RETURN [w.id, w.means, w.lead, w.visibility] ORDER BY w.id LIMIT 1
  }} AS words,
  COLLECT {{
    MATCH (a)-[q:PART_OF]->(other:RoadmapTopic)-[s:PART_OF]->(m:Roadmap) WHERE m.id <> $id
      AND NOT m:Gone AND NOT other:Gone AND {sees("other")} AND {sees("m")} AND {sees_link("q")} AND {sees_link("s")}
      AND m.year IS NOT NULL
    RETURN DISTINCT [left(m.year, 4), m.id] AS year ORDER BY year
  }} AS years
ORDER BY coalesce(rank, 0), a.name_key, a.id LIMIT {MOST}
"""
LINES = f"""
UNWIND $topics AS topic
MATCH (t:Entity {{id: topic}})<-[p:PART_OF]-(a:Action) WHERE NOT a:Gone AND {sees("a")} AND {sees_link("p")}
WITH topic, a, p.id AS link, p.rank AS rank
{TOLD_OF_LINE}"""
ACTIONS = f"""
UNWIND $actions AS id
MATCH (a:Entity {{id: id}}) WHERE a.kind = 'Action' AND NOT a:Gone AND {sees("a")}
WITH '' AS topic, a, '' AS link, null AS rank
{TOLD_OF_LINE}"""
TOLD = ("begins", "begins_from", "due", "due_from", "due_to", "progress", "version")
# Which column a tie stands in, by its type.
COLUMN_OF = {
    "IMPLEMENTS": "policies", "REALISES": "cases", "NEEDS": "needs", "LEADS": "leads", "PARTNERS": "partners",
    "PROMPTS": "decisions",
}  # fmt: skip


@dataclass(frozen=True)
class Tied:
    """A record that a line is tied to by the link of that id."""

    link: str
    record: Brief
    visibility: str = "public"


@dataclass(frozen=True)
class Funding:
    """Money thought of, asked, granted or paid for a line; `amount` in euros, `step` of the vocabulary, or None."""

    link: str
    funder: Brief
    step: str | None
    amount: float | None
    visibility: str
    version: int


@dataclass(frozen=True)
class Words:
    """What is said of a line in this year's roadmap, on a link with its own visibility."""

    link: str = ""
    means: str | None = None
    lead: str | None = None
    visibility: str = "public"


@dataclass(frozen=True)
class Topic:
    """A topic of a roadmap, with the link that puts it there."""

    record: Brief
    link: str
    rank: float | None


@dataclass(frozen=True)
class Line:
    """An action of a roadmap: dates as typed and as ISO days, `progress` in percent, `years` the other roadmaps
    (year, id) that it is in; ties by column."""

    record: Brief
    topic: Topic
    link: str
    rank: float | None
    begins: str | None
    begins_from: str | None
    due: str | None
    due_from: str | None
    due_to: str | None
    progress: float | None
    version: int
    ties: Mapping[str, tuple[Tied, ...]] = field(default_factory=dict)
    grants: tuple[Funding, ...] = ()
    words: Words = Words()
    years: tuple[tuple[str, str], ...] = ()
    at: str = ""  # the ISO day of which it is told; today without

    @property
    def open(self) -> bool:
        return self.record.status not in CLOSED

    @property
    def late(self) -> bool:
        return bool(self.open and self.due_to and self.due_to < (self.at or today()))

    def tied(self, column: str) -> tuple[Tied, ...]:
        return self.ties.get(column, ())


@dataclass(frozen=True)
class Year:
    """One of a community's roadmaps, of the year of four digits."""

    record: Brief
    year: str
    version: int


@dataclass(frozen=True)
class Roadmap:
    """A community's roadmap of a year: topics in their order, and lines topic by topic; `years` are all that the
    community has, the latest first."""

    community: Brief
    record: Brief
    year: str
    version: int
    topics: tuple[Topic, ...]
    lines: tuple[Line, ...]
    years: tuple[Year, ...]

    def of(self, topic: Topic) -> list[Line]:
        """The lines of a topic."""
        return [line for line in self.lines if line.topic.record.id == topic.record.id]

    def carried_from(self, line: Line) -> str | None:
        """The latest earlier year in which the line already stood."""
        return max((year for year, _ in line.years if year < self.year), default=None)

    def carried_to(self, line: Line) -> str | None:
        """The first later year that took the line up again."""
        return min((year for year, _ in line.years if year > self.year), default=None)


def roadmaps_of(db: Database, viewer: Viewer, id: str) -> tuple[Brief, tuple[Year, ...]]:
    """A community and its roadmaps that the viewer may see, the latest year first. NotFound for what is none."""
    found = community(db, viewer, id)
    rows = db.read(ROADMAPS, id=id, **viewer.params())
    return found, tuple(Year(brief_of(row["record"]), row["year"], row["version"]) for row in rows)


def current(years: Sequence[Year]) -> Year | None:
    """The latest that has begun, else the first to come: what a draft of next year does not hide."""
    begun = [each for each in years if each.year <= today()[:4]]
    return begun[0] if begun else years[-1] if years else None


def roadmap(db: Database, viewer: Viewer, id: str, year: str, seen_by: Viewer | None = None, at: str = "") -> Roadmap:
    """The roadmap of a community for a year; its lines as `seen_by` may see them, with what ties them on the ISO day
    `at` (today). NotFound when there is none."""
    whose, years = roadmaps_of(db, viewer, id)
    this = next((each for each in years if each.year == year), None)
    if this is None:
        raise NotFound(f"{id}/{year}")
    rows = db.read(TOPICS, id=this.record.id, **viewer.params())
    topics = tuple(Topic(brief_of(row["record"]), row["link"], row["rank"]) for row in rows)
    lines = lines_of(db, seen_by or viewer, this, topics, at or today())
    return Roadmap(whose, this.record, year, this.version, topics, lines, years)


def lines_of(db: Database, viewer: Viewer, this: Year, topics: Sequence[Topic], at: str) -> tuple[Line, ...]:
    """The actions of these topics, topic by topic, with their links of an ISO day."""
    asked = {"topics": [topic.record.id for topic in topics], "id": this.record.id, "year": f"{this.year}-01-01"}
    rows = db.read(LINES, at=at, **asked, **viewer.params()) if topics else []
    places = {topic.record.id: place for place, topic in enumerate(topics)}
    lines = (_line(row, topics[places[row["topic"]]]) for row in rows)
    return tuple(sorted(lines, key=lambda line: places[line.topic.record.id]))


def elsewhere(db: Database, viewer: Viewer, road: Roadmap, actions: Iterable[str]) -> dict[str, Line]:
    """Actions that are no lines of this roadmap, as if they were: in no topic, by no link. Others are not there."""
    here = {line.record.id for line in road.lines}
    wanted = sorted(set(actions) - here)
    asked = {"actions": wanted, "id": road.record.id, "year": f"{road.year}-01-01"}
    rows = db.read(ACTIONS, at=today(), **asked, **viewer.params()) if wanted else []
    nowhere = Topic(Brief("", "RoadmapTopic", ""), "", None)
    return {row["record"]["id"]: _line(row, nowhere) for row in rows}


def _line(row: Mapping[str, Any], topic: Topic) -> Line:
    ties: dict[str, list[Tied]] = {}
    for type, link, visibility, *told in row["ties"]:
        ties.setdefault(COLUMN_OF[type], []).append(Tied(link, Brief(*told), visibility or "public"))
    grants = (
        Funding(link, Brief(*funder), step, amount, visibility or "public", version)
        for link, step, amount, visibility, version, *funder in row["grants"]
    )
    link, rank = row["place"]
    words = Words(*row["words"][0]) if row["words"] else Words()
    return Line(
        brief_of(row["record"]), topic, link, rank, **dict(zip(TOLD, row["told"], strict=True)),
        ties={name: tuple(each) for name, each in ties.items()}, grants=tuple(grants), words=words,
        years=tuple((year, id) for year, id in row["years"]),
    )  # fmt: skip
