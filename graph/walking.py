"""What walks through the graph may pass: relation types, kinds, a day; shared by neighbourhoods and paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.asof import day_of
from graph.errors import Invalid
from graph.links import in_force
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link

# Two texts a question: a text for each choice of types would be planned anew (8 to 65 ms).
WALKED = "|".join(SCHEMA.walked())
ALL = "|".join(SCHEMA.relations)
SAID = ("actor", "curator", "import")  # who declares a link


def passes(relation: str, node: str) -> str:
    """Cypher condition: the relation and the node at its end may be walked by this viewer, on that day."""
    # The end is no deleted record; asked by its label, a small graph would be scanned from there.
    return (
        f"NOT {node}:Gone AND {sees_link(relation)} AND {sees(node)} AND {in_force(relation)} "
        f"AND ($types IS NULL OR type({relation}) IN $types) AND {told_by(relation)}"
    )


def told_by(relation: str) -> str:
    """Cypher condition: who says so, and whether a source is named, are as asked."""
    return (
        f"($said IS NULL OR {relation}.declared_by IN $said) AND "
        f"($sourced IS NULL OR $sourced = ({relation}.source IS NOT NULL OR {relation}.source_url IS NOT NULL))"
    )


@dataclass(frozen=True)
class Walk:
    """Checked choices: relation types, kinds and records (None: all that are walked), the ISO day asked about; `said`
    by whom a link is declared, `sourced` whether it must name a source or must name none (None: either)."""

    types: Sequence[str] | None = None
    kinds: Sequence[str] | None = None
    at: str | None = None
    among: Sequence[str] | None = None
    said: Sequence[str] | None = None
    sourced: bool | None = None

    @property
    def pattern(self) -> str:
        """The types written into the statement: themes, territories and mentions only when one is asked for."""
        return ALL if self.types and not set(self.types) <= set(SCHEMA.walked()) else WALKED

    def params(self, viewer: Viewer) -> dict[str, Any]:
        return {
            "types": self.types, "kinds": self.kinds, "at": self.at, "among": self.among, "said": self.said,
            "sourced": self.sourced, **viewer.params(),
        }  # fmt: skip


def walk(
    *, relations: Iterable[str] | None = None, kinds: Iterable[str] | None = None,
    families: Iterable[str] | None = None, at: str | None = None, among: Iterable[str] | None = None,
    said: Iterable[str] | None = None, sourced: bool | None = None,
) -> Walk:  # fmt: skip
    """The checked choices; kinds and families add up. Invalid names what the schema does not know."""
    types = _known("relations", relations, SCHEMA.relations, "n'est pas une relation connue")
    chosen = _known("kinds", kinds, SCHEMA.kinds, "n'est pas un type de fiche connu")
    for family in _known("families", families, SCHEMA.families, "n'est pas une famille connue") or ():
        chosen = [*(chosen or ()), *(kind.name for kind in SCHEMA.kinds_of(family))]
    tellers = _known("said", said, SAID, "ne dit pas de liens")
    records = None if among is None else sorted(among)
    return Walk(types, sorted(set(chosen)) if chosen is not None else None, day_of(at), records, tellers, sourced)


def _known(field: str, names: Iterable[str] | None, known: Iterable[str], why: str) -> list[str] | None:
    if names is None:
        return None
    given = sorted({names} if isinstance(names, str) else set(names))
    if wrong := [name for name in given if name not in known]:
        raise Invalid({field: f"« {wrong[0]} » {why}"})
    return given
