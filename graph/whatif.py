"""What if it stops: what loses its only support when an actor or a resource is no more, step by step."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

from graph.asof import day_of
from graph.briefs import briefs
from graph.chains import ring
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.freshness import Keeper
from graph.links import Brief, today
from graph.supports import ACTORS, BY_WAY, SORTS, STOPPING, Sort
from graph.viewers import Viewer
from graph.whatif_reading import Known, Pair, Reader

# Steps told; what a longer chain would reach is counted, and said to be cut.
LONGEST = 6
MOST_ASKED = 20  # stopped at once
MOST_RINGS = 20
KEPT = 12  # answers a process, until the next write: one of 9,000 records takes some 2 MB

Slot = tuple[str, int]


@dataclass(frozen=True)
class Hit:
    """A record that is reached at a step: `lost` when it loses the last known support of a sort."""

    record: Known
    step: int
    lost: bool


@dataclass(frozen=True)
class Fall:
    """What stops (`stopped`), what that reaches, nearest first; `fallen` are the ids of what no longer holds anything
    up, `cycles` rings of ids, `more` how many records are one step too far. `at` is an ISO day."""

    stopped: tuple[Brief, ...]
    hits: tuple[Hit, ...]
    fallen: frozenset[str]
    cycles: tuple[tuple[str, ...], ...]
    more: int
    at: str

    @property
    def lost(self) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.hits if hit.lost)

    @property
    def weakened(self) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.hits if not hit.lost)

    @property
    def policies(self) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.hits if hit.record.kind == "Policy")

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps at which something is reached."""
        return tuple(sorted({hit.step for hit in self.hits}))


def what_if(db: Database, viewer: Viewer, ids: Sequence[str], at: str | None = None) -> Fall:
    """What would be reached on a day (today when absent). NotFound for what the viewer may not see, Invalid for what
    holds nothing up and for too many."""
    asked = list(dict.fromkeys(ids))
    if len(asked) > MOST_ASKED:
        raise Invalid({"arret": f"{MOST_ASKED} fiches au plus à la fois"})
    known = briefs(db, viewer, asked)
    if missing := [id for id in asked if id not in known]:
        raise NotFound(missing[0])
    if any(record.kind not in STOPPING for record in known.values()):
        raise Invalid({"arret": "un acteur, une communauté, un commun ou une ressource est attendu"})
    day = day_of(at, "au") or today()
    stopped = tuple(known[id] for id in asked)
    made = partial(worked_out, db, viewer, stopped, day)
    return Keeper(db, viewer).kept(("whatif", tuple(asked), day), made, most=KEPT)


def worked_out(db: Database, viewer: Viewer, stopped: tuple[Brief, ...], day: str) -> Fall:
    """The same for records that the viewer sees, asked anew."""
    walk = _Walk(Reader(db, viewer, day))
    walk.go(stopped)
    fallen = frozenset(walk.reader.known[number].id for number in walk.fallen)
    return Fall(stopped, walk.hits(), fallen, tuple(sorted(walk.rings)), walk.more, day)


@dataclass
class _Walk:
    """Ring by ring. By number: the step at which something was `touched` first, at which it `lost` its last support
    of a sort, and at which it has `fallen`: what has holds nothing up any more."""

    reader: Reader
    touched: dict[int, int] = field(default_factory=dict)
    lost: dict[int, int] = field(default_factory=dict)
    fallen: dict[int, int] = field(default_factory=dict)
    cause: dict[int, Pair] = field(default_factory=dict)
    supports: dict[int, dict[Slot, set[int]]] = field(default_factory=dict)
    rings: set[tuple[str, ...]] = field(default_factory=set)
    more: int = 0

    def go(self, asked: Sequence[Brief]) -> None:
        edge = self.reader.numbers([record.id for record in asked])
        self.fallen = dict.fromkeys(edge, 0)
        for step in range(1, LONGEST + 1):
            if not edge:
                return
            edge = self._ring(edge, step)
        if edge:
            far = {pair.held for pair in self.reader.held_by(edge)}
            self.more = len(far - set(self.touched) - set(self.fallen))

    def hits(self) -> tuple[Hit, ...]:
        told = [
            Hit(self.reader.known[number], self.lost.get(number, step), number in self.lost)
            for number, step in self.touched.items()
        ]  # fmt: skip
        return tuple(sorted(told, key=lambda hit: (hit.step, not hit.lost, hit.record.key, hit.record.id)))

    def _ring(self, edge: Collection[int], step: int) -> list[int]:
        """Reaches all that the edge holds up; gives what falls."""
        pairs = self.reader.held_by(edge)
        for pair in pairs:
            if pair.held in self.fallen:
                self._meet(pair)
        reached = sorted({pair.held for pair in pairs} - set(self.fallen))
        for pair in pairs:
            self.cause.setdefault(pair.held, pair)
        self._read_supports([number for number in reached if number not in self.supports])
        falling = []
        for number in reached:
            self.touched.setdefault(number, step)
            without = self._without(number)
            if without:
                self.lost.setdefault(number, step)
            if any(sort.carries for sort in without) and self.reader.known[number].kind not in ACTORS:
                falling.append(number)
        self.fallen |= dict.fromkeys(falling, step)
        return falling

    def _without(self, number: int) -> list[Sort]:
        """The sorts of which nothing is left that stands."""
        standing = self.fallen.keys()
        return [sort_of(slot) for slot, holders in self.supports.get(number, {}).items() if holders <= standing]

    def _read_supports(self, numbers: Sequence[int]) -> None:
        for pair in self.reader.holding(numbers):
            sort = BY_WAY[pair.type, pair.forward].sort
            slot = (sort.name, pair.holder if sort.each else -1)
            self.supports.setdefault(pair.held, {}).setdefault(slot, set()).add(pair.holder)

    def _meet(self, pair: Pair) -> None:
        """Notes a ring when what is held is what, further down, holds its holder."""
        way, at = [pair.holder], pair.holder
        while at != pair.held and at in self.cause and self.fallen.get(at, 0) > 0:
            at = self.cause[at].holder
            way.append(at)
        both_ways = len(way) == 2 and self.cause[pair.holder].type == pair.type == "HAS_RESOURCE"
        if at == pair.held and not both_ways and len(self.rings) < MOST_RINGS:
            self.rings.add(ring(tuple(self.reader.known[each].id for each in reversed(way))))


def sort_of(slot: Slot) -> Sort:
    """The sort of a slot."""
    return SORTS[slot[0]]
