"""A site of plain files that holds everything public, linked and searchable, for when the programme is over."""

from workspace.archive.writing import write

__all__ = ["write"]
