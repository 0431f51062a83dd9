"""The matrix in words: its heads, and its cells as HTML made in one go, because a template takes 3 µs a cell more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from markupsafe import Markup, escape

from graph.coverage import NATIONAL, NOWHERE, UNTOLD, Column, Matrix
from graph.schema import SCHEMA
from workspace.coverage.asked import Asked
from workspace.csv_files import Cell
from workspace.language import gettext, number
from workspace.words import initial, kind_word, term


def head(column: Column, asked: Asked) -> str:
    """What a column is called."""
    apart = {
        NATIONAL: gettext("National") if asked.type == "region" else gettext("National ou plus large"),
        NOWHERE: gettext("Sans territoire connu"), UNTOLD: gettext("Public non renseigné"),
    }  # fmt: skip
    if column.key in apart:
        return apart[column.key]
    if column.name:
        return column.name
    return initial(kind_word(column.key, plural=True) if column.key in SCHEMA.kinds else term(column.key, "audience"))


def cells(found: Matrix, place: int, asked: Asked) -> Markup:
    """The cells of a row: what is there as a link that opens it, « rien » where nothing is known."""
    row = found.rows[place].id
    address = str(escape(asked.address("/couverture/case", ligne=row)))
    nothing = f'<td class="none">{escape(gettext("rien"))}</td>'
    apart = '<td class="apart">0</td>'
    out = [_cell(int(found.totals[place]), address, "total") if found.totals[place] else nothing]
    for count, column in zip(found.counts[place].tolist(), found.columns, strict=True):
        if count:
            key = escape(quote(column.key, safe=""))
            out.append(_cell(count, f"{address}&amp;colonne={key}", "apart" if column.apart else ""))
        else:
            out.append(apart if column.apart else nothing)
    return Markup("".join(out))  # noqa: S704


def table(found: Matrix, asked: Asked) -> Iterator[Sequence[Cell]]:
    """The whole matrix as rows of a file; the first holds the heads."""
    policies = asked.word != "themes-publics"
    told = [gettext("politique"), gettext("niveau"), gettext("échelon")] if policies else [gettext("thème")]
    yield [*told, gettext("toutes"), *(head(column, asked) for column in found.columns)]
    for place, record in enumerate(found.rows):
        named = [record.name]
        if policies:
            named += [term(record.level, "policy_level") if record.level else "",
                      term(record.echelon, "echelon") if record.echelon else ""]  # fmt: skip
        yield [*named, int(found.totals[place]), *found.counts[place].tolist()]


def _cell(count: int, address: str, css: str) -> str:
    told = f' class="{css}"' if css else ""
    return f'<td{told}><a href="{address}">{count if count < 1000 else number(count)}</a></td>'
