"""`/reseau`: the network drawn, listed and filtered."""

from workspace.network.editable import editable
from workspace.network.map_page import map_page
from workspace.network.new_links import new_links
from workspace.network.routes import blueprint
from workspace.network.saved import saved
from workspace.network.stories import stories

blueprints = (blueprint, saved, new_links, editable, map_page, stories)
__all__ = ["blueprints"]
