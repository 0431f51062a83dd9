"""Where one is in a long answer, as the address says."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from graph.errors import Invalid
from workspace.language import gettext

LARGEST = 10**12


@dataclass(frozen=True)
class Paging:
    """One page of an answer, for the links to the others."""

    page: int
    size: int
    total: int


def page_number() -> int:
    """`?page=`, from 1."""
    return whole_number("page", most=100_000) or 1


def whole_number(name: str, most: int = LARGEST) -> int | None:
    """A parameter that counts from 1; None when it is absent."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 18 and 0 < int(text) <= most):
        raise Invalid({name: gettext("un nombre à partir de 1 est attendu")})
    return int(text)
