"""The first text of a note: a template with what the graph says of the record that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph import changes
from graph.agendas import Point, agenda
from graph.at_signs import BECAME
from graph.change_entries import Entry
from graph.committee_work import OF_COMMITTEE, OPEN
from graph.committees import meeting, meetings
from graph.database import Database
from graph.links import Brief, brief, brief_of, in_force, today
from graph.note_templates import Template
from graph.schema import SCHEMA
from graph.viewers import ANONYMOUS, Viewer, sees, sees_link
from graph.vote_rules import FIELDS, NUMBERS

MOST_MEMBERS, MOST_ACTIONS, MOST_CHANGES, MOST_DECISIONS = 60, 30, 15, 60
# A name in a text may not hold brackets, nor what follows `@` several lines.
MEMBERS = f"""
MATCH (:Entity {{id: $id}})<-[m:MEMBER_OF|ATTENDS]-(who:Entity)
WHERE {in_force("m")} AND {sees("who")} AND {sees_link("m")}
RETURN DISTINCT {brief("who")} AS who ORDER BY who.name, who.id LIMIT $limit
"""
ACTIONS = f"""
MATCH (top:Entity {{id: $id}}) {OF_COMMITTEE}
WITH a WHERE NOT a:Gone AND {sees("a")} AND {OPEN}
RETURN DISTINCT {brief("a")} AS action, a.due AS due ORDER BY coalesce(a.due, '9'), action.name, action.id LIMIT $limit
"""
DECISIONS = f"""
MATCH (m:Entity {{id: $id}})<-[r:DECIDED_IN]-(d:Entity) WHERE m.kind = 'Meeting' AND {sees("d")} AND {sees_link("r")}
RETURN {brief("d")} AS decision, d {{{", ".join(f".{name}" for name in FIELDS)}}} AS vote
ORDER BY d.name_key, d.id LIMIT {MOST_DECISIONS}
"""
LAST = f"""
MATCH (:Entity {{id: $id}})<-[m:MENTIONS]-(note:Note) WHERE NOT note:Gone AND {sees("note")} AND {sees_link("m")}
RETURN max(coalesce(note.day_from, left(note.created_at, 10))) AS day
"""


def draft(db: Database, viewer: Viewer, template: Template, about: Brief | None, language: str = "fr") -> str:
    """The template with its blanks filled, or left for the writer where there is nothing to say."""
    text = template.text
    fillers: Mapping[str, Callable[[], str]] = {
        "{fiche}": lambda: f"@{about.name}" if about else "…",
        "{date}": today,
        "{membres}": lambda: _members(db, viewer, about) if about else "- ",
        "{actions}": lambda: _actions(db, viewer, about) if about else "- [ ] ",
        "{ordre}": lambda: _agenda(db, viewer, about, language) if about else "- ",
        "{decisions}": lambda: _decisions(db, viewer, about, language) if about else "- ",
        "{changements}": lambda: _changes(db, viewer, about, language) if about else "- ",
    }
    for blank, said in fillers.items():
        if blank in text:
            text = text.replace(blank, said())
    return text


def _members(db: Database, viewer: Viewer, about: Brief) -> str:
    rows = db.read(MEMBERS, id=about.id, at=today(), limit=MOST_MEMBERS, **viewer.params())
    return _listed(f"- @[{_plain(who.name)}]({who.id})" for who in (brief_of(row["who"]) for row in rows))


def _actions(db: Database, viewer: Viewer, about: Brief) -> str:
    rows = db.read(ACTIONS, id=about.id, limit=MOST_ACTIONS, **viewer.params())
    told = ((brief_of(row["action"]), row["due"]) for row in rows)
    return _listed(
        (f"- [ ] {_plain(action.name)}{f', {due}' if due else ''} (@[{BECAME['Action']}]({action.id}))"
         for action, due in told), "- [ ] ",
    )  # fmt: skip


def _agenda(db: Database, viewer: Viewer, about: Brief, language: str) -> str:
    """Of a meeting, or of the next one of a community, as its writer may see it; a point that was voted on says how."""
    if about.kind == "Meeting":
        held = [meeting(db, viewer, about.id)]
    else:
        held = [each for each in meetings(db, viewer, about.id, "coming") if each.record.status != "abandoned"][:1]
    points = [point for each in held for point in agenda(db, viewer, each) if not point.hidden]
    votes = {each.id: f"({_vote(each.vote.cells, language)})" for each in points if each.vote}
    return _listed(" ".join(filter(None, ("-", each.at, _named(each), f"({each.minutes} min)", _treats(each),
                                          votes.get(each.id)))) for each in points)  # fmt: skip


def _decisions(db: Database, viewer: Viewer, about: Brief, language: str) -> str:
    """Those that a meeting took, each with its vote: « à main levée ; Pour : 12, Contre : 1 »."""
    rows = db.read(DECISIONS, id=about.id, **viewer.params())
    told = ((brief_of(row["decision"]), _vote(row["vote"], language)) for row in rows)
    return _listed(f"- @[{_plain(each.name)}]({each.id}){f' ({vote})' if vote else ''}" for each, vote in told)


def _vote(told: Mapping[str, Any], language: str) -> str:
    if not told["vote"]:
        return ""
    fields, modes = SCHEMA.kinds["Decision"].own, SCHEMA.vocabularies["vote_mode"].terms
    said = {name: told[name] for name in (*NUMBERS, "reservations") if told[name] not in (None, "")}
    colon, then = (":", "; ") if language == "en" else (" :", " ; ")
    counts = ", ".join(f"{fields[name].label.in_language(language)}{colon} {_plain(str(each))}"
                       for name, each in said.items())  # fmt: skip
    return then.join(filter(None, (modes[told["vote"]].in_language(language), counts)))


def _named(point: Point) -> str:
    return f"@[{_plain(point.title)}]({point.about.id})" if point.about and not _treats(point) else _plain(point.title)


def _treats(point: Point) -> str:
    """The record that a point deals with, where its own words say something else."""
    same = not point.about or point.about.name.casefold() == point.title.casefold()
    return "" if same or not point.about else f": @[{_plain(point.about.name)}]({point.about.id})"


def _changes(db: Database, viewer: Viewer, about: Brief, language: str) -> str:
    """What everybody may know: a note may be read by more people than its writer."""
    since = db.read(LAST, id=about.id, **viewer.params())[0]["day"] or ""
    if not db.read(f"MATCH (n:Entity {{id: $id}}) WHERE {sees('n')} RETURN n.id", id=about.id, **ANONYMOUS.params()):
        return "- "
    entries = changes.of(db, ANONYMOUS, about.id, None, MOST_CHANGES, language).entries
    told = [f"- {said} ({entry.at[:10]})" for entry in entries if entry.at[:10] > since
            for said in _sentences(entry, language)]  # fmt: skip
    return _listed(told[:MOST_CHANGES])


def _sentences(entry: Entry, language: str) -> list[str]:
    """What an operation did, line by line; an import is only counted."""
    return [entry.sentence(language)] if entry.in_bulk else [line.sentence(language, entry.who) for line in entry.lines]


def _listed(lines: Iterable[str], none: str = "- ") -> str:
    return "\n".join(lines) or none


def _plain(name: str) -> str:
    return " ".join(name.replace("[", "(").replace("]", ")").split())
