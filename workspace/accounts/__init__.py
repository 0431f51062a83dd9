"""Accounts: the door, one's own page, invitations, passwords, the second factor; the accounts are in the graph."""

from workspace.accounts import arriving, door, everyone, leaving, own, passwords, resets, second_factor
from workspace.accounts.session import init

pages = (arriving, door, everyone, leaving, own, passwords, resets, second_factor)
blueprints = tuple(page.blueprint for page in pages)

__all__ = ["blueprints", "init"]
