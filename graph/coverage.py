"""What covers what: policies by territory or by kind of resource, themes by audience, counted in numpy.

A resource is counted once a cell, and once under a policy that comprises several that it serves; only what serves a
policy itself counts, never what serves it through something else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.coverage_joins import crossed, raised
from graph.coverage_reading import COUNTED, Ground, Record, pairs, policies, territories, themes
from graph.coverage_tree import below, in_tree
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.links import today
from graph.outlining import ON_THEME
from graph.positions import Ints
from graph.viewers import Viewer

CROSSINGS = ("policies_territories", "policies_kinds", "themes_audiences")
TYPES = ("region", "departement", "epci", "commune", "mobility_basin", "scot", "pnr", "own")
SIZES = {"commune": 0, "departement": 2, "region": 3, "country": 4}
NATIONAL, NOWHERE, UNTOLD = "national", "nowhere", "untold"
MOST_COLUMNS = 150


@dataclass(frozen=True)
class Asked:
    """A crossing, the `type` of the territories in its columns, and what narrows it: the theme of what covers, the
    echelon of the policies, the policy that they are `under`, the ISO day `at` which links were in force
    (None: today)."""

    crossing: str = CROSSINGS[0]
    type: str = "region"
    theme: str | None = None
    echelon: str | None = None
    under: str | None = None
    at: str | None = None

    @property
    def day(self) -> str:
        return self.at or today()


@dataclass(frozen=True)
class Column:
    """`key` is an id, a kind, a term, or one of NATIONAL, NOWHERE, UNTOLD, which stand apart."""

    key: str
    name: str | None = None

    @property
    def apart(self) -> bool:
        return self.key in (NATIONAL, NOWHERE, UNTOLD)


@dataclass(frozen=True)
class Matrix:
    """`counts[row, column]` distinct records; `totals` of each row, over all columns. `row_of`, `column_of` and
    `number_of` are the triples behind the counts. `left_out` columns are not shown."""

    rows: tuple[Record, ...]
    columns: tuple[Column, ...]
    counts: Ints
    totals: Ints
    triples: Ints
    covers: Mapping[int, tuple[str, str]]
    left_out: int = 0

    @property
    def empty(self) -> int:
        """Cells with nothing, in the columns that do not stand apart."""
        usual = [place for place, column in enumerate(self.columns) if not column.apart]
        return int((self.counts[:, usual] == 0).sum())

    @property
    def cells(self) -> int:
        return len(self.rows) * sum(not column.apart for column in self.columns)

    def cell(self, row: str, column: str) -> list[str]:
        """Ids of what is counted in a cell, of a whole row when `column` is empty. NotFound for none such."""
        rows = [place for place, record in enumerate(self.rows) if record.id == row]
        columns = [place for place, each in enumerate(self.columns) if each.key == column or not column]
        if not rows or not columns:
            raise NotFound(row if not rows else column)
        chosen = self.triples[(self.triples[:, 0] == rows[0]) & np.isin(self.triples[:, 1], columns)]
        return sorted({self.covers[number][0] for number in chosen[:, 2].tolist()})


def coverage(db: Database, viewer: Viewer, asked: Asked) -> Matrix:
    """The matrix. Invalid names what is not a crossing, a type or an echelon, NotFound what the viewer may not see."""
    if asked.crossing not in CROSSINGS:
        raise Invalid({"croise": "à choisir dans la liste"})
    if asked.type not in TYPES:
        raise Invalid({"maille": "à choisir dans la liste"})
    ground = (themes if asked.crossing == "themes_audiences" else policies)(db, viewer, asked.day)
    rows = _rows(ground, asked)
    ties = _ties(ground, rows, _on_theme(db, viewer, asked))
    columns, placed = _columns(db, viewer, ground, asked)
    return _counted(rows, columns, ties, placed, ground)


def _rows(ground: Ground, asked: Asked) -> list[Record]:
    """Policies in the order of their tree, themes by name."""
    if asked.crossing == "themes_audiences":
        return sorted(ground.records.values(), key=lambda record: (record.key, record.id))
    within = None
    if asked.under:
        top = [record.number for record in ground.records.values() if record.id == asked.under]
        if not top:
            raise NotFound(asked.under)
        within = below(ground, top[0])
    kept = {
        record.number for record in ground.records.values()
        if (within is None or record.number in within) and (not asked.echelon or record.echelon == asked.echelon)
    }  # fmt: skip
    return [ground.records[number] for number in in_tree(ground) if number in kept]


def _on_theme(db: Database, viewer: Viewer, asked: Asked) -> frozenset[str] | None:
    if not asked.theme:
        return None
    return frozenset(db.read(ON_THEME, id=asked.theme, at=asked.day, **viewer.params())[0]["ids"])


def _ties(ground: Ground, rows: Sequence[Record], on_theme: Collection[str] | None) -> Ints:
    """Pairs of the place of a row and what covers it, or covers what it comprises."""
    ties = ground.ties
    if on_theme is not None:
        covering = [number for number, (id, _) in ground.covers.items() if id in on_theme]
        ties = ties[np.isin(ties[:, 1], np.array(covering, dtype=np.int64))]
    places = {record.number: place for place, record in enumerate(rows)}
    return raised(ties, ground, places)


def _columns(db: Database, viewer: Viewer, ground: Ground, asked: Asked) -> tuple[list[Column], Ints]:
    """The columns, and pairs of the place of a column and what covers."""
    if asked.crossing == "policies_territories":
        return _by_territory(territories(db, viewer, asked.day), ground, asked.type)
    if asked.crossing == "policies_kinds":
        kinds = list(COUNTED)
        return [Column(kind) for kind in kinds], pairs(
            [(kinds.index(kind), number) for number, (_, kind) in ground.covers.items()]
        )
    terms = sorted({term for told in ground.audiences.values() for term in told})
    places = {term: place for place, term in enumerate([*terms, UNTOLD])}
    return [Column(term) for term in places], pairs(
        [(places[term], number) for number, told in ground.audiences.items() for term in told or (UNTOLD,)]
    )


def _by_territory(places: Ground, ground: Ground, type: str) -> tuple[list[Column], Ints]:
    """What covers a part of a territory covers it; what covers more than one is counted once, as national."""
    shown = [record for record in places.records.values() if record.type == type]
    shown.sort(key=lambda record: (record.key, record.id))
    column = {record.number: place for place, record in enumerate(shown)}
    standing = places.ties[np.isin(places.ties[:, 1], np.array(list(ground.covers), dtype=np.int64))]
    local = raised(standing, places, column)
    larger = {record.number for record in places.records.values() if _size(record.type) > _size(type)}
    wide = standing[np.isin(standing[:, 0], np.array(list(larger), dtype=np.int64))][:, 1]
    nowhere = np.setdiff1d(np.array(list(ground.covers), dtype=np.int64), np.union1d(local[:, 1], wide))
    columns = [Column(record.id, record.name) for record in shown]
    rest = [_column(len(columns), np.unique(wide)), _column(len(columns) + 1, nowhere)]
    return [*columns, Column(NATIONAL), Column(NOWHERE)], np.vstack([local, *rest])


def _size(type: str | None) -> int:
    """Territories of one's own stand among the intermunicipal ones."""
    return SIZES.get(type or "", 1)


def _counted(rows: Sequence[Record], columns: Sequence[Column], ties: Ints, placed: Ints, ground: Ground) -> Matrix:
    """Each row and column that share something, with what they share, once."""
    triples = crossed(ties, placed)
    cells = triples[:, 0] * max(1, len(columns)) + triples[:, 1]
    counts = np.bincount(cells, minlength=len(rows) * len(columns)).reshape(len(rows), len(columns))
    totals = np.bincount(ties[:, 0], minlength=len(rows)) if len(ties) else np.zeros(len(rows), dtype=np.int64)
    shown = _fullest(columns, counts)
    if len(shown) < len(columns):
        triples = triples[np.isin(triples[:, 1], shown)]
        triples[:, 1] = np.searchsorted(shown, triples[:, 1])
    return Matrix(
        tuple(rows), tuple(columns[place] for place in shown.tolist()), counts[:, shown], totals, triples,
        ground.covers, len(columns) - len(shown),
    )  # fmt: skip


def _fullest(columns: Sequence[Column], counts: Ints) -> Ints:
    """The places of the columns shown: all, or the fullest where there are too many."""
    if len(columns) <= MOST_COLUMNS:
        return np.arange(len(columns))
    sums = counts.sum(axis=0) + np.array([2**40 * column.apart for column in columns], dtype=np.int64)
    return np.sort(np.argsort(-sums, kind="stable")[:MOST_COLUMNS])


def _column(place: int, numbers: Ints) -> Ints:
    return np.column_stack([np.full(len(numbers), place, dtype=np.int64), numbers])
