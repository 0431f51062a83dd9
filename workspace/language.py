"""The interface's language: French first, English by ?lang=, by cookie, else as the browser asks."""

from __future__ import annotations

from functools import lru_cache

import flask_babel
from babel.numbers import format_decimal
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel
from markupsafe import Markup

from workspace.markup import spaced
from workspace.places import shared

LANGUAGES = {"fr": "Français", "en": "English"}
COOKIE = "lang"
YEAR = 365 * 24 * 3600


def chosen() -> str:
    """The language of this request."""
    wishes = (request.args.get("lang"), request.cookies.get(COOKIE)) if has_request_context() else ()
    named = next((wish for wish in wishes if wish in LANGUAGES), None)
    return named or (request.accept_languages.best_match(list(LANGUAGES)) if has_request_context() else None) or "fr"


def keep_choice(response: Response) -> Response:
    """Remember a language asked for in the address."""
    wish = request.args.get("lang")
    if wish in LANGUAGES and wish != request.cookies.get(COOKIE):
        response.set_cookie(
            COOKIE,
            wish,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response


def init(app: Flask) -> None:
    """Install Flask-Babel, with our catalogues and times in France."""
    Babel(
        app, locale_selector=chosen, default_locale="fr", default_timezone="Europe/Paris",
        default_translation_directories=str(shared("translations")),
    )  # fmt: skip
    app.after_request(keep_choice)
    app.jinja_env.globals.update(gettext=_marked, _=_marked, ngettext=_marked_plural)


def language() -> str:
    """ "fr" or "en"."""
    # Asked 160 times a page: Flask-Babel takes 5 µs each time, the proxy of `g` half a microsecond each.
    try:
        kept = g._get_current_object()
    except RuntimeError:  # outside of the application
        return "fr"
    told: str | None = kept.get("language")
    if told is None:
        locale = flask_babel.get_locale()
        told = kept.language = "en" if locale is not None and locale.language == "en" else "fr"
    return told


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, with French spaces."""
    text = worded(message, language())
    return text % values if values else text


def ngettext(one: str, many: str, n: float, **values: object) -> str:
    """The message for a number of things; `%(num)s` is the number as the language writes it."""
    return _plural(one, many, n) % {"num": number(n), **values}


def number(value: float) -> str:
    """12 345,6 as the language writes it."""
    return _number(value, language())


@lru_cache(maxsize=4096)
def _number(value: float, language: str) -> str:
    return str(format_decimal(value, locale=language))  # 20 µs each time, and a page tells the same small numbers


def _plural(one: str, many: str, n: float) -> str:
    if language() == "fr":  # French msgids need no catalogue, and 0 is singular
        return spaced(one if abs(n) < 2 else many)
    # Flask-Babel's own ngettext puts the number in at once, and fails on any other value of the message.
    return str(flask_babel.get_domain().get_translations().ungettext(one, many, n))


@lru_cache(maxsize=4096)
def worded(message: str, language: str) -> str:
    """A message in the language that is the reader's, or in French."""
    # French msgids need no catalogue; catalogues do not change while the program runs.
    return spaced(message if language == "fr" else str(flask_babel.gettext(message)))


def _marked(message: str, **values: object) -> Markup:
    # Messages are ours; values from outside are escaped by Markup's %.
    return Markup(worded(message, language())) % values if values else _as_is(message, language())  # noqa: S704


@lru_cache(maxsize=2048)
def _as_is(message: str, language: str) -> Markup:
    return Markup(worded(message, language)) % {}  # noqa: S704 – 40 a page, 5 µs each


def _marked_plural(one: str, many: str, n: float, **values: object) -> Markup:
    return Markup(_plural(one, many, n)) % {"num": number(n), **values}  # noqa: S704
