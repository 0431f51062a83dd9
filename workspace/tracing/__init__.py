"""« Ressources mobilisées » of a policy, « Politiques concernées » of a resource."""

from workspace.tracing.routes import blueprint

__all__ = ["blueprint"]
