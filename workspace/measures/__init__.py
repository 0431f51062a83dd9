"""`/reseau/mesures`: who holds the network together, in words, as a table and as a file."""

from workspace.measures.routes import blueprint

__all__ = ["blueprint"]
