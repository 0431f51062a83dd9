"""The API, version 1: the same questions as the pages, as JSON."""

from workspace.api.routes import blueprint

__all__ = ["blueprint"]
