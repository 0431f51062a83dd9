"""« Ressources mobilisées » of a policy, « Politiques concernées » of a resource."""

from workspace.tracing import files, routes

blueprints = (routes.blueprint, files.blueprint)

__all__ = ["blueprints"]
