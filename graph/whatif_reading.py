"""What holds what up, read ring by ring as whole numbers: thousands of links in one answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph.database import Database
from graph.links import in_force
from graph.supports import BACKWARD, BY_WAY, FORWARD, holds
from graph.viewers import Viewer, sees, sees_link


class Known(NamedTuple):
    """A record: `key` is its folded name."""

    id: str
    kind: str
    key: str


class Pair(NamedTuple):
    """One holds the other up, by their numbers; `forward` when the relation goes from the holder."""

    holder: int
    held: int
    type: str
    forward: bool


NUMBERS = f"""
UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
RETURN collect([n.version, n.id, n.kind, n.name_key]) AS records
"""


def _way(types: str, left: str, right: str) -> str:
    return f"""
  UNWIND $ids AS id MATCH (x:Entity {{id: id}}){left}[r:{types}]{right}(o)
  WHERE {sees("x")} AND {sees_link("r")} AND NOT o:Gone AND {sees("o")} AND {in_force("r")} AND {holds("r")}
    AND (NOT r:PART_OF OR (x.kind = 'Policy' AND o.kind = 'Policy'))
  RETURN collect([type(r), x.version, o]) AS found"""


def _ring(forward: tuple[str, str], backward: tuple[str, str]) -> str:
    """What is found over the relations that go from the holder, and over those that go to it; each record once."""
    return f"""
CALL () {{{_way(FORWARD, *forward)}
}}
WITH found AS forward
CALL () {{{_way(BACKWARD, *backward)}
}}
WITH forward, found AS backward
CALL (forward, backward) {{
  UNWIND forward + backward AS each WITH DISTINCT each[2] AS o
  RETURN collect([o.version, o.id, o.kind, o.name_key]) AS records
}}
RETURN records, [each IN forward | [each[0], each[1], each[2].version]] AS forward,
       [each IN backward | [each[0], each[1], each[2].version]] AS backward
"""


# x holds o up, then x is held up by o.
HELD = _ring(("-", "->"), ("<-", "-"))
HOLDING = _ring(("<-", "-"), ("-", "->"))


@dataclass
class Reader:
    """Asks the graph for a viewer on a day; a record's number is its version, which no other record has."""

    db: Database
    viewer: Viewer
    at: str
    known: dict[int, Known] = field(default_factory=dict)

    def numbers(self, ids: Sequence[str]) -> list[int]:
        """The numbers of visible records."""
        rows = self.db.read(NUMBERS, ids=list(ids), **self.viewer.params())
        return self._keep(rows[0]["records"])

    def held_by(self, numbers: Collection[int]) -> list[Pair]:
        """What these hold up."""
        return [
            Pair(x, o, type, forward) for forward, type, x, o in self._asked(HELD, numbers)
            if self.known[o].kind in BY_WAY[type, forward].held
        ]  # fmt: skip

    def holding(self, numbers: Collection[int]) -> list[Pair]:
        """What holds these up."""
        return [
            Pair(o, x, type, forward) for forward, type, x, o in self._asked(HOLDING, numbers)
            if self.known[x].kind in BY_WAY[type, forward].held
        ]  # fmt: skip

    def _asked(self, query: str, numbers: Collection[int]) -> list[tuple[bool, str, int, int]]:
        if not numbers:
            return []
        ids = [self.known[number].id for number in numbers]
        (row,) = self.db.read(query, ids=ids, at=self.at, **self.viewer.params())
        self._keep(row["records"])
        ways: tuple[tuple[bool, list[Any]], ...] = ((True, row["forward"]), (False, row["backward"]))
        return [(forward, type, x, o) for forward, found in ways for type, x, o in found]

    def _keep(self, records: Sequence[Sequence[Any]]) -> list[int]:
        self.known |= {number: Known(id, kind, key) for number, id, kind, key in records}
        return [record[0] for record in records]
