"""A mapping read from YAML or JSON, checked part by part against the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from graph.errors import Invalid
from graph.folding import fold
from graph.imports.frontmatter import Malformed, load
from graph.imports.tables.cells import Conventions
from graph.imports.tables.mapping import LINK_TARGETS, RECORD_TARGETS, End, LinkRule, Mapping, TableMapping
from graph.imports.tables.words import kind_called
from graph.schema import SCHEMA

TABLE_KEYS = frozenset({
    "file", "sheet", "header", "content", "kind", "ids", "columns", "links", "ends", "constants", "decimal", "dates",
    "ignore",
})  # fmt: skip
END_KEYS = frozenset({"kind", "by", "scheme", "create"})
LINK_KEYS = END_KEYS | {"relation", "column", "value", "inverse", "columns", "constants"}


def mapping_in(text: str) -> Mapping:
    """From YAML. Invalid when it is not YAML, or says what the schema does not know."""
    try:
        told, twice = load(text)
    except Malformed as error:
        raise Invalid({"mapping": error.reason + (f" (ligne {error.line})" if error.line else "")}) from None
    if twice:
        raise Invalid(dict.fromkeys(twice, "écrit deux fois"))
    return mapping_of(told)


def mapping_of(told: object) -> Mapping:
    """From parsed YAML or JSON. Invalid gathers every part that is wrong, by its path."""
    reader = _Reader()
    whole = reader.dict_at(told, "mapping", {"tables"})
    tables = tuple(reader.table(each, f"tables[{i}]") for i, each in enumerate(reader.list_at(whole, "tables")))
    if reader.wrong:
        raise Invalid(reader.wrong)
    return Mapping(tables)


class _Reader:
    def __init__(self) -> None:
        self.wrong: dict[str, str] = {}

    def table(self, raw: object, at: str) -> TableMapping:
        told = self.dict_at(raw, at, TABLE_KEYS)
        links = self.text(told, "content", at, ("records", "links")) == "links"
        kind = self.kind(told, at)
        if not told.get("file"):
            self.wrong[f"{at}.file"] = "le nom du fichier est nécessaire"
        return TableMapping(
            file=str(told.get("file", "")),
            sheet=self.text(told, "sheet", at),
            header=self.number(told, "header", at),
            content="links" if links else "records",
            kind=kind,
            ids=self.text(told, "ids", at) or "maillage",
            columns=self.columns(told, at, _link_targets() if links else _record_targets(kind)),
            links=self.links(told, kind, at),
            ends=self.ends(told, at),
            constants=self.constants(told, at, _link_targets() if links else _record_targets(kind)),
            conventions=self.conventions(told, at),
            ignore=tuple(str(name) for name in self.list_at(told, "ignore", at)),
        )

    def conventions(self, told: dict[str, Any], at: str) -> Conventions:
        decimal = self.text(told, "decimal", at, (",", "."))
        dates = self.text(told, "dates", at, ("day-first", "month-first"))
        return Conventions("." if decimal == "." else ",", "month-first" if dates == "month-first" else "day-first")

    def links(self, told: dict[str, Any], kind: str | None, at: str) -> tuple[LinkRule, ...]:
        rules = []
        for i, each in enumerate(self.list_at(told, "links", at)):
            rule = self.link(each, f"{at}.links[{i}]")
            rules.append(rule)
            if rule.relation in SCHEMA.relations and not _may_go(rule, kind):
                self.wrong[f"{at}.links[{i}].relation"] = "cette relation ne va pas entre ces types de fiches"
        return tuple(rules)

    def ends(self, told: dict[str, Any], at: str) -> dict[str, End]:
        ends = self.dict_at(told["ends"], f"{at}.ends", ("from", "to")) if told.get("ends") else {}
        return {name: self.end(each, f"{at}.ends.{name}") for name, each in ends.items()}

    def link(self, raw: object, at: str) -> LinkRule:
        told = self.dict_at(raw, at, LINK_KEYS)
        relation = str(told.get("relation", ""))
        if relation not in SCHEMA.relations:
            self.wrong[f"{at}.relation"] = _unknown(relation, SCHEMA.relations)
        if ("column" in told) == ("value" in told):
            self.wrong[at] = "donnez soit `column`, soit `value`"
        targets = {f.name for f in SCHEMA.relations[relation].fields} if relation in SCHEMA.relations else set()
        return LinkRule(
            relation, self.text(told, "column", at), self.text(told, "value", at),
            self.end({key: told[key] for key in END_KEYS & told.keys()}, at), self.yes(told, "inverse", at),
            self.columns(told, at, targets.__contains__), self.constants(told, at, targets.__contains__),
        )  # fmt: skip

    def end(self, raw: object, at: str) -> End:
        told = self.dict_at(raw, at, END_KEYS)
        by: Any = self.text(told, "by", at, ("auto", "id", "name", "ref")) or "auto"
        if by == "ref" and not told.get("scheme"):
            self.wrong[f"{at}.scheme"] = "dites de quel identifiant il s'agit, par exemple « siren »"
        if self.yes(told, "create", at) and not told.get("kind"):
            self.wrong[f"{at}.kind"] = "dites quel type de fiche créer"
        return End(self.kind(told, at), by, self.text(told, "scheme", at), self.yes(told, "create", at))

    def kind(self, told: dict[str, Any], at: str) -> str | None:
        if not (text := self.text(told, "kind", at)):
            return None
        found = SCHEMA.kinds.get(text) or kind_called(text)
        if found is None:
            self.wrong[f"{at}.kind"] = _unknown(text, [kind.url for kind in SCHEMA.kinds.values()])
        return found.name if found else None

    def columns(self, told: dict[str, Any], at: str, allowed: Callable[[str], bool]) -> dict[str, str]:
        columns = {column: str(target) for column, target in self.part(told, "columns", at).items()}
        for column, target in columns.items():
            if not allowed(target):
                self.wrong[f"{at}.columns.{column}"] = f"« {target} » n'est pas un champ de ce type"
        return columns

    def constants(self, told: dict[str, Any], at: str, allowed: Callable[[str], bool]) -> dict[str, Any]:
        constants = self.part(told, "constants", at)
        for name in constants:
            if not allowed(name):
                self.wrong[f"{at}.constants.{name}"] = f"« {name} » n'est pas un champ de ce type"
        return constants

    def part(self, told: dict[str, Any], key: str, at: str) -> dict[str, Any]:
        return self.dict_at(told[key], f"{at}.{key}") if told.get(key) else {}

    def text(self, told: dict[str, Any], key: str, at: str, known: tuple[str, ...] = ()) -> str | None:
        value = told.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or (known and value not in known):
            self.wrong[f"{at}.{key}"] = f"attendu : {', '.join(known) or 'un texte'}"
            return None
        return value

    def number(self, told: dict[str, Any], key: str, at: str) -> int | None:
        text = str(told.get(key) or "")
        if text and not (text.isascii() and text.isdigit()):
            self.wrong[f"{at}.{key}"] = "attendu : un numéro de ligne"
            return None
        return int(text) if text else None

    def yes(self, told: dict[str, Any], key: str, at: str) -> bool:
        flat = fold(str(told.get(key, "")))
        if flat not in ("", "true", "false", "yes", "no", "oui", "non"):
            self.wrong[f"{at}.{key}"] = "attendu : oui ou non"
        return flat in ("true", "yes", "oui")

    def list_at(self, told: dict[str, Any], key: str, at: str = "mapping") -> list[Any]:
        value = told.get(key) or []
        if isinstance(value, list):
            return value
        self.wrong[f"{at}.{key}"] = "attendu : une liste"
        return []

    def dict_at(self, raw: object, at: str, keys: Iterable[str] = ()) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self.wrong[at] = "attendu : des clés et des valeurs"
            return {}
        known = list(keys)
        for key in [key for key in raw if known and key not in known]:
            self.wrong[f"{at}.{key}"] = _unknown(str(key), known)
        return {str(key): value for key, value in raw.items()}


def _may_go(rule: LinkRule, kind: str | None) -> bool:
    """Is there a pair of kinds, among those said, between which the relation may go?"""
    rows, others = ([kind] if kind else list(SCHEMA.kinds)), ([rule.end.kind] if rule.end.kind else list(SCHEMA.kinds))
    sources, targets = (others, rows) if rule.inverse else (rows, others)
    return any(SCHEMA.allows(rule.relation, source, target) for source in sources for target in targets)


def _record_targets(kind: str | None) -> Callable[[str], bool]:
    kinds = [SCHEMA.kinds[kind]] if kind else list(SCHEMA.kinds.values())
    fields = {field.name for each in kinds for field in each.fields}
    return lambda target: target in fields | RECORD_TARGETS or (target.startswith("ref:") and len(target) > 4)


def _link_targets() -> Callable[[str], bool]:
    fields = {field.name for relation in SCHEMA.relations.values() for field in relation.fields}
    return (fields | LINK_TARGETS).__contains__


def _unknown(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"« {word} » inconnu" + (f" : peut-être {', '.join(near)} ?" if near else "")
