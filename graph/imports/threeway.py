"""Importing again over hand edits: what the source said last, what it says now, what the record says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from graph.values import State, Value

# An encoder made once: json.dumps makes one for each text.
_AS_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode

Told = dict[str, Any]
Complain = Callable[[str, Any, str, str], None]


def merge(
    current: Mapping[str, Any], last: Mapping[str, Any] | None, given: Mapping[str, Any], complain: Complain
) -> dict[str, Any]:
    """The fields to set. A field edited by hand is kept; if the source changed it too, `complain` is told."""
    out: dict[str, Any] = {}
    for name in {*given, *(last or {})}:
        new, now = given.get(name), current.get(name)
        before = None if last is None else last.get(name)
        if new == now:
            continue
        if now == before or (now is None and (last is None or name not in last)):
            out[name] = new
        elif new != before:
            complain(name, new, f"la fiche dit « {_short(now)} »", "valeur de la fiche gardée")
    return out


def plain(values: Mapping[str, Value]) -> Told:
    """Parsed values as they are kept on a Ref: states by their word, not given left out."""
    told: Told = {}
    for name, value in values.items():
        if isinstance(value, State):
            if value is not State.NOT_GIVEN:
                told[name] = {"state": value.value}
        else:
            told[name] = value
    return told


def parsed(told: Mapping[str, Any]) -> dict[str, Value]:
    """The way back from `plain`; None means that the field goes."""
    return {name: _value(value) for name, value in told.items()}


def present(state: Mapping[str, Any], names: Any) -> Told:
    """The present values of some fields of a stored record, in the same form."""
    words = {"declared_none": State.NONE, "not_applicable": State.NOT_APPLICABLE}
    told = {name: {"state": word.value} for key, word in words.items() for name in state.get(key) or ()}
    return {name: state[name] if name in state else told[name] for name in names if name in state or name in told}


def dumps(told: Mapping[str, Any]) -> str:
    """As kept on a Ref: sorted, so that equal values are equal text."""
    return _AS_JSON(told)


def loads(text: str | None) -> Told | None:
    """None when this ref was never imported."""
    return None if not text else dict(json.loads(text))


def _value(value: Any) -> Value:
    if value is None:
        return State.NOT_GIVEN
    return State(value["state"]) if isinstance(value, dict) else value


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) < 80 else text[:77] + "…"
