"""What the graph keeps for us without being able to read it: sealed with the site's key, which is not in the graph."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, cast

from flask import current_app

from graph.settings import Settings

# Cryptography is loaded for who has a second factor: 7 MB that a web worker need not carry from its start.
if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def sealed(text: str) -> str:
    """The text as only this site reads it."""
    return _box().encrypt(text.encode()).decode()


def opened(sealed: str) -> str | None:
    """The text again; None when it was sealed with another key."""
    from cryptography.fernet import InvalidToken

    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box() -> Fernet:
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    settings = cast(Settings, current_app.extensions["settings"])
    derived = HKDF(SHA256(), 32, salt=None, info=b"maillage second factor").derive(settings.signing_key.encode())
    return Fernet(urlsafe_b64encode(derived))
