"""Suggestions on a record that one does not own, and drafts of one's own: seen as differences, accepted or refused."""

from workspace.proposals.routes import blueprint

__all__ = ["blueprint"]
