"""« À traiter »: lists of what to look at, within a perimeter, each with its reason and what was done about it."""

from workspace.worklists.routes import blueprint

__all__ = ["blueprint"]
