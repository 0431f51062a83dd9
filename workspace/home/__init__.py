"""The first page: the question, what the network holds, what has just changed."""

from workspace.home.routes import blueprint

__all__ = ["blueprint"]
