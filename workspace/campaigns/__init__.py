"""Writing to those who bear the records of a list: an update campaign, or a plain letter to a group."""

from workspace.campaigns import following, routes

blueprints = (routes.blueprint, following.blueprint)

__all__ = ["blueprints"]
