"""Accounts: the door, one's own page, invitations, passwords, the second factor; the accounts are in the graph."""

from flask import Flask

from graph.settings import Settings
from workspace.accounts import (
    arriving,
    door,
    everyone,
    known_provider,
    leaving,
    own,
    passwords,
    provider,
    resets,
    second_factor,
    session,
)

pages = (arriving, door, everyone, leaving, own, passwords, provider, resets, second_factor)
blueprints = tuple(page.blueprint for page in pages)


def init(app: Flask, settings: Settings) -> None:
    """Tell `app` who is signed in, and which provider people come from."""
    session.init(app)
    known_provider.init(app, settings)


__all__ = ["blueprints", "init"]
