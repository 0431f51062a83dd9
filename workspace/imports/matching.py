"""The form of matched columns as a page shows it: each column with its values, its choice and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from itertools import islice

from graph.imports.tables import End, LinkRule, Mapping, Table, TableMapping, guess_table
from graph.imports.tables.cells import Conventions
from graph.schema import SCHEMA, Field, Kind
from workspace.imports.columns import BY_COLUMN, LINKS, needed
from workspace.imports.targets import (
    FIELD,
    LinkChoice,
    Options,
    choice_of,
    fields_of_link,
    kind_options,
    link_options,
    record_options,
    sentence_options,
)
from workspace.imports.telling import field_words
from workspace.language import gettext
from workspace.words import initial, word

VALUES = 3
LONGEST_VALUE = 60


@dataclass(frozen=True)
class EndForm:
    """The record at the other end of a link: its kind, and whether unknown names are created."""

    name: str
    kinds: Sequence[tuple[str, str]]
    kind: str
    create: bool


@dataclass(frozen=True)
class ColumnForm:
    """One column; `link` when it names other records."""

    name: str
    column: str
    values: Sequence[str]
    target: str
    options: Options
    sure: str = ""
    link: EndForm | None = None


@dataclass(frozen=True)
class TableForm:
    """One table; `content` is records, links or "" when it is not imported."""

    name: str
    table: Table
    kind: str
    content: str
    columns: Sequence[ColumnForm] = ()
    kinds: Options = field(default_factory=list)
    needed: Sequence[tuple[Field, str]] = ()
    visibility: str = ""
    source: str = ""
    relation: str = ""
    sentences: Sequence[tuple[str, str]] = ()
    ends: Sequence[tuple[str, EndForm]] = ()
    for_all: str = ""
    for_all_value: str = ""
    for_all_end: EndForm | None = None
    for_all_options: Sequence[tuple[str, str]] = ()
    conventions: Conventions = field(default_factory=Conventions)


def forms(tables: Sequence[Table], mapping: Mapping) -> list[TableForm]:
    """The form of each table."""
    return [_form(f"t{i}", table, mapping.of(table.file, table.sheet)) for i, table in enumerate(tables)]


def summary(errors: Iterable[str], tables: Sequence[TableForm]) -> list[tuple[str, str]]:
    """For the summary over a refused form: the anchor and the words of each wrong field."""
    out = []
    for name in errors:
        table, _, field = name.partition("-")
        words = _words().get(field) or field_words(field)
        place = tables[int(table[1:])].table
        out.append((name, f"{words} ({place.sheet or place.file})" if len(tables) > 1 else words))
    return out


def _words() -> Dict[str, str]:
    return {
        "kind": gettext("Ce que contient cette table"), "header": gettext("Ligne des noms de colonnes"),
        "all": gettext("Relier chaque fiche à une même fiche"), "all-value": gettext("Nom de cette fiche"),
    }  # fmt: skip


def _form(name: str, table: Table, told: TableMapping | None) -> TableForm:
    if told is None or (told.content == "records" and told.kind is None and not told.column_of("kind")):
        return TableForm(name, table, "", "", list(_unmatched(name, table)), kind_options())
    if told.content == "links":
        columns = list(_columns(name, table, told, None, link_options()))
        return TableForm(
            name, table, LINKS, "links", columns, kind_options(), source=str(told.constants.get("source", "")),
            relation=str(told.constants.get("relation", "")), sentences=sentence_options(),
            ends=[(label, _side(f"{name}-{side}", told.ends.get(side, End()))) for side, label in _sides()],
            conventions=told.conventions,
        )  # fmt: skip
    kind = SCHEMA.kinds.get(told.kind or "")
    rule = next((rule for rule in told.links if rule.column is None), None)
    options = record_options(kind)
    return TableForm(
        name, table, told.kind or BY_COLUMN, "records", list(_columns(name, table, told, kind, options)),
        kind_options(), _needed(kind, told), str(told.constants.get("visibility", "")), _source(told),
        for_all=choice_of(rule).value if rule else "",
        for_all_value=rule.value or "" if rule else "", for_all_end=_all_end(name, kind, rule),
        for_all_options=options[2][1] if len(options) > 2 else [], conventions=told.conventions,
    )  # fmt: skip


def _columns(name: str, table: Table, told: TableMapping, kind: Kind | None, options: Options) -> Iterator[ColumnForm]:
    guesses = guess_table(table, kind).guesses
    rules = {rule.column: rule for rule in reversed(told.links) if rule.column}
    fields = _link_fields(table, told)
    options = [*options, *_link_groups(table, told)]
    for j, column in enumerate(table.columns):
        rule, field = rules.get(column), f"{name}-c{j}"
        target = choice_of(rule).value if rule else fields.get(column) or told.columns.get(column, "")
        guess = guesses.get(column)
        # A column that tells a field of a link is guessed by that field: "champ|c6|since".
        same = guess is not None and guess.target == (rule.relation if rule else target.rpartition("|")[2] or None)
        yield ColumnForm(
            field, column, _values(table, column), target, _with(options, target),
            _sure(guess.confidence if guess and same else 0.0) if target else "",
            _link_end(field, rule, kind) if rule and kind else None,
        )  # fmt: skip


def _named_rules(table: Table, told: TableMapping) -> Iterator[tuple[str, LinkRule]]:
    """The rules that the form shows, by what they are called in it."""
    places = {column: f"c{j}" for j, column in enumerate(table.columns)}
    shown: set[str] = set()
    for rule in told.links:
        name = places.get(rule.column, "") if rule.column else "all"
        if name and name not in shown:
            shown.add(name)
            yield name, rule


def _link_fields(table: Table, told: TableMapping) -> dict[str, str]:
    """Column → the option of the link's field that it tells."""
    return {
        column: f"{FIELD}|{name}|{field}"
        for name, rule in _named_rules(table, told)
        for column, field in rule.columns.items()
    }


def _link_groups(table: Table, told: TableMapping) -> Options:
    return [fields_of_link(name, choice_of(rule), rule.column) for name, rule in _named_rules(table, told)]


def _unmatched(name: str, table: Table) -> Iterator[ColumnForm]:
    for j, column in enumerate(table.columns):
        yield ColumnForm(f"{name}-c{j}", column, _values(table, column), "", [])


def _values(table: Table, column: str) -> list[str]:
    """A few different values, cut short."""
    found = dict.fromkeys(str(row.cells[column]) for row in table.sample(40) if column in row.cells)
    cut = (value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…" for value in found)
    return list(islice(cut, VALUES))


def _with(options: Options, target: str) -> Options:
    """The options with the present target among them, wherever it comes from."""
    if not target or any(target == value for _, group in options for value, _ in group):
        return options
    parts = target.split("|")
    label = initial(LinkChoice(parts[1], parts[2] == "inverse").label) + "…" if len(parts) == 4 else target
    return [*options, (gettext("Choisi dans la correspondance"), [(target, label)])]


def _sure(confidence: float) -> str:
    if confidence >= 0.9:
        return gettext("reconnu")
    return gettext("probable, à vérifier") if confidence >= 0.5 else gettext("choisi à la main")


def _link_end(field: str, rule: LinkRule, kind: Kind) -> EndForm:
    allowed = choice_of(rule).kinds(kind.name)
    return EndForm(field, [(each.name, initial(word(each.label))) for each in allowed], rule.end.kind or "",
                   rule.end.create)  # fmt: skip


def _all_end(name: str, kind: Kind | None, rule: LinkRule | None) -> EndForm | None:
    return _link_end(f"{name}-all", rule, kind) if rule and kind else None


def _side(field: str, end: End) -> EndForm:
    kinds = [(kind.name, initial(word(kind.label))) for kind in SCHEMA.kinds.values()]
    return EndForm(field, kinds, end.kind or "", end.create)


def _needed(kind: Kind | None, told: TableMapping) -> list[tuple[Field, str]]:
    return [(each, str(told.constants.get(each.name, ""))) for each in needed(kind, told)] if kind else []


def _sides() -> list[tuple[str, str]]:
    return [("from", gettext("Fiches de départ")), ("to", gettext("Fiches d’arrivée"))]


def _source(told: TableMapping) -> str:
    """What the links are said to come from; the file itself when there is no link yet."""
    return next((str(rule.constants["source"]) for rule in told.links if rule.constants.get("source")),
                "" if told.links else told.file)  # fmt: skip
