"""Help pages, and where the data come from."""

from workspace.help.routes import blueprint

__all__ = ["blueprint"]
