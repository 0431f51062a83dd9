"""Links between records: added, corrected, taken away, confirmed or contested."""

from workspace.linking import new, routes

blueprints = (new.blueprint, routes.blueprint)

__all__ = ["blueprints"]
