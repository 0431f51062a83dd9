"""A roadmap as a table, of ours or of a spreadsheet with the usual heads: its rows as lines that somebody wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.database import Database
from graph.errors import Invalid
from graph.folding import fold
from graph.imports.tables.cells import Cell
from graph.imports.tables.shapes import Row, Table
from graph.links import Brief
from graph.roadmap_columns import BY_NAME, COLUMNS, Column, column_of
from graph.roadmap_names import Names, names_of, pieces
from graph.roadmap_wanted import Fault, GrantWanted, Wanted
from graph.roadmaps import MOST, Line, Roadmap, elsewhere
from graph.viewers import Viewer

PARTS = ("ties", "grant")
SINGLE = tuple(column for column in COLUMNS if column.sort in ("field", "words"))
NO_ACTION = "aucune colonne « Action » : une ligne de ce tableau doit nommer ses colonnes"


@dataclass(frozen=True)
class Sheet:
    """What a table wants: lines, cells that cannot be taken, heads that are not a roadmap's."""

    name: str
    wanted: tuple[Wanted, ...]
    faults: tuple[Fault, ...]
    strange: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass
class _Group:
    """The rows of one action: a row for each of its fundings."""

    rows: list[tuple[int, dict[str, str | Cell]]] = field(default_factory=list)

    @property
    def first(self) -> tuple[int, dict[str, str | Cell]]:
        return self.rows[0]


def roadmap_table(tables: Sequence[Table]) -> Table:
    """The table whose heads are most a roadmap's. Invalid("fichier") when none names its actions."""
    told = [(len(heads_of(table)), -place, table) for place, table in enumerate(tables) if "name" in heads_of(table)]
    if not told:
        raise Invalid({"fichier": NO_ACTION})
    return max(told, key=lambda each: each[:2])[2]


def heads_of(table: Table) -> dict[str, str]:
    """The table's head of each column that it has; of two heads of one column, the first."""
    out: dict[str, str] = {}
    for head in table.columns:
        column = column_of(head)
        if column:
            out.setdefault(column.name, head)
    return out


def sheet_of(db: Database, viewer: Viewer, road: Roadmap, table: Table) -> Sheet:
    """The table's lines beside the roadmap's, by their record (which may be a line of another year), else by name."""
    heads = heads_of(table)
    groups = _groups(table.rows(), heads)
    if len(groups) > MOST:
        raise Invalid({"fichier": f"{MOST} lignes au plus"})
    ids = {str(cells.get("id") or "") for group in groups for _, cells in group.rows} - {""}
    others = elsewhere(db, viewer, road, ids)
    reader = _Reader(road, heads, names_of(db, viewer, _said(groups, heads)), others)
    wanted = tuple(reader.wanted(group) for group in groups)
    strange = tuple(head for head in table.columns if head not in heads.values())
    return Sheet(table.name, wanted, tuple(reader.faults), strange, tuple(heads))


def _groups(rows: Iterator[Row], heads: Mapping[str, str]) -> list[_Group]:
    """Rows of the same record, or of the same topic and action, together; a topic said once holds until the next."""
    groups: dict[tuple[str, ...], _Group] = {}
    topic, last = "", None
    for row in rows:
        cells: dict[str, str | Cell] = {name: row.cells.get(head, "") for name, head in heads.items()}
        topic = str(cells.get("topic") or "") or topic
        cells["topic"] = topic
        name, id = str(cells.get("name") or ""), str(cells.get("id") or "")
        if not name and not id and not any(cells[key] != "" for key in heads if key != "topic"):
            continue  # the topic alone, as a title above its lines
        key = ("id", id) if id else ("name", fold(topic), fold(name)) if name else last or ("row", str(row.line))
        groups.setdefault(key, _Group()).rows.append((row.line, cells))
        last = key
    return list(groups.values())


def _said(groups: Sequence[_Group], heads: Mapping[str, str]) -> Iterator[str]:
    """Every name that a cell of records may hold."""
    columns = [column for column in COLUMNS if column.name in heads and column.kinds]
    for group in groups:
        for _, cells in group.rows:
            for column in columns:
                for text, parts in pieces(str(cells[column.name])):
                    yield text
                    yield from parts


@dataclass
class _Reader:
    """Turns groups of rows into lines."""

    road: Roadmap
    heads: Mapping[str, str]
    names: Names
    others: Mapping[str, Line]
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = {line.record.id: line for line in self.road.lines} | dict(self.others)
        self.by_name: dict[str, list[Line]] = {}
        for line in self.road.lines:
            self.by_name.setdefault(fold(line.record.name), []).append(line)

    def wanted(self, group: _Group) -> Wanted:
        """One line, with what its rows say."""
        row, first = group.first
        id = self._id(first)
        line = self.lines.get(id or "")
        values = {column.name: first[column.name] for column in SINGLE if column.name in self.heads}
        for other, cells in group.rows[1:]:
            self._contradicted(row, first, other, cells)
        topic = str(first["topic"]) or (line.topic.record.name if line else "")
        ties = {
            column.name: self._ties(group, column, line)
            for column in COLUMNS if column.sort == "ties" and column.name in self.heads
        }  # fmt: skip
        grants, adds = self._grants(group, line) if "funder" in self.heads else (None, False)
        return Wanted(row, id, topic, values, ties, grants, adds)

    def _id(self, cells: Mapping[str, object]) -> str | None:
        """That of its record, else of the one line that bears its name, in its topic rather than elsewhere."""
        if id := str(cells.get("id") or ""):
            return id
        alike = self.by_name.get(fold(str(cells.get("name") or "")), [])
        topic = fold(str(cells["topic"]))
        here = [line for line in alike if fold(line.topic.record.name) == topic] or alike
        return here[0].record.id if len(here) == 1 else None

    def _contradicted(self, row: int, first: Mapping[str, object], other: int, cells: Mapping[str, object]) -> None:
        for column in SINGLE:
            said = cells.get(column.name, "")
            if said != "" and said != first.get(column.name, ""):
                message = f"dit autre chose que la ligne {row}, de la même action"
                self.faults.append(Fault(other, column.name, message, str(said)))

    def _ties(self, group: _Group, column: Column, line: Line | None) -> tuple[Brief, ...]:
        """The records that the cells name; beside a name that is none, what was tied stays tied."""
        now = [tied.record for tied in line.tied(column.name)] if line else []
        found: list[Brief] = []
        whole = True
        for row, cells in group.rows:
            left = list(now)
            for text, parts in pieces(str(cells[column.name])):
                records, known = self._meant(row, column, text, parts, left)
                found += records
                whole = whole and known
        return tuple({each.id: each for each in (found if whole else [*now, *found])}.values())

    def _meant(
        self, row: int, column: Column, text: str, parts: Sequence[str], left: list[Brief]
    ) -> tuple[list[Brief], bool]:
        """The records of a line of a cell: as one name, else as several."""
        if one := self._one(column, text, left):
            return [one], True
        each = [self._one(column, part, left) for part in parts] if len(parts) > 1 else []
        if each and all(each):
            return [record for record in each if record], True
        by_semicolon = [part.strip() for part in text.split(";") if part.strip()]
        found: list[Brief] = []
        for part in by_semicolon:
            record = self._one(column, part, left)
            if record:
                found.append(record)
            else:
                self._unknown(row, column, part)
        return found, len(found) == len(by_semicolon)

    def _one(self, column: Column, name: str, left: list[Brief]) -> Brief | None:
        """The record that is tied already under that name, else the only one that bears it."""
        tied = next((each for each in left if fold(each.name) == fold(name)), None)
        if tied:
            left.remove(tied)
            return tied
        known = self.names.of(name, column.kinds)
        return known[0] if len(known) == 1 else None

    def _unknown(self, row: int, column: Column, name: str) -> None:
        several = self.names.of(name, column.kinds)
        message = "plusieurs fiches portent ce nom" if several else "aucune fiche ne porte ce nom"
        near = tuple(several[:3]) or self.names.near(name, column.kinds)
        self.faults.append(Fault(row, column.name, message, name, near))

    def _grants(self, group: _Group, line: Line | None) -> tuple[tuple[GrantWanted, ...], bool]:
        """A funding a row; and whether one of them could not be read, so that none may be taken for gone."""
        out: list[GrantWanted] = []
        left = [grant.funder for grant in line.grants] if line else []
        adds = False
        for row, cells in group.rows:
            said = {name: cells[name] for name in ("step", "amount", "grant_visibility") if name in self.heads}
            name = " ".join(str(cells["funder"]).split())
            if name and (funder := self._one(BY_NAME["funder"], name, left)):
                out.append(GrantWanted(funder, said.get("step"), said.get("amount"), said.get("grant_visibility"),
                                       row=row))  # fmt: skip
            elif name:
                adds = True
                self._unknown(row, BY_NAME["funder"], name)
            elif any(said.get(key, "") != "" for key in ("step", "amount")):
                adds = True
                self.faults.append(Fault(row, "funder", "un financeur est attendu, ou la piste écrite en mots"))
        return tuple(out), adds
