"""Letters from templates: a subject and the same words as text and as HTML, in the recipient's language."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from flask import Flask
from flask_babel import force_locale
from jinja2 import Environment, StrictUndefined
from jinja2_fragments import render_block

from workspace import dates, language, markup
from workspace.places import shared

WIDTH = 76
FOOT = "-- "
FILTERS = {"day": dates.day, "moment": dates.moment, "number": language.number, "spaced": markup.spaced}
_BLANK = re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True)
class Letter:
    """`subject` is one line; `text` has lines of at most 76 characters, but for addresses; `html` is a whole page."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Office:
    """An application without pages: it gives letters their catalogues."""

    app: Flask
    text: Environment
    html: Environment


@lru_cache(maxsize=1)
def office() -> Office:
    """Made with the first letter of a process."""
    app = Flask("workspace.mail", template_folder=str(shared("templates")), static_folder=None)
    language.init(app)
    html = app.jinja_env
    text = Environment(loader=html.loader, autoescape=False)  # noqa: S701 (plain text)
    text.globals.update(gettext=language.gettext, _=language.gettext, ngettext=language.ngettext)
    for environment in (text, html):
        environment.undefined = StrictUndefined
        environment.trim_blocks = environment.lstrip_blocks = True
        environment.filters.update(FILTERS)
    return Office(app, text, html)


def write(template: str, language: str, root: str, context: Mapping[str, object]) -> Letter:
    """The letter of a template; `root` is the site's address. jinja2's own errors when the template is not there, or
    asks for what the context has not."""
    own = office()
    told = {
        **context,
        "site": root,
        "host": root.partition("://")[2],
        "lang": language,
        "link": lambda path: root + path,
    }
    with own.app.app_context(), force_locale(language):
        return Letter(
            one_line(render_block(own.text, f"mail/{template}.txt", "subject", **told)),
            wrapped(own.text.get_template(f"mail/{template}.txt").render(told)),
            own.html.get_template(f"mail/{template}.html").render(told),
        )


def link(root: str, path: str) -> str:
    """The address of a page of the site."""
    if not path.startswith("/"):
        raise ValueError(f"not a path of this site: {path!r}")
    return root + path


def one_line(text: str) -> str:
    """A subject: whatever a name in it holds, it stays one line."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def wrapped(text: str) -> str:
    """Paragraphs in short lines; an address is never broken, and "-- " stays the mark of what stands below a letter."""
    fill = partial(textwrap.fill, width=WIDTH, break_long_words=False, break_on_hyphens=False)
    lines = (line if line == FOOT else fill(line) for line in text.splitlines())
    return _BLANK.sub("\n\n", "\n".join(lines)).strip() + "\n"
