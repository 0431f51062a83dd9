"""Who is asking, and the one Cypher fragment by which every read and write obeys it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any


@dataclass(frozen=True)
class Viewer:
    """`audiences` are the audience strings that the viewer may read; `all` reads everything, `edits` writes."""

    user: str | None = None
    audiences: tuple[str, ...] = ("public",)
    all: bool = False
    edits: bool = False

    def params(self) -> dict[str, Any]:
        """The parameters that the fragments below refer to."""
        return {"audiences": list(self.audiences), "all": self.all, "edits": self.edits}

    def reads(self, audience: str) -> bool:
        """May this viewer read something of that audience? For messages: the Cypher below is what protects."""
        return self.all or audience in self.audiences


ANONYMOUS = Viewer()
SYSTEM = Viewer(user="système", all=True, edits=True)

# Breadth of an audience, from everybody to one: a Change keeps the narrower of before and after.
_BREADTH = {"public": 0, "members": 1, "g": 2, "r": 3, "f": 4}
FACILITATORS = "facilitators"


def sees(node: str) -> str:
    """Cypher condition: the viewer may see this node."""
    return f"($all OR {node}:Public OR {node}.audience IN $audiences)"


def sees_link(relation: str) -> str:
    """Cypher condition on a relation's own audience; both its ends must be asked too."""
    return f"($all OR {relation}.audience IN $audiences)"


def edits(node: str) -> str:
    """Cypher condition: the viewer may change this node or relation."""
    return f"($edits AND ($all OR {node}.audience IN $audiences))"


def audience_of(visibility: str, id: str, group: str | None) -> str:
    """`public`, `members`, `g<digits>` of a group or `r<digits>` of one record: digits survive any stemmer."""
    if visibility == "group":
        return f"g{_digits(group or id)}"
    return f"r{_digits(id)}" if visibility == "private" else visibility


def narrower(*audiences: str) -> str:
    """The audience that may see something known to all of these only; facilitators when two groups differ."""
    narrowest = max(audiences, key=_breadth)
    rivals = {audience for audience in audiences if _breadth(audience) >= 2}
    return FACILITATORS if len(rivals) > 1 else narrowest


def _breadth(audience: str) -> int:
    return _BREADTH.get(audience, _BREADTH.get(audience[:1], 4))


def _digits(text: str) -> str:
    return str(int.from_bytes(blake2b(text.encode(), digest_size=8).digest()))


def viewer_of(user: Mapping[str, Any]) -> Viewer:
    """The viewer that a signed-in account is: facilitators and administrators read and write the whole site."""
    whole = user["role"] in ("facilitator", "administrator")
    groups = (audience_of("group", "", group) for group in user.get("groups") or ())
    private = (audience_of("private", record, None) for record in user.get("records") or ())
    return Viewer(user["id"], ("public", "members", *groups, *private), whole, whole)
