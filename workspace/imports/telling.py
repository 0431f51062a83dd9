"""Previews and reports in the reader's words: counts, cells with their problems, sentences, rows of CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

from markupsafe import Markup

from graph.imports.drafts import Problem
from graph.imports.runs import Run, Tally
from graph.imports.sights import LinkSight, Sight
from graph.imports.tables import Mapping as TableMapping
from graph.imports.threeway import parsed
from graph.schema import SCHEMA, Field, Label
from workspace.dates import period
from workspace.imports.targets import LinkChoice
from workspace.language import gettext, ngettext
from workspace.messages import translated
from workspace.paging import Paging
from workspace.words import initial, value, word

PAGE = 50
MOST_SORTS = 12
STATUS = Label("État", "State")
REFUSED = frozenset({"fiche non créée", "ligne non reprise"})


@dataclass(frozen=True)
class Cell:
    """What a field of a row becomes, and what is wrong with it."""

    shown: Markup | str
    problem: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the preview under the columns of its table."""

    sight: Sight
    line: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Seen:
    """The first rows of one kind of one table."""

    file: str
    kind: str
    columns: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Problems:
    """A page of problems; `sorts` are the commonest reasons, when there are several pages."""

    shown: Sequence[Problem]
    paging: Paging
    sorts: Sequence[Sort]


@dataclass(frozen=True)
class Sort:
    """How often one reason was met, and what was done about it."""

    reason: str
    action: str
    count: int


def seen_tables(sights: Sequence[Sight], problems: Sequence[Problem], mapping: TableMapping) -> list[Seen]:
    """The sights as tables: one a file and kind, a column for each field and relation that any of them has."""
    groups: dict[tuple[str, str], list[Sight]] = {}
    for sight in sights:
        groups.setdefault((_place(sight.where)[0], sight.kind), []).append(sight)
    wrong = _wrong(problems, mapping)
    same = {table.name: set(table.constants) for table in mapping.tables}
    return [_seen(file, kind, group, wrong, same.get(file, set())) for (file, kind), group in groups.items()]


def link_words(link: LinkSight) -> tuple[str, str, str, str]:
    """(source, verb, target, since when) of a row of a table of links."""
    relation = SCHEMA.relations[link.type]
    verb = word(relation.told(str(link.fields.get(relation.told_by or "", ""))))
    told = [str(link.fields[name]) if name in link.fields else None for name in ("since", "until")]
    return link.source, verb, link.target, period(*told, event=relation.event) if any(told) else ""


def paged(problems: Sequence[Problem], page: int) -> Problems:
    """One page of the problems, from 1."""
    first = (page - 1) * PAGE
    many = len(problems) > PAGE
    return Problems(problems[first : first + PAGE], Paging(page, PAGE, len(problems)), _sorts(problems) if many else ())


def _sorts(problems: Iterable[Problem]) -> list[Sort]:
    """The commonest reasons first."""
    counts = Counter((problem.reason, problem.action) for problem in problems)
    return [Sort(*pair, count) for pair, count in counts.most_common(MOST_SORTS)]


def problem_rows(problems: Iterable[Problem]) -> Iterator[list[str]]:
    """For a CSV: a head, then every problem."""
    yield [gettext("fichier"), gettext("ligne"), gettext("champ"), gettext("valeur"), gettext("problème"),
           gettext("ce qui est fait")]  # fmt: skip
    for problem in problems:
        *place, reason, action = ("" if cell is None else str(cell) for cell in astuple(problem))
        yield [*place, translated(reason), translated(action)]


def field_words(name: str | None) -> str:
    """The label of a field of the schema or of an end; anything else, such as the head of a column, as it is."""
    kinds = (field for kind in SCHEMA.kinds.values() for field in kind.fields)
    relations = (field for relation in SCHEMA.relations.values() for field in relation.fields)
    found = next((field for field in (*kinds, *relations) if field.name == name), None)
    ends = {"de": gettext("de"), "vers": gettext("vers")}
    return word(found.label) if found else ends.get(name or "", name or "")


def tallied(tally: Sequence[Tally]) -> list[tuple[str, str, int, int]]:
    """(kind, "" for a relation; its words; created; changed), records first."""
    rows = [(one.what if one.what in SCHEMA.kinds else "", _what(one), one.created, one.updated) for one in tally]
    return sorted(rows, key=lambda row: (not row[0], -row[2] - row[3], row[1]))


def taken_back(run: Run) -> str:
    """What an undo would do, in a sentence."""
    parts = [
        ngettext("%(num)s fiche ou lien créé sera retiré", "%(num)s fiches et liens créés seront retirés", run.created)
        if run.created else "",
        ngettext("%(num)s modification sera reprise", "%(num)s modifications seront reprises", run.updated)
        if run.updated else "",
    ]  # fmt: skip
    return gettext(" et ").join(part for part in parts if part)


def _seen(
    file: str, kind: str, group: Sequence[Sight], wrong: Mapping[tuple[str, str], str], same: Container[str]
) -> Seen:
    """Without the fields that somebody set for all rows: they know."""
    given = {name for sight in group for name in sight.fields}
    fields = [field for field in _fields(kind) if field.name in given and field.name not in same]
    links = list(dict.fromkeys((type, inverse) for sight in group for type, inverse, _ in sight.links))
    columns = [*(word(field.label) for field in fields), *(_heading(*link) for link in links)]
    rows = [Row(sight, _place(sight.where)[1], list(_cells(sight, fields, links, wrong))) for sight in group]
    return Seen(file, kind, columns, rows)


def _fields(kind: str) -> list[Field]:
    found = SCHEMA.kinds[kind]
    # The name is the row's own heading.
    return [*(field for field in found.fields if field.name != "name"),
            Field("status", "term", STATUS, vocabulary=found.statuses)]  # fmt: skip


def _cells(
    sight: Sight, fields: Sequence[Field], links: Sequence[tuple[str, bool]], wrong: Mapping[tuple[str, str], str]
) -> Iterator[Cell]:
    told = parsed(sight.fields)
    for field in fields:
        shown = value(told[field.name], field) if field.name in told else ""
        yield Cell(shown, wrong.get((sight.where, field.name), ""))
    for link in links:
        names = [name for type, inverse, name in sight.links if (type, inverse) == link]
        yield Cell(", ".join(names), wrong.get((sight.where, link[0]), ""))


def _wrong(problems: Sequence[Problem], mapping: TableMapping) -> dict[tuple[str, str], str]:
    """(where, field) → reason; a problem may name the field, its relation or the column that gives it."""
    targets: dict[tuple[str, str], str] = {}
    for table in mapping.tables:
        targets |= {(table.name, column): target for column, target in table.columns.items()}
        targets |= {(table.name, rule.column): rule.relation for rule in table.links if rule.column}
    found: dict[tuple[str, str], str] = {}
    for problem in problems:
        if problem.line and problem.field:
            field = targets.get((problem.file, problem.field), problem.field)
            found.setdefault((f"{problem.file}:{problem.line}", field), problem.reason)
    return found


def _place(where: str) -> tuple[str, str]:
    file, _, line = where.rpartition(":")
    return (file, line) if file and line.isdigit() else (where, "")


def _heading(type: str, inverse: bool) -> str:
    return initial(LinkChoice(type, inverse).label)


def _what(one: Tally) -> str:
    if kind := SCHEMA.kinds.get(one.what):
        return word(kind.plural if one.created + one.updated > 1 else kind.label)
    relation = SCHEMA.relations.get(one.what)
    return gettext("liens « %(words)s »", words=word(relation.sentence)) if relation else one.what
