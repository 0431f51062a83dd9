"""The handler of mail jobs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from workspace.mail import envelope, letters
from workspace.mail.servers import server_of
from workspace.tasks import Task


def send(task: Task) -> Mapping[str, Any]:
    """Writes the letter and hands it over; of the job stay to whom, which letter and which message, not its words."""
    told = task.job.payload
    message = envelope.message(
        letters.write(told["template"], told["language"], told["root"], told["context"]),
        id=task.job.id,
        at=datetime.now(UTC),
        to=told["to"],
        by=envelope.sender(task.settings),
        language=told["language"],
        reply_to=told["reply_to"],
        headers=told["headers"],
    )
    server_of(task.settings.smtp_url).deliver(message, task.job.id, task.acting)
    return {"to": told["to"], "template": told["template"], "message_id": message["Message-ID"]}
