"""The handler of mail jobs."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from graph.jobs import Job
from graph.settings import Settings
from workspace.mail import envelope, letters
from workspace.mail.servers import Server, server_of
from workspace.tasks import Task

# Each lane its own connection.
_line = threading.local()


def send(task: Task) -> Mapping[str, Any]:
    """Writes the letter and hands it over; of the job stay to whom, which letter and which message, not its words."""
    told = task.job.payload
    message = message_of(task.job, task.settings)
    server(task.settings.smtp_url).deliver(message, task.job.id, task.acting)
    return {"to": told["to"], "template": told["template"], "message_id": message["Message-ID"]}


def rest() -> None:
    """No message comes for a while."""
    if kept := _kept():
        kept.hang_up()


def message_of(job: Job, settings: Settings) -> EmailMessage:
    """The message that a job asks for."""
    told = job.payload
    return envelope.message(
        letters.write(told["template"], told["language"], told["root"], told["context"]),
        id=job.id,
        at=datetime.now(UTC),
        to=told["to"],
        by=envelope.sender(settings),
        language=told["language"],
        reply_to=told["reply_to"],
        headers=told["headers"],
        calendar=told.get("calendar", ""),
    )


def server(url: str) -> Server:
    """The server of this thread, with the connection that it has."""
    kept = _kept()
    if kept is None or _line.url != url:
        rest()
        kept, _line.url = server_of(url), url
        _line.server = kept
    return kept


def _kept() -> Server | None:
    return getattr(_line, "server", None)
