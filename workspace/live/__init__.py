"""`POST /notes/<slug>/sync`: a note written by several at once, an exchange at a time.

A message, either way, is a line of JSON, then bytes: what was typed since, or each update in turn, as long as `sizes`
of the answer say. A page that polls needs no other process, and any process of the site answers it."""

from __future__ import annotations

import json
import time
from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from graph.errors import Invalid
from graph.live import Answer, exchange
from graph.live_notes import Sent
from graph.live_updates import LARGEST
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.live.pace import Pace

blueprint = Blueprint("live", __name__)
HEAD = 4_000  # bytes of the first line
NUMBERS = {"seq": 2**53, "client": 2**53, "line": 2**31, "read": 2**53}

__all__ = ["blueprint"]


@blueprint.post("/notes/<slug>/sync")
def sync(slug: str) -> Response:
    """Keeps what was typed before it answers; gives what others typed, who is there, and how soon to come again."""
    start = time.monotonic()
    if not signed_in():
        abort(401)
    head, update = _message()
    since = _number(head["since"], 2**53) / 1000 if "since" in head else None
    answer = exchange(database(), viewer(), f"note-{slug}", _sent(head, update))
    response = Response(_told(answer, _pause(start, since)), mimetype="application/octet-stream")
    response.headers["Cache-Control"] = "no-store"
    return response


def _pause(start: float, since: float | None) -> float:
    """Seconds that the browser is to wait: a process has one pace for all notes."""
    pace: Pace = current_app.extensions.setdefault("live_pace", Pace())
    now = time.monotonic()
    return pace.pause(now, since, now - start)


def _message() -> tuple[dict[str, Any], bytes]:
    """What came, within bounds. Invalid when it is no such message."""
    body = request.stream.read(LARGEST + HEAD + 1)
    if len(body) > LARGEST + HEAD:
        abort(413)
    head, line, update = body.partition(b"\n")
    try:
        told = json.loads(head) if line and len(head) <= HEAD else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise _malformed()
    return told, update


def _sent(told: dict[str, Any], update: bytes) -> Sent:
    numbers = {name: _number(told.get(name, 0), most) for name, most in NUMBERS.items()}
    return Sent(
        key=str(told.get("key", ""))[:100], update=update, leaves=told.get("leaves") is True,
        settles=told.get("settles") is True, **numbers,
    )  # fmt: skip


def _number(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value < most:
        raise _malformed()
    return value


def _malformed() -> Invalid:
    return Invalid({"update": gettext("la demande est incomplète ou mal formée")})


def _told(answer: Answer, pause: float) -> bytes:
    head = {
        "writes": answer.writes, "key": answer.key, "seq": answer.seq, "version": answer.version,
        "saved": answer.saved, "whole": answer.whole, "sizes": [len(update) for update in answer.updates],
        "pause": round(pause * 1000),
        "here": [{"name": each.name, "line": each.line} for each in answer.here],
    }  # fmt: skip
    return b"".join((json.dumps(head).encode(), b"\n", *answer.updates))
