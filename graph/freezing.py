"""A note that was adopted says for good what was adopted: no operation may change its words, whoever asks, in whatever
way. Asked where every write passes (graph.writing)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.errors import Invalid
from graph.operations import GONE, Operation, Step

AT = "adopted_at"
ADOPTION = frozenset({AT, "adopted_by", "adopted_in", "adopted_hash", "amended"})
WORDS = frozenset({"name", "summary", "text", "day", GONE})
OPERATION = "adoption"  # how the ids of operations that adopt, amend, or take an adoption back begin
FROZEN = "ce texte est adopté et ne change plus : proposez un amendement"
APART = "une adoption se retire sur la page d'adoption de la note"


def frozen(state: Mapping[str, Any]) -> bool:
    """Was it adopted?"""
    return bool(state.get(AT))


def refusal(operation: Operation, step: Step) -> str:
    """Why this step may not be, or nothing. To undo an adoption is not to undo an edit: it has its own door."""
    if step.subject != "record":
        return ""
    changed = set(step.changed())
    if changed & ADOPTION and not operation.id.startswith(f"{OPERATION}-"):
        return APART
    return FROZEN if frozen(step.before or {}) and changed & WORDS else ""


def must_not_be_frozen(operation: Operation, steps: Sequence[Step]) -> None:
    """Invalid, naming the text, when one of the steps touches words that were adopted."""
    if why := next(filter(None, (refusal(operation, step) for step in steps)), ""):
        raise Invalid({"text": why})
