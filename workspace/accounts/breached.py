"""Has a password leaked elsewhere? Asked of a range API by the first five digits of its SHA-1, and only if set up."""

from __future__ import annotations

import logging
from hashlib import sha1

from flask import current_app, has_app_context

from graph.settings import Settings, load

TIMEOUT_SECONDS = 3.0
log = logging.getLogger(__name__)


def breached(password: str) -> bool:
    """Is it in the list behind MAILLAGE_BREACHED_PASSWORDS? No when there is none, or when it does not answer."""
    settings: Settings = current_app.extensions["settings"] if has_app_context() else load()
    if not settings.breached_passwords:
        return False
    digest = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        known = _range(settings.breached_passwords, digest[:5])
    except OSError as error:  # what requests raises is one
        log.warning("the list of breached passwords does not answer, a password was accepted unseen: %s", error)
        return False
    return digest[5:] in known


def _range(address: str, prefix: str) -> set[str]:
    """The rest of each digest that begins so; entries of count 0 are padding."""
    import requests

    answer = requests.get(
        f"{address.rstrip('/')}/{prefix}", headers={"Add-Padding": "true"}, timeout=TIMEOUT_SECONDS
    )  # fmt: skip
    answer.raise_for_status()
    lines = (line.strip().partition(":") for line in answer.text.splitlines())
    return {rest.upper() for rest, _, count in lines if count != "0"}
