"""News of the laureates as a page, and what happens to a record or to them as feeds."""

from workspace.news.routes import blueprint

__all__ = ["blueprint"]
