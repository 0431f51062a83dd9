"""« Dépendances »: what would be reached if an actor or a resource stopped, kept with its day, told to its bearers."""

from workspace.whatif.routes import blueprint
from workspace.whatif.saved import saved
from workspace.whatif.writing import writing

blueprints = (blueprint, saved, writing)

__all__ = ["blueprints"]
