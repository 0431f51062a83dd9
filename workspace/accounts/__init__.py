"""Accounts: the door, one's own page, passwords, the second factor; the accounts themselves are in the graph."""

from workspace.accounts import door, own, passwords, second_factor
from workspace.accounts.session import init

blueprints = (door.blueprint, own.blueprint, passwords.blueprint, second_factor.blueprint)

__all__ = ["blueprints", "init"]
