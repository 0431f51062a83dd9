"""« Dossier de preuves » of a decision: options by criteria, what was looked at, and what was known on its day."""

from workspace.decision_files.routes import blueprint
from workspace.decision_files.snapshots import snapshots

blueprints = (blueprint, snapshots)

__all__ = ["blueprints"]
