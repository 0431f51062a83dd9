"""Writing to those who bear a record, whose addresses stay hidden."""

from workspace.contact.routes import blueprint

__all__ = ["blueprint"]
