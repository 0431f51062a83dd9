"""What has changed, as a page and as a feed to subscribe to."""

from workspace.changes.routes import blueprint

__all__ = ["blueprint"]
