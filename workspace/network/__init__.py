"""`/reseau`: the network drawn, listed and filtered."""

from workspace.network.editable import editable
from workspace.network.new_links import new_links
from workspace.network.routes import blueprint
from workspace.network.saved import saved
from workspace.network.stories import stories

blueprints = (blueprint, saved, new_links, editable, stories)
__all__ = ["blueprints"]
