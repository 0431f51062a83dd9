"""Notes tied to the graph: the names in them, the lines that became records, the templates they begin with."""

from workspace.notes import (
    adopting,
    amending,
    bundles,
    importing,
    lines,
    naming,
    outside,
    passages,
    sharing,
    shelves,
    taking,
    templates,
    versions,
)

features = (
    naming,
    lines,
    templates,
    taking,
    versions,
    adopting,
    amending,
    passages,
    sharing,
    outside,
    shelves,
    importing,
    bundles,
)
blueprints = tuple(part.blueprint for part in features)

__all__ = ["blueprints"]
