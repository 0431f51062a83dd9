"""What a form says of a link, and what it must say before it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from graph.errors import Invalid
from graph.links import Link
from graph.operations import Operation
from workspace.addresses import own_path
from workspace.current import viewer

# Who declared a link, and its standing, are never typed.
BESIDE = frozenset({
    "de", "a", "lien", "csrf_token", "suite", "version", "why", "declared_by", "standing", "standing_by", "standing_at",
})  # fmt: skip


def said(typed: Mapping[str, str]) -> dict[str, str]:
    """The fields of the link itself."""
    return {name: text for name, text in typed.items() if name not in BESIDE}


def without_source(raw: Mapping[str, object], declared_by: str | None) -> None:
    """Invalid when what the facilitators add says nowhere where it comes from; actors speak of themselves."""
    if declared_by == "curator" and not (raw.get("source") or raw.get("source_url")):
        raise Invalid({"source": "dites d'où vous le tenez : une page, une réunion, une personne"})


def operation() -> Operation:
    """The save of this request, with its reason."""
    return Operation(viewer().user or "", request.form.get("why", ""))


def back(link: Link) -> str:
    """The page that one came from, else that of the end which is one's own."""
    own = link.source if viewer().writes(link.source.id) else link.target
    asked = request.values.get("suite")
    return own_path(asked) if asked else own.url
