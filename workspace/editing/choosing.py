"""Which relations may tie two records, each as the sentence that it would say."""

from __future__ import annotations

from graph.links import Brief
from graph.schema import SCHEMA
from workspace.language import language


def sentences(source: Brief, target: Brief) -> list[tuple[str, str]]:
    """Every relation allowed between two records, both ways, as (FUNDS or FUNDS-inverse, sentence)."""
    out = []
    for relation in SCHEMA.between(source.kind, target.kind):
        out.append((relation.type, f"{source.name} {relation.sentence.in_language(language())} {target.name}"))
    for relation in SCHEMA.between(target.kind, source.kind):
        if not relation.symmetric:
            told = relation.sentence.in_language(language())
            out.append((f"{relation.type}-inverse", f"{target.name} {told} {source.name}"))
    return out
