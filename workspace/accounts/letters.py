"""The letters that accounts are written: an invitation, a link for a forgotten password."""

from __future__ import annotations

from graph.database import Database, Transaction
from graph.invitations import Invitation
from graph.users import User
from workspace.mail import post


def post_invitation(tx: Transaction, host: User | None, invitation: Invitation, token: str) -> Invitation:
    """Queues an invitation with its link; answers go to who invites, None for whoever has the machine."""
    post(
        tx, invitation.email, "invitation", language=invitation.language, reply_to=host.email if host else None,
        host_name=host.name if host else "", role=invitation.role, path=f"/invitation/{token}",
        until=invitation.expires_at,
    )  # fmt: skip
    return invitation


def post_reset(db: Database, user: User, token: str, language: str) -> None:
    """Queues the link that replaces a forgotten password."""
    post(db, user.email, "reset", language=language, name=user.name, path=f"/mot-de-passe/{token}")
