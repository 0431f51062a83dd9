"""Before what cannot be taken back: the password again, or for who has none, having just signed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from graph.users import confirmed
from workspace.accounts.session import account
from workspace.current import database
from workspace.language import gettext

JUST = timedelta(minutes=15)


def unconfirmed(password: str) -> str:
    """Why the reader may not go on; "" when they may."""
    user, session = account().user, account().session
    if user.has_password:
        return "" if confirmed(database(), user.id, password) else gettext("Ce n’est pas votre mot de passe actuel.")
    if datetime.now(UTC) - datetime.fromisoformat(session.opened_at) < JUST:
        return ""
    return gettext("Votre connexion date de plus d’un quart d’heure : déconnectez-vous, revenez, et recommencez.")
