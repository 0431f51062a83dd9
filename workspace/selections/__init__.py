"""« Sélections »: a titled, ordered, commented set for one problem: records, addresses elsewhere, what is missing."""

from workspace.selections.entries import entries
from workspace.selections.routes import blueprint

blueprints = (blueprint, entries)

__all__ = ["blueprints"]
