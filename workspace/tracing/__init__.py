"""« Ressources mobilisées » and « Financements » of a policy, « Politiques concernées » of a resource."""

from workspace.tracing import files, funding, routes

blueprints = (routes.blueprint, files.blueprint, funding.blueprint)

__all__ = ["blueprints"]
