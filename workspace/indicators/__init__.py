"""Values of indicators as tables, out and in."""

from workspace.indicators.routes import blueprint

__all__ = ["blueprint"]
