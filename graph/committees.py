"""A committee as who animates it looks at it: its meetings, who sits there for whom, who came to the last ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.database import Database
from graph.errors import NotFound
from graph.links import Brief, brief, brief_from, brief_list, brief_of, in_force, today
from graph.viewers import Viewer, sees, sees_link

LAST = 3  # meetings whose presence is shown
MOST, SHOWN = 500, 12  # meetings read of a community, and shown on its page before one asks for all
RANKS = ("present", "represented", "excused", "absent")  # the presence of a body is the best of its people's
COMMUNITY = f"""
MATCH (c:Entity {{id: $id}}) WHERE c.kind = 'Community' AND {sees("c")} RETURN {brief("c")} AS committee
"""
# Lists, not maps: five hundred rows cost half the time. And one row of lists, not a row each: that halves it again.
FIELDS = ("type", "day", "day_from", "starts", "stops", "place", "video", "version", "updated_at")
RECORD = "[m.id, m.name, m.summary, m.status, m.visibility]"
OWN = f"[{', '.join(f'm.{name}' for name in FIELDS)}]"
TOLD = f"RETURN {RECORD} AS record, {OWN} AS told"  # of a meeting `m`, for `read_meeting`
MEETING = f"MATCH (m:Entity {{id: $id}}) WHERE m.kind = 'Meeting' AND {sees('m')} {TOLD}"
# A meeting `m` of `c`, `coming` or past, with what to order it by.
HELD = f"""
MATCH (c)-[h:HOLDS]->(m:Meeting) WHERE NOT m:Gone AND {sees("m")} AND {sees_link("h")}
WITH m, coalesce(m.day_from, CASE m.status WHEN 'done' THEN '' ELSE '9' END) AS day, coalesce(m.starts, '') AS hour
WITH m, day, hour, day >= $today AND coalesce(m.status, '') <> 'done' AS coming
"""
MEETINGS = f"""
MATCH (c:Entity {{id: $id}}) {HELD} WHERE $when = 'all' OR coming = ($when = 'coming')
WITH m ORDER BY CASE WHEN $when = 'coming' THEN day + hour END, day DESC, hour DESC, m.id LIMIT $most
RETURN collect([{RECORD}, {OWN}]) AS meetings
"""
COMMITTEE = f"""
MATCH (c:Entity {{id: $id}}) WHERE c.kind = 'Community' AND {sees("c")}
CALL (c) {{
  {HELD}
  ORDER BY coming, CASE WHEN coming THEN day + hour END, day DESC, hour DESC, m.id
  WITH collect(CASE WHEN coming THEN m END) AS coming, collect(CASE WHEN NOT coming THEN m END) AS past
  RETURN size(coming) + size(past) AS total, [m IN coming[..$most] | [{RECORD}, {OWN}]] AS coming,
    [m IN past[..$most] | [{RECORD}, {OWN}]] AS past
}}
RETURN {brief("c")} AS committee, total, coming, past
"""
SEAT = ("link", "role", "on_behalf_of", "seat", "college", "since", "until")
SEATS = f"""
MATCH (c:Entity {{id: $id}})
RETURN COLLECT {{
    MATCH (c)<-[r:MEMBER_OF]-(who:Entity) WHERE NOT who:Gone AND {sees("who")} AND {sees_link("r")}
    WITH r, who ORDER BY who.kind, who.name_key, who.id, r.id
    RETURN [[r.id, {", ".join(f"r.{name}" for name in SEAT[1:])}], {in_force("r")}, {brief_list("who")}]
  }} AS seats,
  COLLECT {{
    MATCH (c)<-[r:MEMBER_OF]-(who:Entity) WHERE {sees("who")} AND {sees_link("r")} WITH DISTINCT who
    MATCH (who)-[w:WORKS_FOR]->(o:Organisation)
    WHERE NOT o:Gone AND {sees("o")} AND {sees_link("w")} AND {in_force("w")}
    WITH who, o ORDER BY o.name, o.id RETURN [who.id, {brief_list("o")}]
  }} AS employers,
  COLLECT {{
    UNWIND $meetings AS id MATCH (:Entity {{id: id}})<-[a:ATTENDS]-(who:Entity) WHERE {sees("who")} AND {sees_link("a")}
    WITH id, who, a ORDER BY id, a.id RETURN [who.id, id, coalesce(a.presence, 'present')]
  }} AS came
"""


@dataclass(frozen=True)
class Meeting:
    """A meeting: `day` as typed (it may be partial), `starts` and `stops` as 14:30 or None, in the country's time."""

    record: Brief
    type: str | None
    day: str | None
    day_from: str | None
    starts: str | None
    stops: str | None
    place: str | None
    video: str | None
    version: int
    updated_at: str | None = None


@dataclass(frozen=True)
class Seat:
    """A mandate: who sits, for which body, since and until when; `sits` when it is in force today, `came` is the
    presence by id of a meeting."""

    link: str
    who: Brief
    role: str | None
    on_behalf_of: str | None
    seat: str | None
    college: str | None
    since: str | None
    until: str | None
    sits: bool
    employers: tuple[Brief, ...]
    came: Mapping[str, str]


@dataclass(frozen=True)
class Body:
    """What is represented: an organisation, else the words given, else the person alone; with who sits for it."""

    name: str
    record: Brief | None
    seats: tuple[Seat, ...]
    came: Mapping[str, str] = field(default_factory=dict)

    @property
    def who(self) -> Brief:
        """The record that stands for it: its own, else that of who sits."""
        return self.record or self.seats[0].who


@dataclass(frozen=True)
class Committee:
    """A community with its meetings, the soonest of those to come first, then the last ones first."""

    record: Brief
    coming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    bodies: tuple[Body, ...]
    others: tuple[Seat, ...]  # mandates that ended, or have not begun
    total: int  # meetings that the viewer may see, shown or not
    last: tuple[Meeting, ...]  # whose presence is shown, the oldest first

    @property
    def next(self) -> Meeting | None:
        """The soonest that has not been cancelled."""
        return next((each for each in self.coming if each.record.status != "abandoned"), None)

    @property
    def history(self) -> tuple[Body, ...]:
        """Who ever sat for each, the latest first."""
        told = [*(seat for body in self.bodies for seat in body.seats), *self.others]
        return bodies(sorted(told, key=lambda each: each.since or "", reverse=True))


def committee(db: Database, viewer: Viewer, id: str, most: int = MOST) -> Committee:
    """`most` meetings to come, and as many past. NotFound for what is no community that the viewer may see."""
    rows = db.read(COMMITTEE, id=id, most=most, today=today(), **viewer.params())
    if not rows:
        raise NotFound(id)
    record, total = brief_of(rows[0]["committee"]), rows[0]["total"]
    coming, past = (tuple(map(_meeting, rows[0][when])) for when in ("coming", "past"))
    held = [meeting for meeting in past if meeting.day_from and meeting.record.status != "abandoned"]
    last = tuple(reversed(held[:LAST]))
    told = seats(db, viewer, id, last)
    return Committee(
        record, coming, past, bodies(each for each in told if each.sits),
        tuple(each for each in told if not each.sits), total, last,
    )  # fmt: skip


def seats(db: Database, viewer: Viewer, id: str, held: Iterable[Meeting]) -> list[Seat]:
    """Every mandate of a community, in force or not, with the presence at these meetings."""
    ids = [meeting.record.id for meeting in held]
    rows = db.read(SEATS, id=id, meetings=ids, at=today(), **viewer.params())
    return _seats(rows[0]) if rows else []


def community(db: Database, viewer: Viewer, id: str) -> Brief:
    """NotFound for what is no community that the viewer may see."""
    rows = db.read(COMMUNITY, id=id, **viewer.params())
    if not rows:
        raise NotFound(id)
    return brief_of(rows[0]["committee"])


def meeting(db: Database, viewer: Viewer, id: str) -> Meeting:
    """NotFound for what is no meeting that the viewer may see."""
    rows = db.read(MEETING, id=id, **viewer.params())
    if not rows:
        raise NotFound(id)
    return read_meeting(rows[0])


def meetings(db: Database, viewer: Viewer, id: str, when: str = "all", most: int = MOST) -> list[Meeting]:
    """Of a community: `coming`, the soonest first; `past` or `all`, the latest first. Those without a day come last, or
    before all others while they are to come."""
    rows = db.read(MEETINGS, id=id, when=when, most=most, today=today(), **viewer.params())
    return list(map(_meeting, rows[0]["meetings"]))


def read_meeting(row: Mapping[str, Any]) -> Meeting:
    """A meeting from the row that TOLD gives."""
    return _meeting((row["record"], row["told"]))


def _meeting(told: Sequence[Any]) -> Meeting:
    (id, *rest), own = told
    return Meeting(Brief(id, "Meeting", *rest), *own)


def _seats(found: Mapping[str, Any]) -> list[Seat]:
    """From the row that SEATS gives: employers and presence, each beside who they are of."""
    employers: dict[str, list[Brief]] = {}
    for id, employer in found["employers"]:
        employers.setdefault(id, []).append(brief_from(employer))
    came: dict[str, dict[str, str]] = {}
    for id, meeting, presence in found["came"]:
        came.setdefault(id, {})[meeting] = presence
    return [
        Seat(
            **dict(zip(SEAT, own, strict=True)),
            who=brief_from(who),
            sits=sits,
            employers=tuple(employers.get(who[0], ())),
            came=came.get(who[0], {}),
        )
        for own, sits, who in found["seats"]
    ]


def bodies(seats: Iterable[Seat]) -> tuple[Body, ...]:
    """Seats together by what they stand for, by name."""
    kept = list(seats)
    members = {seat.who.id: seat.who for seat in kept if seat.who.kind == "Organisation"}
    named = {member.name.casefold(): member for member in members.values()}
    found: dict[str, Body] = {}
    for seat in kept:
        name, record = _stands_for(seat, members, named)
        key = record.id if record else name.casefold()
        body = found.get(key) or Body(name, record, ())
        came = {id: min(body.came.get(id, said), said, key=_rank) for id, said in seat.came.items()}
        found[key] = replace(body, seats=(*body.seats, seat), came={**body.came, **came})
    return tuple(sorted(found.values(), key=lambda body: (body.name.casefold(), body.name)))


def _stands_for(seat: Seat, members: Mapping[str, Brief], named: Mapping[str, Brief]) -> tuple[str, Brief | None]:
    """An organisation stands for itself; somebody for what is said, else for their employer that is a member."""
    if seat.who.kind == "Organisation":
        return seat.who.name, seat.who
    if words := seat.on_behalf_of:
        own = {each.name.casefold(): each for each in seat.employers}
        return words, own.get(words.casefold()) or named.get(words.casefold())
    employer = next((each for each in seat.employers if each.id in members), None) or next(iter(seat.employers), None)
    return (employer.name, employer) if employer else (seat.who.name, None)


def _rank(presence: str) -> int:
    return RANKS.index(presence) if presence in RANKS else len(RANKS)
