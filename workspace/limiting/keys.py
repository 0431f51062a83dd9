"""Who counts as the same: an address, an account that is tried, a reader who is signed in."""

from __future__ import annotations

import time
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

from flask import request, session

now = time.time
HOUSEHOLD = 64  # bits of an IPv6 address that one line has to itself


def address() -> str:
    """The network address of the request; of IPv6 its first half, because a line has all of the second."""
    try:
        found = ip_address(request.remote_addr or "")
    except ValueError:
        return "address:none"
    if isinstance(found, IPv6Address):
        return f"address:{found.ipv4_mapped or int(found) >> HOUSEHOLD}"
    return f"address:{found}"


def typed_account() -> str:
    """The account whose address was typed, there or not."""
    return _hidden("account", request.form.get("email", "").strip().lower())


def pending_account() -> str:
    """The account that waits for a code; the address when none does."""
    pending = session.get("pending")
    return _hidden("account", pending["user"]) if pending else address()


def reader() -> str:
    """Who is signed in, wherever they are; else the address. Read from the cookie: the graph is not asked."""
    token = session.get("_user_id")
    return _hidden("reader", token) if token else address()


def _hidden(sort: str, text: str) -> str:
    """Nobody's e-mail address or token is kept in the file of counts."""
    return f"{sort}:{blake2b(text.encode(), digest_size=12).hexdigest()}"
