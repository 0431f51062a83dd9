"""Records taken out of the network, and brought back."""

from workspace.trash.routes import blueprint

__all__ = ["blueprint"]
