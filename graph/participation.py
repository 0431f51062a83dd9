"""Who takes part in a committee: of the meetings at which presences were noted, those to which each body came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.belongings import territories, themes
from graph.committees import Body, Meeting, Seat, bodies, community, meetings, seats
from graph.database import Database
from graph.links import Brief, today
from graph.viewers import Viewer

CAME = ("present", "represented")
SOME = 2  # meetings before one is said never to come, or only by a deputy


@dataclass(frozen=True)
class Share:
    """Presences `came` of those that were `expected`."""

    came: int
    expected: int

    @property
    def percent(self) -> int | None:
        """Rounded; None where nobody was expected."""
        return round(100 * self.came / self.expected) if self.expected else None


@dataclass(frozen=True)
class Part:
    """A body with what it was at each meeting at which it was expected, by id: a mandate was in force that day, or a
    presence was noted. `territory` is the name of where it is, `themes` those of its record."""

    body: Body
    marks: Mapping[str, str]
    territory: str = ""
    themes: tuple[str, ...] = ()

    @property
    def share(self) -> Share:
        return Share(sum(mark in CAME for mark in self.marks.values()), len(self.marks))

    @property
    def college(self) -> str:
        return next((seat.college for seat in self.body.seats if seat.college), "")

    @property
    def never(self) -> bool:
        """Expected more than once, and never there."""
        return not self.share.came and self.share.expected >= SOME

    @property
    def by_deputy(self) -> bool:
        """There more than once, and never by a full member."""
        full = any(seat.seat != "deputy" and said == "present" for seat in self.body.seats
                   for id, said in seat.came.items() if id in self.marks)  # fmt: skip
        return self.share.came >= SOME and not full


@dataclass(frozen=True)
class Participation:
    """`held` are the meetings with presences, the oldest first; `years` all of those in which there are some."""

    committee: Brief
    held: tuple[Meeting, ...]
    parts: tuple[Part, ...]
    years: tuple[str, ...]

    @cached_property
    def by_meeting(self) -> dict[str, Share]:
        """How many came to each."""
        return {each.record.id: self._at(self.parts, (each.record.id,)) for each in self.held}

    def over_years(self, groups_of: Callable[[Part], Sequence[str]]) -> dict[str, list[Share]]:
        """Of each group, by name, a share a year of those shown; a body may be in several, or in none ("")."""
        groups: dict[str, list[Part]] = {}
        for part in self.parts:
            for name in groups_of(part) or ("",):
                groups.setdefault(name, []).append(part)
        of_year = [[each.record.id for each in self.held if _year(each) == year] for year in self.shown]
        return {name: [self._at(groups[name], ids) for ids in of_year] for name in sorted(groups, key=_unnamed_last)}

    @cached_property
    def shown(self) -> list[str]:
        """The years of the meetings shown."""
        return sorted({_year(each) for each in self.held})

    @staticmethod
    def _at(parts: Iterable[Part], ids: Iterable[str]) -> Share:
        told = [part.marks[id] for id in ids for part in parts if id in part.marks]
        return Share(sum(mark in CAME for mark in told), len(told))


def participation(db: Database, viewer: Viewer, id: str, year: str = "") -> Participation:
    """`year` keeps its meetings. NotFound for what is no community that the viewer may see."""
    record = community(db, viewer, id)
    past = [each for each in reversed(meetings(db, viewer, id, "past")) if each.day_from]
    told = seats(db, viewer, id, past)
    noted = {meeting for seat in told for meeting in seat.came}
    noted_at = [each for each in past if each.record.id in noted and each.record.status != "abandoned"]
    held = [each for each in noted_at if year in ("", _year(each))]
    found = bodies(told)
    ids = [body.record.id for body in found if body.record]
    where, about = territories(db, viewer, ids), themes(db, viewer, ids, today())
    parts = [Part(body, _marks(body, held), where[body.who.id].name if body.who.id in where else "",
                  tuple(theme.name for theme in about.get(body.who.id, ()))) for body in found]  # fmt: skip
    return Participation(record, tuple(held), tuple(part for part in parts if part.marks or _sits(part)),
                         tuple(sorted({_year(each) for each in noted_at})))  # fmt: skip


def _marks(body: Body, held: Iterable[Meeting]) -> dict[str, str]:
    expected = (each for each in held if each.record.id in body.came
                or any(_sat(seat, each.day_from or "") for seat in body.seats))  # fmt: skip
    return {each.record.id: body.came.get(each.record.id, "absent") for each in expected}


def _sat(seat: Seat, day: str) -> bool:
    """Was the mandate in force? Its ends may be a year or a month."""
    since, until = seat.since or "", seat.until or ""
    return day[: len(since)] >= since and (not until or day[: len(until)] <= until)


def _sits(part: Part) -> bool:
    return any(seat.sits for seat in part.body.seats)


def _year(meeting: Meeting) -> str:
    return (meeting.day_from or "")[:4]


def _unnamed_last(name: str) -> tuple[bool, str]:
    return not name, name.casefold()
