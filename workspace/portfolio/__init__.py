"""The portfolio of a call, as a board and as a table."""

from workspace.portfolio.routes import blueprint

__all__ = ["blueprint"]
