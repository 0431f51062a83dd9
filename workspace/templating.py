"""What every template has at hand: `ui` (all macros), filters, shapes and icons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from graph.at_signs import passage
from graph.note_shelves import any_archived
from graph.schema import SCHEMA
from workspace import addresses, change_rows, dates, language, marks, markup, messages, note_texts, rows, words
from workspace.assets import Assets
from workspace.contents import with_contents
from workspace.current import database, viewer
from workspace.picture import neighbours
from workspace.places import shared


def archived_notes() -> bool:
    """Is there any that the reader may ask for?"""
    return any_archived(database(), viewer())


FILTERS: dict[str, Callable[..., object]] = {
    "spaced": markup.spaced, "markdown": markup.markdown, "host": markup.host, "highlight": markup.highlight,
    "marked": markup.marked, "translated": messages.translated, "day": dates.day, "short_day": dates.short_day,
    "moment": dates.moment, "word": words.word, "initial": words.initial, "initials": words.initials,
    "lowered": words.lowered, "term": words.term, "number": language.number, "file_size": words.file_size,
    "amount": words.amount, "value": words.value, "kind_word": words.kind_word, "status_word": words.status_word,
    "role_word": words.role_word, "wrong_fields": words.wrong_fields, "with_contents": with_contents,
}  # fmt: skip
GLOBALS: dict[str, object] = {
    "SCHEMA": SCHEMA, "LANGUAGES": language.LANGUAGES, "STATES": words.STATES, "language": language.language,
    "details": words.details, "family": words.family, "address": words.address,
    "percent": words.percent, "share": words.share, "external_link": markup.external_link,
    "here": addresses.here, "toggled": addresses.toggled, "plain_text": passage,
    "without_hidden": note_texts.without_hidden, "archived_notes": archived_notes,
}  # fmt: skip


FUNCTIONS: dict[str, Callable[..., Markup]] = {
    "shape": marks.shape, "icon": marks.icon, "entity_link": marks.entity_link, "status_pill": marks.status_pill,
    "line": rows.line, "period": rows.period, "source_chip": rows.source_chip, "declared_by": rows.declared_by,
    "link_details": rows.link_details, "sentence_row": rows.sentence_row, "sentence_rows": rows.sentence_rows,
    "neighbours": neighbours, "change": change_rows.change, "differences": change_rows.differences,
}  # fmt: skip


class Macros:
    """Every macro of templates/macros by its name, there in pages and in blocks rendered alone, and FUNCTIONS.

    A macro imported at the top of a child template is undefined when one of its blocks is rendered alone."""

    def __init__(self, environment: Environment, folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self.__dict__.update(FUNCTIONS)

    def within(self, environment: Environment) -> Macros:
        """The same of another environment."""
        return Macros(environment, self._folder)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = self._all()
        if name not in found:
            raise AttributeError(f"no macro {name} in templates/macros")
        if not self._environment.auto_reload:  # the next time, they are found without coming here
            self.__dict__.update(found)
        return found[name]

    def _all(self) -> dict[str, Any]:
        files = sorted(path.name for path in self._folder.glob("*.html"))
        modules = (self._environment.get_template(f"macros/{name}").module for name in files)
        return {name: macro for module in modules for name, macro in vars(module).items() if not name.startswith("_")}


def shape_symbols() -> Markup:
    """One SVG symbol a family, `#s-actors` and so on."""
    symbol = Markup('<symbol id="s-{}" viewBox="0 0 16 16"><path fill-rule="evenodd" d="{}"/></symbol>')
    return Markup("").join(symbol.format(family.name, family.shape) for family in SCHEMA.families.values())


def init(app: Flask, assets: Assets) -> None:
    """Give the templates of `app` their filters, globals and macros."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(FILTERS)
    environment.globals.update(GLOBALS)
    environment.globals.update(
        assets=assets, sprites=shape_symbols() + assets.icons, ui=Macros(environment, shared("templates") / "macros")
    )
