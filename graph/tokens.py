"""Random secrets that a cookie, a link or a sheet of paper carries; the graph keeps only their fingerprints."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256


def new_token() -> str:
    """256 random bits, for an address or a cookie."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is kept of a token. A token is random and long, so that nothing slower than SHA-256 is needed."""
    return sha256(token.encode()).hexdigest()


def after(lasts: timedelta, *, since: datetime | None = None) -> str:
    """The UTC second at which something that begins now (or `since`) ends, as it is stored."""
    return ((since or datetime.now(UTC)) + lasts).strftime("%Y-%m-%dT%H:%M:%SZ")
