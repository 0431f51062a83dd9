"""What members say of a record or a link."""

from workspace.comments.routes import blueprint

__all__ = ["blueprint"]
