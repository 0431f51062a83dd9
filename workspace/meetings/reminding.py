"""A letter to those who were asked to a meeting, some days before it; each day once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graph import jobs, meeting_letters, users
from graph.committees import meeting
from graph.database import Database, Transaction
from graph.errors import NotFound
from graph.guests import Guest
from graph.jobs import Wanted
from graph.meeting_letters import Letter
from graph.meeting_reminders import Reminder, due, reminded
from graph.unsubscribing import unsubscribed
from graph.viewers import SYSTEM
from workspace.dates import PARIS
from workspace.mail import post_all
from workspace.meetings.agenda_told import agendas_for
from workspace.meetings.letters import LETTER, SORT, Words, recipient
from workspace.tasks import Task

HOUR = 7  # in France


def queue(db: Database, at: datetime | None = None) -> int:
    """Queues the reminders whose day has come; how many. Twice a day is once."""
    moment = at or datetime.now(PARIS)
    if moment.hour < HOUR:
        return 0
    wanted = [Wanted({"meeting": each.meeting, "day": each.day, "before": each.before},
                     f"meeting/{each.meeting}/{each.day}/{each.before}")
              for each in due(db, moment.date())]  # fmt: skip
    jobs.put_all(db, "meeting", wanted)
    return len(wanted)


def write(task: Task) -> Mapping[str, Any]:
    """The letters of one reminder."""
    told = Reminder(**task.job.payload)
    try:
        last, guests = reminded(task.db, told)
    except NotFound:
        return task.job.payload
    stopped = unsubscribed(task.db, [guest.reached.email or "" for guest in guests], SORT)
    wanted = [guest for guest in guests if guest.reached.email not in stopped]
    if last and wanted:
        _send(task, told, last, wanted)
    return task.job.payload


def _send(task: Task, told: Reminder, last: Letter, guests: list[Guest]) -> None:
    held, by = meeting(task.db, SYSTEM, told.meeting), users.user_by_id(task.db, last.by)
    words = Words("", by.name if by else "Maillage", by.email if by else "", last.language)
    agendas = agendas_for(task.db, guests, held)
    key = f"reminder-{told.day}-{told.before}"

    def work(tx: Transaction) -> None:
        tokens = meeting_letters.again(tx, held, guests)
        post_all(tx, LETTER, [
            recipient(task.settings, held, guest, "reminder", words, token, key, agenda)
            for guest, token, agenda in zip(guests, tokens, agendas, strict=True)
        ])  # fmt: skip

    task.db.transaction(work)
