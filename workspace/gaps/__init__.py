"""« Manques »: what is needed and not found, told in a form, listed, and followed until something closes it."""

from workspace.gaps import declaring, routes

blueprints = (declaring.blueprint, routes.blueprint)

__all__ = ["blueprints"]
