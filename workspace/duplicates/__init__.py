"""Likely duplicates reviewed one by one, and two records made one."""

from workspace.duplicates.routes import blueprint

__all__ = ["blueprint"]
