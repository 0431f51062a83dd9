"""What stands beside a record under its id (an account, invitations, asks, follows, the file of a decision): it goes to
the record that stays when two become one, and comes back when they become two again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.operations import Step

Statement = tuple[str, list[dict[str, Any]]]
MERGED = "merged_into"


@dataclass(frozen=True)
class Beside:
    """Nodes of a label that name a record in a property. `key` gives the key that they would have with the id `ID`,
    where a key holds it; `many` of them may name one record, else what the record that stays has already stays."""

    label: str
    name: str
    key: str = ""
    many: bool = False

    def follows(self) -> str:
        """Cypher: to `ref.into`, with a note of where it was."""
        taken = f"key: {self._key('ref.into')}" if self.key else f"{self.name}: ref.into"
        free = "" if self.many else f" WHERE NOT EXISTS {{ (:{self.label} {{{taken}}}) }}"
        return f"""
UNWIND $refs AS ref MATCH (x:{self.label} {{{self.name}: ref.id}}){free}
SET x.{self.name} = ref.into, x.was = coalesce(x.was, []) + ref.id{self._set("ref.into")}"""

    def comes_back(self) -> str:
        """Cypher: back to `ref.id`, what had gone to `ref.into`."""
        return f"""
UNWIND $refs AS ref MATCH (x:{self.label} {{{self.name}: ref.into}}) WHERE x.was[-1] = ref.id
SET x.{self.name} = ref.id, x.was = CASE WHEN size(x.was) > 1 THEN x.was[..-1] END{self._set("ref.id")}"""

    def _key(self, id: str) -> str:
        return self.key.replace("ID", id)

    def _set(self, id: str) -> str:
        return f", x.key = {self._key(id)}" if self.key else ""


BESIDE = (
    Beside("User", "person"),
    Beside("Invitation", "person", many=True),
    Beside("Guest", "person", "x.meeting + '|' + ID"),
    Beside("Guest", "meeting", "ID + '|' + x.person"),
    Beside("ActionAsk", "person", "x.action + '|' + ID"),
    Beside("ActionAsk", "action", "ID + '|' + x.person"),
    Beside("ActionLink", "person", many=True),
    Beside("Follow", "record", "x.user + '|' + ID"),
    Beside("Follow", "around", "x.user + '|around/' + ID"),
    Beside("DecisionFile", "record"),
    Beside("ReviewDuty", "record"),
)


def statements(steps: Sequence[Step]) -> Iterator[Statement]:
    """What is to be written with these steps of records: nothing unless one of them went into another, or came back."""
    gone, back = [], []
    for step in steps:
        before, after = (step.before or {}).get(MERGED), (step.after or {}).get(MERGED)
        gone += [{"id": step.id, "into": after}] if after and not before else []
        back += [{"id": step.id, "into": before}] if before and not after else []
    yield from ((each.follows(), gone) for each in BESIDE if gone)
    yield from ((each.comes_back(), back) for each in reversed(BESIDE) if back)
