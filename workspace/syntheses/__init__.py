"""« Notes de synthèse »: what the network knows of a subject on a day, drawn, edited, kept, and taken away."""

from workspace.syntheses.kept import kept
from workspace.syntheses.routes import blueprint

blueprints = (blueprint, kept)

__all__ = ["blueprints"]
