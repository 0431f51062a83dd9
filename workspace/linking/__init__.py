"""Links between records: added, corrected, taken away, confirmed or contested."""

from workspace.linking import judging, new, routes

blueprints = (new.blueprint, judging.blueprint, routes.blueprint)

__all__ = ["blueprints"]
