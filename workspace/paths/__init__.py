"""`/chemin`: how two records are connected."""

from workspace.paths.routes import blueprint

__all__ = ["blueprint"]
