"""Adding and changing records and links, from forms that the schema makes."""

from workspace.editing import previews, routes

blueprints = (routes.blueprint, previews.blueprint)

__all__ = ["blueprints"]
