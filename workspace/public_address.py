"""The site's own address, for links that are read elsewhere. Never from the Host header, which anybody may write."""

from __future__ import annotations

from ipaddress import ip_address

from flask import current_app, has_app_context, has_request_context, request

from graph.errors import NotAllowed
from graph.settings import Settings, load
from workspace.language import gettext


def root() -> str:
    """Such as "https://maillage.example", no slash at the end: MAILLAGE_BASE_URL, else where this request was served if
    that is this machine's loopback. NotAllowed, saying what to set, when neither is there."""
    settings: Settings = current_app.extensions["settings"] if has_app_context() else load()
    if settings.base_url:
        return settings.base_url.rstrip("/")
    # The socket's own name and port, from the server: not what the request says of itself.
    served = request.environ if has_request_context() else {}
    name, port = served.get("SERVER_NAME", ""), served.get("SERVER_PORT", "")
    if loopback(name):
        return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
    raise NotAllowed(
        gettext("L’adresse publique de ce site n’est pas réglée (MAILLAGE_BASE_URL) : aucun message ne peut partir.")
    )


def loopback(host: str) -> bool:
    """Is it this machine, seen from itself?"""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def absolute(path: str) -> str:
    """A path of this site with its address before it."""
    return root() + path


def site() -> str:
    """Where the site says that it is, for pages and feeds which name themselves: as set, else as it was asked for."""
    settings: Settings = current_app.extensions["settings"]
    return (settings.base_url or request.url_root).rstrip("/")
