"""A campaign before it is sent: written, changed, narrowed, thrown away."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.campaigns import MINE, mine, must_animate
from graph.database import Database
from graph.dates import partial_date
from graph.errors import Invalid, NotFound
from graph.operations import now
from graph.viewers import Viewer

LONGEST_SUBJECT, LONGEST_MESSAGE = 150, 10_000
LONGEST_DAYS = 366
EVERY = (0, 3, 7, 14, 30)  # days between reminders; 0: none

KEEP = "CREATE (c:Campaign) SET c = $campaign RETURN c.id AS id"
CHANGE = f"MATCH (c:Campaign {{id: $id}}) WHERE c.state = 'draft' AND {MINE} SET c += $told RETURN c.id AS id"
EXCLUDE = f"""
MATCH (c:Campaign {{id: $id}}) WHERE c.state = 'draft' AND {MINE}
SET c.excluded = [key IN c.excluded WHERE NOT key IN $keys] + $left_out RETURN c.id AS id
"""
DISCARD = f"MATCH (c:Campaign {{id: $id}}) WHERE c.state = 'draft' AND {MINE} DELETE c RETURN $id AS id"


def keep(db: Database, viewer: Viewer, told: Mapping[str, Any]) -> str:
    """Keeps a draft and gives its id. Invalid names each wrong field; NotAllowed for who animates nothing."""
    must_animate(viewer)
    id = f"c-{secrets.token_urlsafe(9)}"
    own: dict[str, Any] = {"id": id, "state": "draft", "by": viewer.user, "at": now(), "excluded": []}
    db.write(KEEP, campaign={**_checked(told), **own})
    return id


def change(db: Database, viewer: Viewer, id: str, told: Mapping[str, Any]) -> None:
    """Changes a draft. NotFound when it is not there, not one's own, or sent."""
    _must(db.write(CHANGE, id=id, told=_checked(told), **mine(viewer)), id)


def exclude(db: Database, viewer: Viewer, id: str, keys: Iterable[str], *, back: bool = False) -> None:
    """Leaves these asks out of a draft, or takes them in again."""
    chosen = sorted(set(keys))
    _must(db.write(EXCLUDE, id=id, keys=chosen, left_out=[] if back else chosen, **mine(viewer)), id)


def discard(db: Database, viewer: Viewer, id: str) -> None:
    """Throws a draft away."""
    _must(db.write(DISCARD, id=id, **mine(viewer)), id)


def _checked(told: Mapping[str, Any]) -> dict[str, Any]:
    wrong = {name: fault for name, most in (("subject", LONGEST_SUBJECT), ("message", LONGEST_MESSAGE))
             if (fault := _fault(str(told[name]), most))}  # fmt: skip
    until = _day(str(told["until"])) if told["sort"] == "update" else ""
    if until is None:
        wrong["until"] = "un jour à venir est attendu, dans l'année"
    if told["every"] not in EVERY:
        wrong["every"] = "à choisir dans la liste"
    if wrong:
        raise Invalid(wrong)
    return {**told, "until": until}


def _fault(text: str, most: int) -> str:
    if not text.strip():
        return "ce champ est nécessaire"
    return f"{most} caractères au plus" if len(text) > most else ""


def _day(typed: str) -> str | None:
    """The ISO day, None when it is none of the year to come."""
    try:
        day = partial_date(typed).text
    except ValueError:
        return None
    today = datetime.now(UTC).date()
    last = today + timedelta(days=LONGEST_DAYS)
    return day if len(day) == 10 and today.isoformat() < day <= last.isoformat() else None


def _must(rows: object, id: str) -> None:
    if not rows:
        raise NotFound(id)
