"""Which links a row of a list tells under the name, by kind: who bears it, what it serves."""

from __future__ import annotations

from graph.schema import SCHEMA

SHOWN = 3  # names after a verb
_BORNE = ("STEWARDS:in", "PRODUCES:in", "SERVES:out")
_BY_KIND: dict[str, tuple[str, ...]] = {
    "Organisation": ("STEWARDS:out", "ADMINISTERS:out"),
    "Person": ("WORKS_FOR:out", "MEMBER_OF:out"),
    "Community": ("ANIMATES:in", "PART_OF:out"),
    "Commons": ("STEWARDS:in", "SERVES:out"),
    "Policy": ("LEADS:in", "PART_OF:out"),
    "Programme": ("ANIMATES:in", "PART_OF:out"),
    "Rule": ("GOVERNS:out",),
    "LegalText": ("FRAMES:out",),
    "UseCase": ("EXPRESSES:in", "SERVES:out"),
    "Need": ("EXPRESSES:in", "MEETS:in"),
    "Challenge": ("RAISES:in", "PROPOSES:in"),
    "Project": ("STEWARDS:in", "LEADS:in", "SERVES:out"),
    "Call": ("OPENS:in",),
    "Application": ("APPLIES_TO:out",),
    "Meeting": ("DISCUSSES:out",),
    "Decision": ("DECIDED_IN:out",),
    "Action": ("LEADS:in", "IMPLEMENTS:out"),
    "Roadmap": ("LEADS:in",),
    "RoadmapTopic": ("PART_OF:out",),
    "Territory": ("PART_OF:out",),
    "Note": ("MENTIONS:out",),
    "News": ("MENTIONS:out",),
    "Document": ("PRODUCES:in", "DELIVERS:in"),
}
SUBTITLES: dict[str, list[str]] = {
    kind.name: list(_BORNE if kind.family == "resources" else _BY_KIND.get(kind.name, ()))
    for kind in SCHEMA.kinds.values()
}
TYPES = "|".join(sorted({told.partition(":")[0] for tellings in SUBTITLES.values() for told in tellings}))
