"""Following a record or a list, and being told what changed there."""

from workspace.follows.routes import blueprint

__all__ = ["blueprint"]
