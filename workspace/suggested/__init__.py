"""Suggested links: looked at, approved or refused by a person, one by one or several at once."""

from workspace.suggested.routes import blueprint

__all__ = ["blueprint"]
