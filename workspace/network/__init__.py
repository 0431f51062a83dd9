"""`/reseau`: the network drawn, listed and filtered."""

from workspace.network.map_page import map_page
from workspace.network.new_links import new_links
from workspace.network.routes import blueprint
from workspace.network.saved import saved

blueprints = (blueprint, saved, new_links, map_page)
__all__ = ["blueprints"]
