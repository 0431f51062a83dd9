"""A second factor: a shared key, sealed by whoever asks, the last code accepted, and recovery codes by fingerprint."""

from __future__ import annotations

import secrets

from graph.database import Database
from graph.operations import now
from graph.tokens import fingerprint

CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none is taken for another
_GROUPS, _GROUP = 4, 4

TURN_ON = """
MATCH (user:User {id: $id}) WHERE user.email > '' AND user.totp IS NULL
SET user.totp = $key, user.totp_step = $step, user.recovery = $recovery RETURN user.id AS id
"""
TURN_OFF = "MATCH (user:User {id: $id}) REMOVE user.totp, user.totp_step, user.recovery RETURN user.id AS id"
KEPT = "MATCH (user:User {id: $id}) RETURN user.totp AS key, size(coalesce(user.recovery, [])) AS left"
# The lock is taken before the last step is read: of two requests with one code, one finds it used.
ACCEPT = """
MATCH (user:User {id: $id}) SET user.tried_at = $now
WITH user WHERE user.totp IS NOT NULL AND coalesce(user.totp_step, 0) < $step
SET user.totp_step = $step RETURN user.id AS id
"""
RECOVER = """
MATCH (user:User {id: $id}) SET user.tried_at = $now
WITH user WHERE $code IN user.recovery
SET user.recovery = [code IN user.recovery WHERE NOT code = $code] RETURN user.id AS id
"""
RENEW = """
MATCH (user:User {id: $id}) WHERE user.totp IS NOT NULL SET user.recovery = $recovery RETURN user.id AS id
"""


def new_codes() -> list[str]:
    """Ten recovery codes such as "k7wm-3xqa-9fpt-2hzd", 79 random bits each."""
    return ["-".join(_part() for _ in range(_GROUPS)) for _ in range(CODES)]


def turn_on(db: Database, id: str, key: str, step: int, codes: list[str]) -> bool:
    """Asks the account for codes from now on; `step` is that of the code that proved the key, which is thus used.
    False when there is a second factor already."""
    return bool(db.write(TURN_ON, id=id, key=key, step=step, recovery=_kept(codes)))


def turn_off(db: Database, id: str) -> None:
    """Forgets key and codes."""
    db.write(TURN_OFF, id=id)


def sealed_key(db: Database, id: str) -> str | None:
    """The key as it was given, None without a second factor."""
    rows = db.read(KEPT, id=id)
    return rows[0]["key"] if rows else None


def codes_left(db: Database, id: str) -> int:
    """How many recovery codes are not used yet."""
    rows = db.read(KEPT, id=id)
    return int(rows[0]["left"]) if rows else 0


def accept_step(db: Database, id: str, step: int) -> bool:
    """Uses the code of a time step; False when it, or a later one, was used already."""
    return bool(db.write(ACCEPT, id=id, step=step, now=now()))


def recover(db: Database, id: str, code: str) -> bool:
    """Uses a recovery code, as it was typed; False when it is none or was used."""
    return bool(db.write(RECOVER, id=id, code=_fingerprint(code), now=now()))


def renew_codes(db: Database, id: str, codes: list[str]) -> bool:
    """Replaces the recovery codes; False without a second factor."""
    return bool(db.write(RENEW, id=id, recovery=_kept(codes)))


def _kept(codes: list[str]) -> list[str]:
    return [_fingerprint(code) for code in codes]


def _fingerprint(code: str) -> str:
    return fingerprint("".join(letter for letter in code.lower() if letter.isalnum()))


def _part() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_GROUP))
