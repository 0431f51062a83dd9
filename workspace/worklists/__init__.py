"""« À traiter »: lists of what to look at, within a perimeter, each with its reason and what was done about it."""

from workspace.worklists.introductions import introduced
from workspace.worklists.routes import blueprint

blueprints = (blueprint, introduced)
__all__ = ["blueprints"]
