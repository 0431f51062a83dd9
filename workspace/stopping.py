"""The address by which somebody stops letters: signed, good for ever, in each letter and in its List-Unsubscribe."""

from __future__ import annotations

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from graph.errors import NotFound
from graph.settings import Settings
from workspace.public_address import absolute


@dataclass(frozen=True)
class Stop:
    """Which letters (`sort`, see graph.unsubscribing) come no more to which address."""

    email: str
    sort: str


def path(settings: Settings, email: str, sort: str) -> str:
    """The page where they are stopped."""
    return f"/desabonner/{_signer(settings).dumps([email, sort])}"


def headers(stop: str) -> dict[str, str]:
    """What lets a mail program stop them in one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{absolute(stop)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read(settings: Settings, token: str) -> Stop:
    """What an address stops. NotFound for one that is not ours."""
    try:
        email, sort = _signer(settings).loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound(token) from error
    return Stop(str(email), str(sort))


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.signing_key, salt="unsubscribe")
