"""« Couverture »: what covers what, as a matrix whose cells open."""

from workspace.coverage.routes import blueprint

__all__ = ["blueprint"]
