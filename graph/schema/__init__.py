"""The schema, declared once: forms, imports, legends, filters, API and documentation read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.schema.families import FAMILIES
from graph.schema.kinds import KINDS
from graph.schema.relations import RELATIONS
from graph.schema.shapes import Family, Field, FieldType, Kind, Label, Relation, Vocabulary
from graph.schema.vocabularies import VOCABULARIES

__all__ = ["SCHEMA", "Family", "Field", "FieldType", "Kind", "Label", "Relation", "Schema", "Vocabulary"]


@dataclass(eq=False)
class Schema:
    """Families, kinds, relations and vocabularies by name. A network adds fields and terms to it (graph.schema.live):
    `edition` differs then, and a Kind is asked here each time rather than kept."""

    families: Mapping[str, Family]
    kinds: dict[str, Kind]
    relations: Mapping[str, Relation]
    vocabularies: dict[str, Vocabulary]
    edition: int = 0

    def family_of(self, kind: str) -> Family:
        return self.families[self.kinds[kind].family]

    def kinds_of(self, family: str) -> tuple[Kind, ...]:
        return tuple(kind for kind in self.kinds.values() if kind.family == family)

    def states(self, kind: str) -> Mapping[str, Label]:
        """The states of a kind's records, as said of them: a meeting is « faite », a call « clos »."""
        found = self.kinds[kind]
        terms = self.vocabularies[found.statuses].terms
        return {key: label.agreed(feminine=found.feminine) for key, label in terms.items()}

    def kind_at(self, url: str) -> Kind | None:
        """The kind whose records live under `/url/`."""
        return next((kind for kind in self.kinds.values() if kind.url == url), None)

    def family_at(self, url: str) -> Family | None:
        return next((family for family in self.families.values() if family.url == url), None)

    def kind_of_id(self, id: str) -> Kind | None:
        """The kind that an id's prefix tells (`organisation-ademe`): the longest prefix wins."""
        fitting = (kind for kind in self.kinds.values() if id.startswith(kind.prefix + "-"))
        return max(fitting, key=lambda kind: len(kind.prefix), default=None)

    def url_of(self, kind: str, id: str) -> str:
        """The address of a record: `/communs/panoramax` for `commun-panoramax`."""
        found = self.kinds[kind]
        return f"/{found.url}/{id.removeprefix(found.prefix + '-')}"

    def allows(self, type: str, source: str, target: str) -> bool:
        """May a relation of this type go from a kind to another (in either order when it reads both ways)?"""
        relation = self.relations[type]
        if relation.same_family and self.kinds[source].family != self.kinds[target].family:
            return False
        straight = source in relation.sources and target in relation.targets
        return straight or (relation.symmetric and target in relation.sources and source in relation.targets)

    def between(self, source: str, target: str) -> tuple[Relation, ...]:
        """The relations that may go from a kind to another."""
        return tuple(found for found in self.relations.values() if self.allows(found.type, source, target))

    def walked(self) -> tuple[str, ...]:
        """The types that paths and neighbourhoods walk through unless asked otherwise."""
        return tuple(found.type for found in self.relations.values() if found.walks)


SCHEMA = Schema(
    {family.name: family for family in FAMILIES},
    {kind.name: kind for kind in KINDS},
    {relation.type: relation for relation in RELATIONS},
    {vocabulary.name: vocabulary for vocabulary in VOCABULARIES},
)
