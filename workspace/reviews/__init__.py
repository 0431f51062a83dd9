"""« Votre commun en 2 minutes »: nothing changed, this changed, it is no longer me."""

from workspace.reviews.routes import blueprint

__all__ = ["blueprint"]
