"""From a file to the network and back: drop, match, look, import, undo."""

from workspace.imports import passages
from workspace.imports.held import sources
from workspace.imports.routes import blueprint

__all__ = ["blueprint", "passages", "sources"]
