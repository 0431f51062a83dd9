"""The small marks that a page repeats by the hundred, as functions: fifty rows of macros cost 5 ms, these 1.

They are used in templates as the macros are: `ui.shape(…)`, `ui.entity_link(…)`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from workspace.language import gettext, language
from workspace.words import STATES, family, initial, status_word, word


def shape(name: str, label: bool = False, missing: bool = False) -> Markup:
    """A family's shape, by the name of a family or of a kind; `label` says it to screen readers."""
    mark = _shape(name, missing)
    return mark + _shape_label(name, language()) if label else mark


@lru_cache(maxsize=256)
def _shape(name: str, missing: bool) -> Markup:
    found = family(name)
    absent = " shape-missing" if missing else ""
    return Markup('<svg class="shape f-{}{}" viewBox="0 0 16 16" aria-hidden="true"><use href="#s-{}"/></svg>').format(
        found.css, absent, found.name
    )


@lru_cache(maxsize=256)
def _shape_label(name: str, _language: str) -> Markup:
    told = gettext("%(family)s :", family=word(family(name).label))
    return Markup('<span class="hidden">{} </span>').format(told)


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """A lucide icon named in static/src/icons.txt, always beside a word."""
    return Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-{}"/></svg>').format(name)


def entity_link(entity: Any, shape: bool = True) -> Markup:
    """A record's name as a link, its family's shape before it unless a heading already shows it."""
    mark = _shape(entity.kind, False) if shape else ""
    return Markup(f'<a class="entity" href="{escape(entity.url)}">{mark}{escape(entity.name)}</a>')  # noqa: S704


def status_pill(status: str | None, kind: str | None = None) -> Markup:
    """A state in the words of the kind's scale, with its disc; nothing when there is none."""
    return _pill(status, kind, language()) if status else Markup("")


@lru_cache(maxsize=512)
def _pill(status: str, kind: str | None, _language: str) -> Markup:
    fill, tone = STATES.get(status, ("plain", "ink"))
    told = initial(status_word(status, kind))
    return Markup('<span class="pill pill-{} pill-{}">{}</span>').format(fill, tone, told)
