"""What is asked of a password, and what is kept of it."""

from __future__ import annotations

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from graph.errors import Invalid

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000


def strong(password: str) -> None:
    """Invalid when a password is too short, or so long that it is no password."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid({"password": f"au moins {SHORTEST_PASSWORD} caractères sont attendus"})
    if len(password) > LONGEST_PASSWORD:
        raise Invalid({"password": f"{LONGEST_PASSWORD} caractères au plus"})


def hashed(password: str) -> str:
    """What is kept of a password: Argon2id, salted."""
    return _hasher().hash(password)


def opens(kept: str | None, password: str) -> bool:
    """Is this the password that was kept? Without one the answer is no, and takes the same time."""
    try:
        _hasher().verify(kept or _nobodys(), password[: LONGEST_PASSWORD + 1])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(24))
