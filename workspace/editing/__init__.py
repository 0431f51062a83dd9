"""Adding and changing records and links, from forms that the schema makes."""

from workspace.editing.routes import blueprint

__all__ = ["blueprint"]
