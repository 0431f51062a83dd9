"""One version of a record, and the way back to it."""

from workspace.versions.routes import blueprint

__all__ = ["blueprint"]
