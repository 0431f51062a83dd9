"""Notes tied to the graph: the names in them, the lines that became records, the templates they begin with."""

from workspace.notes import lines, naming, taking, templates, versions

blueprints = (naming.blueprint, lines.blueprint, templates.blueprint, taking.blueprint, versions.blueprint)

__all__ = ["blueprints"]
