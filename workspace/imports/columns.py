"""From the form of matched columns to a mapping: what somebody chose over what was guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from graph.errors import Invalid
from graph.folding import fold
from graph.imports.drafts import Report
from graph.imports.tables import End, LinkRule, Mapping, Table, TableMapping, guess_table, with_header
from graph.imports.tables.cells import Conventions
from graph.imports.tables.mapping import MAILLAGE
from graph.schema import SCHEMA, Field, Kind
from graph.shaping import contact_fields
from workspace.imports.opened import sourced
from workspace.imports.targets import ENDS, LinkChoice, field_of_link, link_choice, link_options, record_options
from workspace.language import gettext

LINKS = "liens"
BY_COLUMN = "colonne"
Form = Dict[str, str]


@dataclass
class Chosen:
    """A mapping read from a form, and what still lacks, by the form's field."""

    mapping: Mapping
    errors: dict[str, str] = field(default_factory=dict)


def chosen(tables: Sequence[Table], base: Mapping, form: Form) -> Chosen:
    """What the form says of each table; a table whose kind or header changed is guessed anew."""
    out = Chosen(Mapping())
    told = []
    for i, table in enumerate(tables):
        if (one := _Reader(table, base.of(table.file, table.sheet), form, f"t{i}", out.errors).read()) is not None:
            told.append(one)
    if not told:
        out.errors["t0-kind"] = gettext("Dites au moins d’une table ce qu’elle contient.")
    out.mapping = Mapping(tuple(told))
    return out


def needed(kind: Kind, mapping: TableMapping) -> list[Field]:
    """Fields that a record of this kind must have and that no column gives: told once for all rows."""
    given = set(mapping.columns.values())
    return [each for each in kind.fields if each.required and each.name != "name" and each.name not in given]


class _Reader:
    """Reads the part of the form about one table; field names begin with `prefix`."""

    def __init__(
        self, table: Table, base: TableMapping | None, form: Form, prefix: str, errors: dict[str, str]
    ) -> None:
        self.table, self.base, self.form, self.prefix, self.errors = table, base, form, prefix, errors
        self.choice = self.said("kind")

    def said(self, name: str) -> str:
        return self.form.get(f"{self.prefix}-{name}", "").strip()

    def wrong(self, name: str, message: str) -> None:
        self.errors[f"{self.prefix}-{name}"] = message

    def read(self) -> TableMapping | None:
        """None when the table is not to be imported."""
        if self.choice not in (LINKS, BY_COLUMN, *SCHEMA.kinds):
            return None
        if (moved := self._moved()) or self.base is None or self.choice != _choice_of(self.base):
            return self._anew(moved or self.table)
        return self._links(self.base) if self.choice == LINKS else self._records(self.base)

    def _moved(self) -> Table | None:
        """The table with the header line that was asked for, when that changed."""
        line = self.said("header")
        if not line.isdigit() or int(line) == self.table.header or not self.table.header:
            return None
        try:
            return with_header(self.table, int(line), Report())
        except Invalid as error:
            self.wrong("header", "; ".join(error.fields.values()))
            return None

    def _anew(self, table: Table) -> TableMapping:
        kind = SCHEMA.kinds.get(self.choice)
        told = guess_table(table, kind)
        if self.choice == LINKS and told.content != "links":
            told = TableMapping(table.file, table.sheet, table.header or None, "links",
                                ends={"from": End(), "to": End()})  # fmt: skip
        if self.choice == BY_COLUMN:
            told = replace(told, content="records", kind=None, links=())
        return sourced(Mapping((told,))).tables[0]

    def _records(self, base: TableMapping) -> TableMapping:
        kind = SCHEMA.kinds.get(self.choice)
        columns, ignored = self._columns(kind, base)
        told = replace(base, columns=columns, ignore=ignored, ids=self._ids(columns, base), conventions=self._read_as())
        told = replace(told, constants=self._constants(told, kind))
        rules = [*self._rules(kind, base), *self._for_all(kind, base)] if kind else []
        if not {"name", "id"} & set(columns.values()):
            self.wrong("kind", gettext("Aucune colonne ne donne le nom : choisissez-en une ci-dessous."))
        if kind is None and "kind" not in columns.values():
            self.wrong("kind", gettext("Aucune colonne ne donne le type de fiche : choisissez-en une ci-dessous."))
        return replace(told, links=self._sourced(rules))

    def _columns(self, kind: Kind | None, base: TableMapping) -> tuple[dict[str, str], tuple[str, ...]]:
        """Columns of fields, and those that nothing is made of."""
        allowed = {value for _, options in record_options(kind) for value, _ in options}
        columns, ignored = {}, []
        for j, column in enumerate(self.table.columns):
            target = self.said(f"c{j}")
            if kind and (link_choice(target) or self._field_of(target)):
                continue
            if target in allowed or (target and target == base.columns.get(column)):
                columns[column] = target
            else:
                ignored.append(column)
        # A first name comes before the name that it is joined to.
        return {c: columns[c] for c in sorted(columns, key=lambda c: fold(c) != "prenom")}, tuple(ignored)

    def _field_of(self, target: str) -> tuple[str, str] | None:
        """The link whose field a column tells, when there is such a link in the form."""
        told = field_of_link(target)
        link = link_choice(self.said(told[0])) if told else None
        return told if told and link and any(field.name == told[1] for field in link.relation.fields) else None

    def _rules(self, kind: Kind, base: TableMapping) -> Iterator[LinkRule]:
        """A rule a column that names other records; a mapping written by hand may make two links of one column."""
        for j, column in enumerate(self.table.columns):
            if link := link_choice(self.said(f"c{j}")):
                yield self._rule(link, kind, column, f"c{j}", base)
                yield from [rule for rule in base.links if rule.column == column][1:]

    def _rule(self, link: LinkChoice, kind: Kind, column: str | None, name: str, base: TableMapping) -> LinkRule:
        """What a column names: a relation, the kind at its other end, and what to do with unknown names."""
        before = next((rule for rule in base.links if rule.column == column), LinkRule(link.type, column))
        allowed = [each.name for each in link.kinds(kind.name)]
        other = self.said(f"{name}-kind") or (allowed[0] if len(allowed) == 1 else "")
        known = other if other in allowed else None
        create = bool(self.said(f"{name}-create")) and known is not None
        told_by = link.relation.told_by
        kept = {key: value for key, value in before.constants.items() if key != told_by}
        constants = kept | ({told_by: link.term} if told_by and link.term else {})
        end = replace(before.end, kind=known, create=create)
        return LinkRule(link.type, column, before.value, end, link.inverse, self._link_columns(name), constants)

    def _link_columns(self, name: str) -> dict[str, str]:
        """Column → the field of the link that it tells."""
        told = ((self._field_of(self.said(f"c{j}")), column) for j, column in enumerate(self.table.columns))
        return {column: field[1] for field, column in told if field and field[0] == name}

    def _for_all(self, kind: Kind, base: TableMapping) -> list[LinkRule]:
        """The link that every row has with one record; a mapping written by hand may hold more of them."""
        link, value = link_choice(self.said("all")), " ".join(self.said("all-value").split())
        more = [rule for rule in base.links if rule.column is None][1:]
        if bool(link) != bool(value):
            both = gettext("Dites le lien et le nom de la fiche, ou aucun des deux.")
            self.wrong("all-value" if link else "all", both)
        return more if link is None else [replace(self._rule(link, kind, None, "all", base), value=value), *more]

    def _links(self, base: TableMapping) -> TableMapping:
        allowed = {value for _, options in link_options() for value, _ in options}
        chosen = {column: self.said(f"c{j}") for j, column in enumerate(self.table.columns)}
        columns = {column: target for column, target in chosen.items() if target in allowed}
        constants = {name: self.said(name) for name in ("relation", "source") if self.said(name)}
        if "relation" in columns.values():
            constants.pop("relation", None)
        for target, label in zip(ENDS, _end_words(), strict=True):
            if target not in (*columns.values(), *constants):
                self.wrong("kind", gettext("Aucune colonne ne donne : %(what)s.", what=label))
        ends = {side: self._end(side, base.ends.get(side, End())) for side in ("from", "to")}
        ignored = tuple(column for column in chosen if column not in columns)
        kept = {name: value for name, value in base.constants.items() if name not in ("relation", "source")}
        return replace(base, columns=columns, constants=kept | constants, ends=ends, ignore=ignored,
                       conventions=self._read_as())  # fmt: skip

    def _end(self, side: str, before: End) -> End:
        kind = self.said(f"{side}-kind")
        known = kind if kind in SCHEMA.kinds else None
        return replace(before, kind=known, create=bool(self.said(f"{side}-create")) and known is not None)

    def _constants(self, told: TableMapping, kind: Kind | None) -> dict[str, object]:
        constants = dict(told.constants)
        if self.said("visibility") in SCHEMA.vocabularies["visibility"].terms:
            constants["visibility"] = self.said("visibility")
        for each in needed(kind, told) if kind else ():
            constants.pop(each.name, None)
            if text := self.said(each.name):
                constants[each.name] = text
            else:
                self.wrong(each.name, self._why_needed(kind, told))
        return constants

    def _why_needed(self, kind: Kind | None, told: TableMapping) -> str:
        if kind and contact_fields(kind).keys() & set(told.columns.values()):
            return gettext("Nécessaire : ce fichier contient des coordonnées de personnes (RGPD).")
        return gettext("Nécessaire pour chaque fiche de ce type.")

    def _sourced(self, rules: Sequence[LinkRule]) -> tuple[LinkRule, ...]:
        source = {"source": self.said("source")} if self.said("source") else {}
        rest = ({k: v for k, v in rule.constants.items() if k != "source"} for rule in rules)
        return tuple(replace(rule, constants=source | kept) for rule, kept in zip(rules, rest, strict=True))

    def _ids(self, columns: Dict[str, str], base: TableMapping) -> str:
        """Addresses of records if all ids look so, else ids of this file."""
        column = next((column for column, target in columns.items() if target == "id"), None)
        if column is None or base.columns.get(column) == "id":
            return base.ids
        values = [str(row.cells[column]) for row in self.table.sample() if column in row.cells]
        if values and all(SCHEMA.kind_of_id(value) for value in values):
            return MAILLAGE
        return f"table-{fold(PurePosixPath(self.table.file).stem).replace(' ', '-')}"

    def _read_as(self) -> Conventions:
        return Conventions(
            "." if self.said("decimal") == "." else ",",
            "month-first" if self.said("dates") == "month-first" else "day-first",
        )


def _choice_of(told: TableMapping) -> str:
    return LINKS if told.content == "links" else told.kind or BY_COLUMN


def _end_words() -> tuple[str, str, str]:
    return gettext("la fiche de départ"), gettext("la relation"), gettext("la fiche d’arrivée")
