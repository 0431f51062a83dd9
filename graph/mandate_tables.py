"""The mandates of a committee as a table: its rows beside those that sit, by who sits for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.committees import Seat, bodies
from graph.database import Database
from graph.errors import Invalid
from graph.folding import fold
from graph.imports.tables.shapes import Row, Table
from graph.links import Brief
from graph.mandate_columns import SAID, column_of
from graph.roadmap_names import Names, names_of
from graph.roadmap_wanted import Fault
from graph.values import State, parse
from graph.viewers import Viewer

MOST = 2_000  # rows
ACTORS, BODIES = ("Person", "Organisation"), ("Organisation",)
NO_COLUMN = "aucune colonne « Structure » ni « Qui siège » : une ligne de ce tableau doit nommer ses colonnes"
SEVERAL, UNKNOWN = "plusieurs fiches portent ce nom", "aucune fiche ne porte ce nom"


@dataclass(frozen=True)
class Mandate:
    """A row: who sits for which body (a name, empty for who sits for themselves), the seat that it is already, and
    what its cells say, as they are stored, None for what is emptied."""

    row: int
    who: Brief
    body: str
    known: Seat | None
    said: Mapping[str, str | None]


@dataclass(frozen=True)
class Sheet:
    """What a table says: mandates, cells that cannot be taken, heads that are no mandate's."""

    mandates: tuple[Mandate, ...]
    faults: tuple[Fault, ...]
    strange: tuple[str, ...]


def mandate_table(tables: Sequence[Table]) -> Table:
    """The table whose heads are most those of mandates. Invalid("fichier") when none says who sits."""
    told = [(len(heads), -place, table) for place, table in enumerate(tables) if {"body", "who"} & set(
        heads := heads_of(table))]  # fmt: skip
    if not told:
        raise Invalid({"fichier": NO_COLUMN})
    return max(told, key=lambda each: each[:2])[2]


def heads_of(table: Table) -> dict[str, str]:
    """The table's head of each column that it has; of two heads of one column, the first."""
    out: dict[str, str] = {}
    for head in table.columns:
        if name := column_of(head):
            out.setdefault(name, head)
    return out


def sheet_of(db: Database, viewer: Viewer, seats: Sequence[Seat], table: Table) -> Sheet:
    """The table's rows beside the seats of the committee, past ones too. Invalid("fichier") for too many rows, none."""
    heads, rows = heads_of(table), list(table.rows())
    if not rows:
        raise Invalid({"fichier": "ce tableau n'a aucune ligne"})
    if len(rows) > MOST:
        raise Invalid({"fichier": f"{MOST} lignes au plus"})
    said = {str(row.cells.get(heads[name], "")) for row in rows for name in ("body", "who") if name in heads}
    reader = _Reader(heads, names_of(db, viewer, said), seats)
    mandates = tuple(found for row in rows if (found := reader.mandate(row)))
    return Sheet(mandates, tuple(reader.faults), tuple(head for head in table.columns if head not in heads.values()))


def places(seats: Sequence[Seat]) -> Iterator[tuple[str, Seat]]:
    """Each seat with the name of what it stands for, as the committee's page has it."""
    for group in ([seat for seat in seats if seat.sits], [seat for seat in seats if not seat.sits]):
        for body in bodies(group):
            yield from ((body.name, seat) for seat in body.seats)


@dataclass
class _Reader:
    """Turns rows into mandates."""

    heads: Mapping[str, str]
    names: Names
    seats: Sequence[Seat]
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = [(fold(name), seat) for name, seat in places(self.seats)]
        self.sitting = {fold(seat.who.name): seat.who for seat in reversed(self.seats)}
        self.named = {name for name, _ in self.places}
        self.taken: set[str] = set()

    def mandate(self, row: Row) -> Mandate | None:
        """None for a row that names nobody whom one may know."""
        body, name = (" ".join(str(row.cells.get(self.heads.get(part, ""), "")).split()) for part in ("body", "who"))
        if not (body or name):
            self.faults.append(Fault(row.line, "who" if "who" in self.heads else "body", "dites qui siège"))
            return None
        who = self._one(row.line, "who", name, ACTORS) if name else self._one(row.line, "body", body, BODIES)
        for_whom = self._body(row.line, body, who) if who else None
        if who is None or for_whom is None:
            return None
        said = self._said(row)
        known = self._known(who, for_whom, said)
        return Mandate(row.line, who, for_whom, known, said)

    def _one(self, row: int, column: str, name: str, kinds: Sequence[str]) -> Brief | None:
        """Who sits already under that name, else the only record that bears it."""
        here = self.sitting.get(fold(name))
        if here and here.kind in kinds:
            return here
        found = self.names.of(name, kinds)
        if len(found) == 1:
            return found[0]
        near = tuple(found[:3]) or self.names.near(name, kinds)
        self.faults.append(Fault(row, column, SEVERAL if found else UNKNOWN, name, near))
        return None

    def _body(self, row: int, name: str, who: Brief) -> str | None:
        """The name of what they sit for, as it is known; empty for themselves, None for what nobody knows."""
        if not name or fold(name) == fold(who.name):
            return ""
        if fold(name) in self.named:
            return name
        found = self._one(row, "body", name, BODIES)
        return found.name if found else None

    def _said(self, row: Row) -> dict[str, str | None]:
        """The cells that the table has, parsed; a wrong one is told and left out."""
        out: dict[str, str | None] = {}
        for column in SAID:
            if column.name not in self.heads or column.field is None:
                continue
            raw = str(row.cells.get(self.heads[column.name], ""))
            try:
                value = parse(column.field, raw)
                out[column.name] = None if isinstance(value, State) else str(value)
            except ValueError as error:
                self.faults.append(Fault(row.line, column.name, str(error), raw))
        return out

    def _known(self, who: Brief, body: str, said: Mapping[str, str | None]) -> Seat | None:
        """The seat that the row tells of: one in force, or one of the past that began on that very day."""
        name = fold(body or who.name)
        alike = [seat for place, seat in self.places if seat.who.id == who.id and place == name
                 and seat.link not in self.taken
                 and (seat.sits or ("since" in said and said["since"] == seat.since))]  # fmt: skip
        found = max(alike, key=lambda seat: [said.get(name, "") == getattr(seat, name) for name in (
            "since", "role", "seat", "until")] + [seat.sits], default=None)  # fmt: skip
        if found:
            self.taken.add(found.link)
        return found
