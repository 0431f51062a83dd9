"""Fields and vocabularies of this network, changed by who answers for the whole."""

from workspace.shaping import fields, vocabularies

blueprints = (fields.blueprint, vocabularies.blueprint)

__all__ = ["blueprints"]
