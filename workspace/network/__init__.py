"""`/reseau`: the network drawn, listed and filtered."""

from workspace.network.routes import blueprint
from workspace.network.saved import saved

blueprints = (blueprint, saved)
__all__ = ["blueprints"]
