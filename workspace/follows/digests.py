"""Letters about what one follows: queued when there is something new, written and sent in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graph import followed_comments, follows, jobs
from graph.database import Database, Transaction
from graph.follows import Pace
from graph.jobs import Wanted
from graph.rights import viewer_as
from graph.unsubscribing import unsubscribed
from graph.users import user_by_id
from workspace import stopping
from workspace.dates import PARIS
from workspace.follows.telling import comments_on, news_of
from workspace.mail import post
from workspace.tasks import Task

SORT = "digests"
HOUR = 6  # in France: who reads in the morning finds the night's changes


def queue(db: Database, at: datetime | None = None) -> int:
    """Queues a letter for each account that has something to be told now; how many. Twice a slot is once."""
    moment = at or datetime.now(PARIS)
    until = followed_comments.second(moment)
    wanted = {f"digest/{user}/{pace}/{slot or turn}": {"user": user, "pace": pace, "seq": seq, "until": until}
              for pace, slot in _slots(moment) for user, seq, turn in _due(db, pace, moment)}  # fmt: skip
    jobs.put_all(db, "digest", [Wanted(payload, key) for key, payload in wanted.items()])
    return len(wanted)


def write(task: Task) -> Mapping[str, Any]:
    """The letter of one account at one pace: what is new up to a change of the feed, if anything."""
    told = task.job.payload
    user = user_by_id(task.db, told["user"])
    if user is None or user.suspended_at:
        return told
    viewer = viewer_as(task.db, user)
    mine = [each for each in follows.follows(task.db, viewer) if each.pace == told["pace"]]
    news = [found for each in mine if each.seq < told["seq"] and (found := news_of(task.db, viewer, each, told["seq"]))]
    until = told.get("until", "")  # a job queued by an earlier version tells no comments
    news += [found for each in mine if until and (found := comments_on(task.db, viewer, each, until))]
    wants = not unsubscribed(task.db, [user.email], SORT)

    def work(tx: Transaction) -> None:
        if news and wants:
            stop = stopping.path(task.settings, user.email, SORT)
            post(tx, user.email, "digest", key=f"mail/{task.job.key}", headers=stopping.headers(stop), stop=stop,
                 name=user.name, news=[each.told for each in news])  # fmt: skip
        for each in news:
            if each.fresh:
                follows.learn(tx, each.follow, each.fresh)
        follows.told(tx, told["user"], told["pace"], told["seq"])
        followed_comments.heard(tx, told["user"], told["pace"], until)

    task.db.transaction(work)
    return told


def _due(db: Database, pace: Pace, at: datetime) -> list[tuple[str, int, str]]:
    """Accounts, the end of the feed, and what tells one turn of a pace from the next when it has no slots."""
    found = [(user, seq, str(seq)) for user, seq in follows.due(db, pace)]
    said = [(user, seq, f"said-{last}") for user, seq, last in followed_comments.due(db, pace, at)]
    known = {user for user, *_ in found}
    return [*found, *(each for each in said if each[0] not in known)]


def _slots(at: datetime) -> list[tuple[Pace, str]]:
    """The paces whose turn it is, and the name of the turn."""
    slots: list[tuple[Pace, str]] = [("now", "")]
    if at.hour >= HOUR:
        slots.append(("daily", at.date().isoformat()))
        year, week, day = at.isocalendar()
        slots += [("weekly", f"{year}-{week}")] if day == 1 else []
    return slots
