"""Parameters of the API, checked: a wrong one is an Invalid that names it."""

from __future__ import annotations

from flask import request

from graph.asof import day_of
from graph.errors import Invalid
from graph.lists import Filters
from graph.schema import SCHEMA
from workspace.language import gettext

LARGEST_PAGE = 200


def number(name: str, default: int, least: int, most: int) -> int:
    """A whole number between two bounds."""
    text = request.args.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not least <= int(text) <= most:
        raise Invalid({name: gettext("un nombre de %(least)s à %(most)s est attendu", least=least, most=most)})
    return int(text)


def names(name: str) -> tuple[str, ...] | None:
    """Comma-separated words, or None when the parameter is absent."""
    words = [word.strip() for word in request.args.get(name, "").split(",") if word.strip()]
    return tuple(dict.fromkeys(words)) or None


def kinds(name: str = "kinds") -> tuple[str, ...] | None:
    """Kinds of the schema."""
    found = names(name)
    for kind in found or ():
        if kind not in SCHEMA.kinds:
            raise Invalid({name: gettext("« %(kind)s » n’est pas une sorte de fiche", kind=kind)})
    return found


def relations() -> tuple[str, ...] | None:
    """Relation types of the schema."""
    found = names("relations")
    for type in found or ():
        if type not in SCHEMA.relations:
            raise Invalid({"relations": gettext("« %(type)s » n’est pas une relation", type=type)})
    return found


def day() -> str | None:
    """The day asked for, from a partial date."""
    return day_of(request.args.get("at") or None)


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of the words allowed."""
    word = request.args.get(name) or default
    if word not in allowed:
        raise Invalid({name: gettext("attendu : %(words)s", words=", ".join(allowed))})
    return word


def one(name: str) -> str | None:
    """A parameter that may be there."""
    return request.args.get(name, "").strip() or None


def needed(name: str) -> str:
    """A parameter that must be there."""
    text = request.args.get(name, "").strip()
    if not text:
        raise Invalid({name: gettext("ce paramètre est nécessaire")})
    return text


def filters() -> Filters:
    """The filters of a list."""
    return Filters(
        kinds=kinds("kind") or (), q=request.args.get("q") or None, theme=request.args.get("theme") or None,
        territory=request.args.get("territory") or None, status=names("status") or (),
        ref=request.args.get("ref") or None, at=day(), page=number("page", 1, 1, 100_000),
        size=number("size", 50, 1, LARGEST_PAGE),
    )  # fmt: skip
