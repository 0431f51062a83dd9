"""Lists and pages of records: what is read most."""

from workspace.entities import lists, records

blueprints = (lists.blueprint, records.blueprint)

__all__ = ["blueprints"]
