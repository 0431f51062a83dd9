"""What every write is made of: an operation (who, when, why) and steps from one state to another."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal

from graph.viewers import narrower

State = Mapping[str, Any]
Subject = Literal["record", "contact", "relation"]
Action = Literal["create", "update", "delete", "restore", "erase"]

# An encoder made once: json.dumps makes one for each text.
_AS_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode

REFS = "@refs"
GONE = "@gone"
ENDS = ("@type", "@from", "@to")


def now() -> str:
    """The present second, UTC: "2026-11-22T04:30:00Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_op(kind: str = "edit") -> str:
    """An identifier that sorts by time and tells what the operation was."""
    return f"{kind}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"


@dataclass(frozen=True)
class Operation:
    """One edit, import run, merge or undo: its changes are found and undone together by `id`."""

    by: str
    why: str = ""
    id: str = field(default_factory=new_op)
    at: str = field(default_factory=now)

    def told(self) -> dict[str, Any]:
        """What each `:Change` tells of it."""
        return {"op": self.id, "at": self.at, "by": self.by, "why": self.why or None}


@dataclass(frozen=True)
class Step:
    """One thing going from `before` to `after` (None: it does not exist). A state is the flat properties without
    `version`, plus `@refs` (key → last imported values) and `@gone` for a record, `@type`, `@from`, `@to` for a
    relation. `version` is what was read. `ends` are the audiences of a relation's two ends as read."""

    subject: Subject
    id: str
    before: State | None
    after: State | None
    version: int = 0
    ends: tuple[str, str] = ("public", "public")

    @property
    def action(self) -> Action:
        if self.before is None:
            return "create"
        if self.after is None:
            return "erase"
        if bool(self.before.get(GONE)) != bool(self.after.get(GONE)):
            return "delete" if self.after.get(GONE) else "restore"
        return "update"

    @cached_property
    def type(self) -> str:
        """The relation's type; empty for the rest."""
        return str((self.after or self.before or {}).get("@type", ""))

    def inverse(self, version: int) -> Step:
        return Step(self.subject, self.id, self.after, self.before, version, self.ends)

    def set(self) -> dict[str, Any]:
        """The properties that change, None for those that go."""
        after = self.after or {}
        return {name: after.get(name) for name in self.changed() if name[0] != "@"}

    def changed(self) -> tuple[str, ...]:
        """Names of what differs before and after, sorted."""
        return self._changed

    @cached_property
    def _changed(self) -> tuple[str, ...]:
        # Asked five times of a step that is written: once for all, states are never altered.
        before, after = self.before or {}, self.after or {}
        if not before:
            return tuple(sorted([name for name, value in after.items() if value is not None]))
        return tuple(sorted([name for name in {*before, *after} if before.get(name) != after.get(name)]))

    def told(self) -> dict[str, Any]:
        """The part of it that no other step says."""
        return {
            "before": self._told(self.before), "after": self._told(self.after), "audience": self._audience(),
        }  # fmt: skip

    def _told(self, state: State | None) -> str | None:
        if state is None:
            return None
        changed = {name: state.get(name) for name in self.changed()}
        ends = {name: state[name] for name in ENDS if name in state}
        return _AS_JSON(changed | ends)

    def _audience(self) -> str:
        own = [str(state["audience"]) for state in (self.before, self.after) if state is not None]
        return narrower(*own, *(self.ends if self.subject == "relation" else ()))
