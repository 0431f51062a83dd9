"""Once a month, a letter to each account about what it bears and nobody has confirmed for a year, and what it was
entrusted with when the day of it has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graph import jobs
from graph.database import Database
from graph.jobs import Wanted
from graph.links import Brief
from graph.review_duties import duties, entrusted
from graph.rights import viewer_as
from graph.stale import MOST, bearers, stale
from graph.unsubscribing import unsubscribed
from graph.users import User, user_by_id
from workspace import stopping
from workspace.dates import PARIS
from workspace.mail import post
from workspace.tasks import Task

SORT = "reviews"
DAY, HOUR = 2, 6  # of the month, in France; a worker that slept through it catches up until the month's end


def queue(db: Database, at: datetime | None = None) -> int:
    """Queues this month's look at each account; how many. Twice a month is once."""
    moment = at or datetime.now(PARIS)
    if (moment.day, moment.hour) < (DAY, HOUR):
        return 0
    month = f"{moment:%Y-%m}"
    accounts = sorted({*bearers(db), *entrusted(db)})
    wanted = [Wanted({"user": user}, f"review/{user}/{month}") for user in accounts]
    jobs.put_all(db, "review", wanted)
    return len(wanted)


def write(task: Task) -> Mapping[str, Any]:
    """The letter of one account, when it bears something that is old."""
    told = task.job.payload
    user = user_by_id(task.db, told["user"])
    old = _old(task.db, user) if user and not user.suspended_at else []
    if user and old and not unsubscribed(task.db, [user.email], SORT):
        stop = stopping.path(task.settings, user.email, SORT)
        records = [{"name": record.name, "path": f"/revue/{record.id}", "reviewed_at": day} for record, day in old]
        post(task.db, user.email, "review", key=f"mail/{task.job.key}", headers=stopping.headers(stop), stop=stop,
             name=user.name, records=records)  # fmt: skip
    return told


def _old(db: Database, user: User) -> list[tuple[Brief, str | None]]:
    """Each record once, those that are entrusted first."""
    due = [(duty.record, duty.reviewed_at) for duty in duties(db, viewer_as(db, user)) if duty.late]
    known = {record.id for record, _ in due}
    return [*due, *(each for each in stale(db, user) if each[0].id not in known)][:MOST]
