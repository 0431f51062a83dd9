"""Records that the cells of a roadmap name: found all at once, by name, acronym or other name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.at_signs import At
from graph.briefs import briefs
from graph.database import Database
from graph.folding import fold
from graph.links import Brief, brief, brief_of
from graph.naming import named
from graph.near import near
from graph.schema import SCHEMA
from graph.search import suggest
from graph.viewers import Viewer, sees

BY_NAME = f"""
UNWIND $keys AS key MATCH (n:Entity {{name_key: key}}) WHERE {sees("n")}
RETURN {brief("n")} AS record ORDER BY n.id
"""
# Names that nothing bears are looked at one by one: acronyms, then what they resemble.
MOST, SUGGESTED = 200, 40
LONGEST = 300


@dataclass
class Names:
    """What each name may mean, by its kinds; `suggested` counts the names for which others were looked for."""

    db: Database
    viewer: Viewer
    found: Mapping[str, Sequence[Brief]] = field(default_factory=dict)
    suggested: int = 0

    def of(self, name: str, kinds: Sequence[str]) -> list[Brief]:
        """The records of these kinds that bear the name."""
        return [each for each in self.found.get(fold(name), ()) if each.kind in kinds]

    def near(self, name: str, kinds: Sequence[str]) -> tuple[Brief, ...]:
        """What it could be, for the first names only: each costs a search."""
        if self.suggested >= SUGGESTED:
            return ()
        self.suggested += 1
        close = [hit.brief for hit in suggest(self.db, self.viewer, name[:LONGEST], 3, kinds)]
        alike = near(self.db, self.viewer, name[:LONGEST], limit=6) if not close else []
        return tuple(close or [each for each in alike if each.kind in kinds][:3])


def names_of(db: Database, viewer: Viewer, said: Iterable[str]) -> Names:
    """Finds every name at once."""
    names = {fold(name): name for name in said if name and len(name) <= LONGEST}
    keys = [f"{kind.prefix}/{name}" for name in sorted(names) for kind in SCHEMA.kinds.values()]
    found: dict[str, list[Brief]] = {}
    for row in db.read(BY_NAME, keys=keys, **viewer.params()) if keys else ():
        record = brief_of(row["record"])
        found.setdefault(fold(record.name), []).append(record)
    unknown = [name for key, name in names.items() if key and key not in found][:MOST]
    return Names(db, viewer, {**found, **_otherwise(db, viewer, unknown)})


def pieces(cell: str) -> Iterator[tuple[str, list[str]]]:
    """What a cell lists, a line each: as it is written, and as the names that it may be, `;` or `,` between them."""
    for line in cell.split("\n"):
        if text := " ".join(line.split()):
            yield text, [piece.strip() for piece in re.split(r"[;,]", text) if piece.strip()]


def _otherwise(db: Database, viewer: Viewer, unknown: Sequence[str]) -> dict[str, list[Brief]]:
    """By acronym, other name, or id."""
    asked = [At(0, len(name), name, prefixes=((name, len(name)),)) for name in unknown]
    ids = {fold(at.words): [each.id for each in known] for at, known in named(db, viewer, asked, {}) if known}
    told = briefs(db, viewer, [id for each in ids.values() for id in each])
    return {name: [told[id] for id in each if id in told] for name, each in ids.items()}
