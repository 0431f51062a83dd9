"""Signing in and out; the accounts themselves are in the graph."""

from workspace.accounts.routes import blueprint
from workspace.accounts.session import init

__all__ = ["blueprint", "init"]
