"""Where each body stands with a committee, before it sits there and after: to contact, contacted, interested, taking
part, in retreat; when somebody last spoke with it. Only who animates the committee reads and writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.committees import Body, committee, community
from graph.database import Database, Transaction
from graph.errors import Conflict, Invalid, NotAllowed, NotFound
from graph.links import Brief, brief, brief_of, today
from graph.operations import now
from graph.viewers import Viewer, sees

STATES = ("to_contact", "contacted", "interested", "takes_part", "withdrawn")
KINDS = ("Organisation", "Person", "Community")  # what can be contacted
LONGEST = 200  # letters of the few words
MOST = 500
MAY = f"{sees('c')} AND ($edits OR c.id IN $facilitated)"
ANIMATED = f"MATCH (c:Entity {{id: $id}}) WHERE c.kind = 'Community' AND {MAY} RETURN c.id AS id"
NOTED = f"""
MATCH (c:Entity {{id: $id}}) WHERE c.kind = 'Community' AND {MAY}
MATCH (m:Mobilisation {{committee: $id}})
WITH m, COLLECT {{ MATCH (gone:Gone {{id: m.record}}) RETURN gone.merged_into }}[0] AS into
MATCH (who:Entity {{id: coalesce(into, m.record)}}) WHERE {sees("who")}
RETURN {brief("who")} AS who, m {{.state, .day, .words, .by, .at}} AS told,
  COLLECT {{ MATCH (u:User {{id: m.by}}) RETURN u.name }}[0] AS by_name
ORDER BY into IS NULL, who.name, who.id LIMIT {MOST}
"""
# The lock first: what is compared with what was read is what the last writer left.
TAKE = f"""
MATCH (c:Entity {{id: $id}}) WHERE c.kind = 'Community' AND {MAY}
MATCH (who:Entity {{id: $who}}) WHERE {sees("who")} AND who.kind IN $kinds
MERGE (m:Mobilisation {{key: $id + '|' + $who}})
ON CREATE SET m.committee = $id, m.record = $who
SET m.locked = true
RETURN m {{.state, .day, .words}} AS told
"""
NOTE = "MATCH (m:Mobilisation {key: $key}) SET m.state = $state, m.day = $day, m.words = $words, m.by = $by, m.at = $at"
FORGET = "MATCH (m:Mobilisation {key: $key}) DELETE m"
ABOUT = """
MATCH (m:Mobilisation {record: $id})
RETURN m {.committee, .state, .day, .words, .at} AS told ORDER BY m.committee
"""


@dataclass(frozen=True)
class Said:
    """`state` is one of STATES or empty, `day` of the last contact is ISO or empty, `words` are a few."""

    state: str = ""
    day: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.state or self.day or self.words)


@dataclass(frozen=True)
class Row:
    """A body or somebody, what was said, by whom and when; `body` when it sits in the committee today."""

    who: Brief
    said: Said = Said()
    body: Body | None = None
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Mobilised:
    """A committee with those who sit there and those who are being won over."""

    committee: Brief
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many stand where; the empty word for those of whom nothing was said."""
        return {state: sum(row.said.state == state for row in self.rows) for state in (*STATES, "")}


def animates(viewer: Viewer, id: str) -> bool:
    """Is it for this viewer? For buttons: the question asks again."""
    return viewer.edits or id in viewer.facilitates


def mobilisation(db: Database, viewer: Viewer, id: str) -> Mobilised:
    """NotFound for what is no committee that the viewer may see, NotAllowed for who does not animate it."""
    found = committee(db, viewer, id, most=3)
    must_animate(db, viewer, id)
    noted = standings(db, viewer, id)
    seated = {body.who.id: replace(noted.get(body.who.id, Row(body.who)), body=body) for body in found.bodies}
    others = [row for who, row in noted.items() if who not in seated]
    return Mobilised(found.record, tuple(sorted((*seated.values(), *others), key=lambda row: row.who.name.casefold())))


def standings(db: Database, viewer: Viewer, id: str) -> dict[str, Row]:
    """What was said of each, by the id of its record; nothing for who does not animate the committee."""
    rows = [Row(brief_of(row["who"]), _said(row["told"]), by=row["by_name"] or "", at=row["told"]["at"] or "")
            for row in db.read(NOTED, id=id, **viewer.rights())]  # fmt: skip
    return {row.who.id: row for row in rows}


def note(db: Database, viewer: Viewer, id: str, told: Mapping[str, tuple[Said, Said]]) -> int:
    """Notes what changed, all of it or nothing: of each record its id, what the page showed and what was typed. Gives
    how many changed. Invalid names the record and field, Conflict when another said something of one meanwhile."""
    community(db, viewer, id)
    must_animate(db, viewer, id)
    changed = {who: pair for who, pair in told.items() if pair[0] != pair[1]}
    if wrong := {f"{field} {who}": words for who, (_, said) in changed.items() for field, words in _wrong(said)}:
        raise Invalid(wrong)

    def work(tx: Transaction) -> None:
        for who, (was, said) in sorted(changed.items()):
            found = tx.run(TAKE, id=id, who=who, kinds=list(KINDS), **viewer.rights())
            if not found:
                raise NotFound(who)
            there = _said(found[0]["told"])
            if there and there not in (was, said):
                raise Conflict(who)
            _keep(tx, viewer, f"{id}|{who}", said)

    db.transaction(work)
    return len(changed)


def about(db: Database, id: str) -> list[dict[str, Any]]:
    """All that committees noted of a record: a person has a right to what is said of them."""
    return [row["told"] for row in db.read(ABOUT, id=id)]


def must_animate(db: Database, viewer: Viewer, id: str) -> None:
    """NotAllowed for who does not animate the committee."""
    if not db.read(ANIMATED, id=id, **viewer.rights()):
        raise NotAllowed("Seule l'animation de ce comité voit où en est chacun.")


def _keep(tx: Transaction, viewer: Viewer, key: str, said: Said) -> None:
    if said:
        tx.run(NOTE, key=key, state=said.state, day=said.day, words=said.words, by=viewer.user or "", at=now())
    else:
        tx.run(FORGET, key=key)


def _wrong(said: Said) -> list[tuple[str, str]]:
    out = []
    if said.state and said.state not in STATES:
        out.append(("state", "à choisir dans la liste"))
    if said.day and not _past(said.day):
        out.append(("day", "un jour qui n'est pas à venir, comme 2026-11-27"))
    if len(said.words) > LONGEST:
        out.append(("words", "200 signes au plus"))
    return out


def _past(day: str) -> bool:
    try:
        return len(day) == 10 and date.fromisoformat(day).isoformat() <= today()
    except ValueError:
        return False


def _said(told: Mapping[str, Any] | None) -> Said:
    told = told or {}
    return Said(*(str(told.get(name) or "") for name in ("state", "day", "words")))
