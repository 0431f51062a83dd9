"""Lines of a note that become records (action, decision, use case, need, challenge), linked back to the line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph import states
from graph.at_signs import BECAME, PREFIX, ats, plain
from graph.database import Database
from graph.editing import change_record, create_record, create_relation
from graph.errors import Conflict, Invalid, NotFound
from graph.freezing import FROZEN, frozen
from graph.links import Brief, brief, brief_of
from graph.operations import GONE, Operation
from graph.permissions import must_write
from graph.viewers import Viewer, audience_of, sees, sees_link

# How who is told with a line is tied to the record that it becomes.
WHO = {"Action": "LEADS", "Decision": "", "UseCase": "EXPRESSES", "Need": "EXPRESSES", "Challenge": "PROPOSES"}
HEADING = re.compile(r"^\s*(?:#{1,6}\s|={3,}|-{3,}|\||```|~~~)")
BORN = f"""
MATCH (:Entity {{id: $id}})-[m:MENTIONS]->(n:Entity)
WHERE any(word IN m.words WHERE word IN $words) AND {sees("n")} AND {sees_link("m")}
RETURN {brief("n")} AS record, n.due AS due,
       COLLECT {{ MATCH (n)<-[r:LEADS|EXPRESSES|PROPOSES]-(who:Entity) WHERE {sees("who")} AND {sees_link("r")}
                 RETURN {brief("who")} ORDER BY who.name, who.id LIMIT 5 }} AS who
ORDER BY n.created_at, n.id
"""


@dataclass(frozen=True)
class Line:
    """One line that says something: its number from 1, its text as it stands, what it says without its signs, and the
    record that it became, if it did."""

    number: int
    text: str
    says: str
    became: str = ""


@dataclass(frozen=True)
class Born:
    """A record that a line became, with its due day and who is tied to it."""

    record: Brief
    due: str | None
    who: Sequence[Brief]


def lines(text: str) -> list[Line]:
    """The lines of a text that say something: no heading, table or code."""
    out = []
    for number, line in enumerate(text.splitlines(), 1):
        says = plain(line)
        if says and not HEADING.match(line):
            out.append(Line(number, line, says, next((at.id for at in ats(line) if at.words in BECAME.values()), "")))
    return out


def born(db: Database, viewer: Viewer, id: str) -> list[Born]:
    """The records that lines of a note became, as far as the viewer may see."""
    rows = db.read(BORN, id=id, words=[*BECAME.values()], **viewer.params())
    return [Born(brief_of(row["record"]), row["due"], tuple(map(brief_of, row["who"]))) for row in rows]


def make_of_line(
    db: Database, viewer: Viewer, note: str, line: Line, kind: str, raw: Mapping[str, object], who: str,
    operation: Operation,
) -> str:  # fmt: skip
    """Makes a record of a line, and writes it into the line; gives its id. One operation takes both back. Conflict when
    the line is no longer there."""
    if kind not in WHO:
        raise Invalid({"sorte": "une ligne ne peut pas devenir cette sorte de fiche"})
    found = states.records(db, [note]).get(note)
    if found is None or found.state.get(GONE) or not viewer.reads(found.state["audience"]):
        raise NotFound(note)
    must_write(viewer, note)
    if frozen(found.state):
        raise Invalid({"text": FROZEN})
    text = str(found.state.get("text") or "")
    if line.text not in text.splitlines() or line.became:
        raise Conflict(note)
    shared = {name: found.state[name] for name in ("visibility", "group") if found.state.get(name)}
    id = create_record(db, viewer, kind, {**shared, **raw}, operation)
    if who and WHO[kind]:
        said = {"declared_by": "actor", "source": found.state["name"]}
        create_relation(db, _maker(viewer, id), WHO[kind], who, id, said, operation)
    change_record(db, viewer, note, found.version, {"text": _with(text, line, kind, id)}, operation)
    return id


def _with(text: str, line: Line, kind: str, id: str) -> str:
    """The text in which the line names its record; an action has a box to tick."""
    kept = text.splitlines()
    place = line.number - 1 if kept[line.number - 1 : line.number] == [line.text] else kept.index(line.text)
    indent, item, box = PREFIX.match(line.text).groups()  # type: ignore[union-attr]
    rest = line.text[len(indent or "") + len(item or "") + len(box or "") :].rstrip()
    if kind == "Action":
        item, box = item or "- ", box or "[ ] "
    kept[place] = f"{indent or ''}{item or ''}{box or ''}{rest} (@[{BECAME[kind]}]({id}))"
    return "\n".join(kept)


def _maker(viewer: Viewer, id: str) -> Viewer:
    """Who has just made a record writes it."""
    audiences = (*viewer.audiences, audience_of("private", id, None))
    return replace(viewer, stewards=viewer.stewards | {id}, audiences=audiences)
