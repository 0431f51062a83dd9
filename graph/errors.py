"""What can go wrong, in the domain's words; `workspace.errors` turns each into a page or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class MaillageError(Exception):
    """Base of every error that a person can be told about."""


class NotFound(MaillageError):
    """No such record for this viewer: hidden and unknown are the same answer."""

    def __init__(self, id: str, near: Sequence[str] = ()) -> None:
        super().__init__(f"Not found: {id}")
        self.id = id
        self.near = tuple(near)


class AlreadyExists(MaillageError):
    """Something else already holds the value of `field`."""

    def __init__(self, field: str, value: str = "") -> None:
        super().__init__(f"Already exists: {field} {value}".strip())
        self.field = field
        self.value = value


class NotAllowed(MaillageError):
    """The viewer may see this, but not do that."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


class Conflict(MaillageError):
    """Somebody else changed `id` since it was read; nothing was written."""

    def __init__(self, id: str) -> None:
        super().__init__(f"Changed meanwhile: {id}")
        self.id = id


class Invalid(MaillageError):
    """Wrong input: `fields` gives one message a field (or query parameter)."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {message}" for name, message in fields.items()))
        self.fields = dict(fields)


class GraphUnavailable(MaillageError):
    """The engine does not answer; `cause` is readable by an administrator."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause
