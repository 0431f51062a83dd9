"""A draft read by somebody who has its link: signed, for thirty days, and only while it is a draft."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

from graph import states, terms
from graph.errors import NotFound
from graph.field_values import field_values
from graph.proposals import Proposal, as_if, draft_of, unreadable
from graph.schema import SCHEMA
from workspace.current import database

DAYS = 30


def address(draft: Proposal) -> str:
    """The link to give."""
    return url_for("proposals.preview", token=_signer().dumps([draft.id, draft.by]))


def opened(token: str) -> Proposal | None:
    """The draft of a link; None for a link that is not ours, is too old, or whose draft is no more."""
    try:
        id, author = _signer().loads(token, max_age=DAYS * 24 * 3600)
        return draft_of(database(), str(id), str(author))
    except (BadSignature, NotFound, ValueError):
        return None


def shown(draft: Proposal) -> dict[str, Any]:
    """The fields of the record as the draft has them."""
    wrong = unreadable(draft)
    raw = {name: text for name, text in draft.raw.items() if name not in wrong}
    state = as_if(states.records(database(), [draft.record.id])[draft.record.id].state, raw)
    kind = SCHEMA.kinds[draft.record.kind]
    fields = field_values(kind, state, terms.added(database()))
    return {"record": draft.record, "name": state["name"], "summary": state.get("summary"), "draft": draft,
            "fields": [field for field in fields if field.given and field.name not in ("name", "summary")]}  # fmt: skip


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="draft preview")
