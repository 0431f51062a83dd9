"""Who is asking, and the Cypher fragments by which every read and write obeys it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any


@dataclass(frozen=True)
class Viewer:
    """`audiences` are the audience strings that the viewer may read; `all` reads everything, `edits` writes it.

    `stewards` and `facilitates` are the ids of the records that a member may write as their bearer, or as the
    facilitator of their community or call; `leads` are the policies of which they judge what is said to serve them;
    `person` is the record of the viewer, if there is one."""

    user: str | None = None
    audiences: tuple[str, ...] = ("public",)
    all: bool = False
    edits: bool = False
    administers: bool = False
    stewards: frozenset[str] = frozenset()
    facilitates: frozenset[str] = frozenset()
    person: str | None = None
    leads: frozenset[str] = frozenset()

    def params(self) -> dict[str, Any]:
        """The parameters that the fragments for reading refer to."""
        return {"audiences": list(self.audiences), "all": self.all}

    def rights(self) -> dict[str, Any]:
        """Those that the fragments for writing refer to as well."""
        own: dict[str, Any] = {"edits": self.edits, "creates": self.creates}
        own |= {"writable": sorted(self.writable), "facilitated": sorted(self.facilitates)}
        own["led"] = sorted(self.leads)
        return self.params() | own

    @cached_property
    def writable(self) -> frozenset[str]:
        """The records that a member may write."""
        return self.stewards | self.facilitates

    @property
    def creates(self) -> bool:
        """May this viewer add records?"""
        return self.edits or bool(self.writable)

    @property
    def judges(self) -> bool:
        """May this viewer say of some link that it is right or wrong?"""
        return self.creates or bool(self.leads)

    def reads(self, audience: str) -> bool:
        """May this viewer read something of that audience? For messages: the Cypher below is what protects."""
        return self.all or audience in self.audiences

    def writes(self, id: str) -> bool:
        """May this viewer change that record? For messages and buttons, likewise."""
        return self.edits or id in self.writable


ANONYMOUS = Viewer()
SYSTEM = Viewer(user="système", all=True, edits=True, administers=True)

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
    """Cypher condition: the viewer may change this record (or its contact node, of the same id)."""
    return f"(($edits OR {node}.id IN $writable) AND ($all OR {node}.audience IN $audiences))"


def ties(source: str, target: str, row: str) -> str:
    """Cypher condition: the viewer may tie these two. One writes the links of one's own records; a link by which
    somebody gains rights (graph.granting) is only for who holds them over the ends in `row.gives`."""
    own = f"({source}.id IN $writable OR {target}.id IN $writable)"
    given = f"all(id IN {row}.gives WHERE id IN $writable) AND all(id IN {row}.names WHERE id IN $facilitated)"
    return f"(($edits OR ({own} AND {given})) AND {sees(source)} AND {sees(target)})"


def unties(relation: str, source: str, target: str, row: str) -> str:
    """Cypher condition: the viewer may change or take away this link. What somebody else added to one's record is
    confirmed or contested (`row.standing`), not removed; who facilitates one of its ends may. Who leads a policy
    confirms or contests what is said to serve it."""
    facilitates = f"{source}.id IN $facilitated OR {target}.id IN $facilitated"
    free = f"{relation}.declared_by = 'actor' OR {row}.standing OR {facilitates}"
    judges = f"{row}.standing AND type({relation}) = 'SERVES' AND {target}.id IN $led"
    led = f"({judges} AND {sees(source)} AND {sees(target)})"
    return f"(({led} OR {ties(source, target, row)} AND ($edits OR {free})) AND {sees_link(relation)})"


def audience_of(visibility: str, id: str, group: str | None) -> str:
    """`public`, `members`, `g<digits>` of a group or `r<digits>` of one record: digits survive any stemmer."""
    if visibility == "group":
        return f"g{_digits(group or id)}"
    return f"r{_digits(id)}" if visibility == "private" else visibility


def narrower(*audiences: str) -> str:
    """The audience that may see something known to all of these only; facilitators when two groups differ."""
    if len(audiences) == 1:
        return audiences[0]
    narrowest = max(audiences, key=_breadth)
    rivals = {audience for audience in audiences if _breadth(audience) >= 2}
    return FACILITATORS if len(rivals) > 1 else narrowest


def _breadth(audience: str) -> int:
    return _BREADTH.get(audience, _BREADTH.get(audience[:1], 4))


def _digits(text: str) -> str:
    return str(int.from_bytes(blake2b(text.encode(), digest_size=8).digest()))
