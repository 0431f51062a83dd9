"""Money that was thought of, asked, granted or paid: the steps of one grant, never added up with one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.links import Brief, brief_of, link_of
from graph.schema import SCHEMA
from graph.viewers import sees, sees_link

STEPS = tuple(SCHEMA.vocabularies["funding_step"].terms)


@dataclass(frozen=True)
class Grant:
    """What a funder gives to a record; `amount` in euros, None when nobody said how much; `step` one of STEPS."""

    id: str
    funder: Brief
    to: Brief
    amount: float | None = None
    step: str | None = None
    since: str | None = None
    object: str | None = None

    @property
    def year(self) -> str | None:
        """The year in which it began, as far as it is known."""
        return self.since[:4] if self.since else None


def given_by(node: str) -> str:
    """Cypher list of the visible grants to a record that were begun on `$at`: properties and funder. Money given is not
    taken back by the end of an agreement."""
    return f"""COLLECT {{
    MATCH ({node})<-[f:FUNDS]-(funder) WHERE NOT funder:Gone AND {sees("funder")} AND {sees_link("f")}
      AND ($at IS NULL OR f.since_from IS NULL OR f.since_from <= $at)
    WITH f, funder ORDER BY funder.name, f.id
    RETURN [properties(f), funder {{.id, .kind, .name, .summary, .status, .visibility}}]
  }}"""


def grant_of(row: tuple[Mapping[str, Any], Mapping[str, Any]], to: Brief) -> Grant:
    """A Grant from what `given_by` lists."""
    properties, funder = row
    link = link_of(properties, "FUNDS", brief_of(funder), to)
    return Grant(
        link.id, link.source, to, link.own.get("amount"), link.own.get("step"), link.since, link.own.get("object")
    )


def sums(grants: Iterable[Grant]) -> dict[str, float]:
    """Euros by step, in the order of the steps and those of no step ("") last; a grant that comes twice counts once."""
    found: dict[str, float] = {}
    for grant in {grant.id: grant for grant in grants}.values():
        if grant.amount is not None:
            step = grant.step if grant.step in STEPS else ""
            found[step] = found.get(step, 0) + grant.amount
    return {step: found[step] for step in (*STEPS, "") if step in found}
