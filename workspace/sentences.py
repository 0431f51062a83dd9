"""Which relations may tie two records, each as the sentence that it would say."""

from __future__ import annotations

from graph.granting import GIVES, NAMES, SOURCE, TARGET
from graph.links import Brief
from graph.schema import SCHEMA, Relation
from graph.viewers import Viewer
from workspace.language import language

INVERSE = "-inverse"
Options = list[tuple[str, str]]


def between(source: Brief, target: Brief) -> Options:
    """Every relation allowed between two records, both ways, as (FUNDS or FUNDS-inverse, sentence)."""
    out = []
    for relation in SCHEMA.between(source.kind, target.kind):
        out.append((relation.type, f"{source.name} {relation.sentence.in_language(language())} {target.name}"))
    for relation in SCHEMA.between(target.kind, source.kind):
        if not relation.symmetric:
            told = relation.sentence.in_language(language())
            out.append((f"{relation.type}{INVERSE}", f"{target.name} {told} {source.name}"))
    return out


def allowed(source: Brief, target: Brief, viewer: Viewer) -> Options:
    """Of those, what the viewer could add: some links give rights to who is at their end."""
    out = []
    for told, sentence in between(source, target):
        type, _, inverse = told.partition("-")
        first, second = (target, source) if inverse else (source, target)
        relation = SCHEMA.relations[type]
        if _may(viewer, relation, SOURCE, first.id) and _may(viewer, relation, TARGET, second.id):
            out.append((told, sentence))
    return out


def beginning(source: Brief, viewer: Viewer) -> Options:
    """Every sentence that begins with a record, the other end still to be said: « Panoramax est porté par … »."""
    out = []
    for relation in SCHEMA.relations.values():
        ways = (
            ("", relation.sources, relation.sentence, SOURCE),
            (INVERSE, relation.targets, relation.inverse, TARGET),
        )
        for way, ends, words, end in ways[: 1 if relation.symmetric else 2]:
            if source.kind in ends and _may(viewer, relation, end, source.id):
                out.append((relation.type + way, f"{source.name} {words.in_language(language())} …"))
    return sorted(out, key=lambda option: option[1].casefold())


def kinds_at(chosen: str, source: Brief | None) -> str:
    """The kinds that the other end may be, separated by commas, for suggestions."""
    type, _, inverse = chosen.partition("-")
    relation = SCHEMA.relations.get(type)
    if relation is None or source is None:
        return ""
    allowed = (
        kind for kind in SCHEMA.kinds if SCHEMA.allows(type, *((kind, source.kind) if inverse else (source.kind, kind)))
    )
    return ",".join(allowed)


def _may(viewer: Viewer, relation: Relation, end: str, id: str) -> bool:
    """Is it a link that the viewer could add, as far as this end tells?"""
    if viewer.edits:
        return True
    named = end not in NAMES.get(relation.type, ()) or id in viewer.facilitates
    return named and (end not in GIVES.get(relation.type, ()) or viewer.writes(id))
