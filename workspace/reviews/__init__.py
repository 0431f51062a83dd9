"""« Votre commun en 2 minutes »: nothing changed, this changed, it is no longer me."""

from workspace.reviews import duties, routes

blueprints = (routes.blueprint, duties.blueprint)

__all__ = ["blueprints"]
