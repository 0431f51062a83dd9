"""One box over every kind of record."""

from workspace.search.routes import blueprint

__all__ = ["blueprint"]
