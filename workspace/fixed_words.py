"""The constant words and icons of a template, put in once a language when it is compiled, not at each page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask
from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from workspace.language import language, worded
from workspace.marks import icon

Shape = tuple[tuple[str, str | None], ...]
_CALLED: Shape = (("lparen", None), ("string", None), ("rparen", None))
WORDS: Shape = (("name", "_"), *_CALLED)
ICON: Shape = (
    ("variable_begin", None), ("name", "ui"), ("dot", None), ("name", "icon"), *_CALLED, ("variable_end", None),
)  # fmt: skip


class FixedWords(Extension):
    """Turns `_("Liens")` into the words in the environment's language, and `{{ ui.icon("plus") }}` into its HTML."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(language="fr")

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The same template with fewer calls."""
        tokens, place = list(stream), 0
        while place < len(tokens):
            size, token = self._constant(tokens, place)
            yield token
            place += size

    def _constant(self, tokens: list[Token], place: int) -> tuple[int, Token]:
        line = tokens[place].lineno
        if _reads(tokens, place, WORDS):  # a string, not Markup: what needs it is escaped by the compiler
            words = worded(tokens[place + 2].value, self.environment.language)  # type: ignore[attr-defined]
            return len(WORDS), Token(line, "string", words)
        if _reads(tokens, place, ICON):
            return len(ICON), Token(line, "data", str(icon(tokens[place + 5].value)))
        return 1, tokens[place]


class Site(Flask):
    """An application that has each template once a language."""

    @property
    def jinja_env(self) -> Environment:  # type: ignore[override]
        """The templates in the reader's language; in French while no page is asked for."""
        known: dict[str, Environment] = self.__dict__.setdefault("environments", {})
        wanted = language()
        if wanted not in known:
            known[wanted] = self._worded(known, wanted)
        return known[wanted]

    def _worded(self, known: dict[str, Environment], wanted: str) -> Environment:
        if not known:
            known["fr"] = self.create_jinja_environment()
            known["fr"].add_extension(FixedWords)
        if wanted == "fr":
            return known["fr"]
        environment = known["fr"].overlay()
        environment.language = wanted  # type: ignore[attr-defined]
        ui: Any = environment.globals["ui"]
        environment.globals = {**environment.globals, "ui": ui.within(environment)}
        return environment


def _reads(tokens: list[Token], place: int, shape: Shape) -> bool:
    if tokens[place].type != shape[0][0]:
        return False
    found = tokens[place : place + len(shape)]
    return len(found) == len(shape) and all(
        token.type == kind and value in (None, token.value) for token, (kind, value) in zip(found, shape, strict=True)
    )
