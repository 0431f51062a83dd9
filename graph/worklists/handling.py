"""What somebody said of a finding: done, later, never again, whose it is. Kept with who and when, and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph.database import Database
from graph.errors import Invalid, NotAllowed, NotFound
from graph.links import today
from graph.operations import now
from graph.viewers import Viewer, sees

State = Literal["open", "done", "later", "never"]
STATES: tuple[State, ...] = ("open", "done", "later", "never")

TOLD = "h {.list, .item, .record, .state, .until, .assignee, .by, .at, .weight}"
NAMES = """
OPTIONAL MATCH (who:User {id: h.by}) OPTIONAL MATCH (whose:User {id: h.assignee})
"""
OF_LIST = f"""
MATCH (h:Handling) WHERE h.list = $list {NAMES}
RETURN {TOLD} AS told, who.name AS by_name, whose.name AS assignee_name ORDER BY h.at DESC, h.item
"""
# Who animates the whole handles all; who animates a part, what is in it or one step from it.
MINE = f"""
({sees("n")} AND ($edits OR n.id IN $facilitated OR EXISTS {{
  MATCH (n)-[r]-(c:Entity) WHERE c.id IN $facilitated AND ($all OR r.audience IN $audiences) }}))
"""
OF_RECORD = f"MATCH (n:Entity {{id: $record}}) WHERE {MINE}"
OF_NONE = "WITH $edits AS may WHERE may"
SET_STATE = """
MERGE (h:Handling {key: $key})
SET h.list = $list, h.item = $item, h.record = $record, h.state = $state, h.until = $until, h.weight = $weight,
    h.by = $user, h.at = $at
RETURN h.key AS key
"""
ASSIGN = """
MERGE (h:Handling {key: $key})
ON CREATE SET h.list = $list, h.item = $item, h.record = $record, h.state = 'open', h.weight = $weight
SET h.assignee = $assignee, h.by = $user, h.at = $at
RETURN h.key AS key
"""
# Read by pages of every reader who animates: an index on whose it is.
ASSIGNED = """
MATCH (h:Handling) WHERE h.assignee = $user AND (h.state = 'open' OR h.state = 'later' AND h.until <= $today)
RETURN count(h) AS n
"""
ANIMATORS = """
MATCH (user:User) WHERE user.email > '' AND user.role IN ['facilitator', 'administrator'] AND user.suspended_at IS NULL
RETURN user.id AS id, user.name AS name ORDER BY user.name, user.id
"""


@dataclass(frozen=True)
class Handling:
    """`state` open: only whose it is was said. `until` is the ISO day to which it was put off, `weight` what would have
    been lost when it was handled."""

    list: str
    item: str
    record: str
    state: State
    until: str | None
    assignee: str | None
    by: str
    at: str
    weight: float
    by_name: str | None = None
    assignee_name: str | None = None

    def hides(self, weight: float) -> bool:
        """Is a finding of that weight off the list? What was done comes back when more would be lost than then."""
        if self.state == "later":
            return (self.until or "") > today()
        return self.state == "never" or (self.state == "done" and weight <= self.weight)


def handlings(db: Database, list: str) -> dict[str, Handling]:
    """What was said of a list, by item, the last first."""
    rows = db.read(OF_LIST, list=list)
    told = (Handling(**row["told"], by_name=row["by_name"], assignee_name=row["assignee_name"]) for row in rows)
    return {each.item: each for each in told}


def handle(
    db: Database, viewer: Viewer, list: str, item: str, record: str, state: State, *, weight: float = 0,
    until: str | None = None,
) -> None:  # fmt: skip
    """Notes what is done about a finding. Invalid without a day to come for later; NotFound for what is not theirs."""
    must_animate(viewer)
    if state == "later" and (until or "") <= today():
        raise Invalid({"jusque": "un jour à venir est attendu"})
    said = {"state": state, "until": until if state == "later" else None}
    _write(db, viewer, SET_STATE, list, item, record, weight, **said)


def assign(
    db: Database, viewer: Viewer, list: str, item: str, record: str, assignee: str | None, *, weight: float = 0
) -> None:
    """Says whose it is (an account that animates), or nobody's."""
    must_animate(viewer)
    if assignee and assignee not in {viewer.user, *(id for id, _ in animators(db))}:
        raise Invalid({"confier": "à choisir dans la liste"})
    _write(db, viewer, ASSIGN, list, item, record, weight, assignee=assignee)


def assigned(db: Database, viewer: Viewer) -> int:
    """How many open findings are the viewer's."""
    return int(db.read(ASSIGNED, user=viewer.user, today=today())[0]["n"]) if viewer.user else 0


def animators(db: Database) -> Iterable[tuple[str, str]]:
    """The accounts that a finding may be given to, by name."""
    return [(row["id"], row["name"]) for row in db.read(ANIMATORS)]


def must_animate(viewer: Viewer) -> None:
    """NotAllowed for who animates neither the whole nor a part."""
    if not viewer.edits and not viewer.facilitates:
        raise NotAllowed("Ces listes sont pour l'animation du réseau.")


def _write(
    db: Database, viewer: Viewer, query: str, list: str, item: str, record: str, weight: float, **said: str | None
) -> None:
    key = f"{list}|{item}"
    told = {"list": list, "item": item, "record": record, "weight": weight, "user": viewer.user, "at": now()}
    if not db.write((OF_RECORD if record else OF_NONE) + query, key=key, **told, **said, **viewer.rights()):
        raise NotFound(record)
