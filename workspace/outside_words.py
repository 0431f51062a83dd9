"""What is wrong with an address, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.outside import Address
from workspace.dates import day
from workspace.language import gettext

CAUSES: Mapping[str, Callable[[], str]] = {
    "unknown_host": lambda: gettext("ce nom de site n’existe plus"),
    "unreachable": lambda: gettext("le site ne répond pas"),
    "timeout": lambda: gettext("le site ne répond pas à temps"),
    "certificate": lambda: gettext("le certificat du site n’est pas valable"),
    "redirects": lambda: gettext("la page renvoie sans fin à une autre"),
    "404": lambda: gettext("la page n’existe plus"),
    "410": lambda: gettext("la page a été retirée"),
}


def why(address: Address) -> str:
    """« la page n’existe plus »; for a status that few know, its number."""
    told = CAUSES.get(address.cause)
    return told() if told else gettext("le site répond par l’erreur %(code)s", code=address.cause)


def told(address: Address) -> str:
    """« ne répond plus depuis le 3 novembre 2026 : la page n’existe plus (a répondu le 27 octobre 2026) »."""
    if address.outcome == "moved":
        return gettext("a changé d’adresse")
    since = gettext("ne répond plus depuis le %(day)s : %(why)s", day=day((address.failing_since or "")[:10]),
                    why=why(address))  # fmt: skip
    if not address.worked_at:
        return since
    return f"{since} ({gettext('a répondu le %(day)s', day=day(address.worked_at[:10]))})"
