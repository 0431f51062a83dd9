"""`/reseau`: the network drawn, listed and filtered."""

from workspace.network.routes import blueprint

__all__ = ["blueprint"]
