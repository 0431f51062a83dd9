"""Notes tied to the graph: the names in them, the lines that became records, the templates they begin with."""

from workspace.notes.naming import blueprint

blueprints = (blueprint,)

__all__ = ["blueprints"]
