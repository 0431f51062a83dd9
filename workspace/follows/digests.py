"""Letters about what one follows: queued when there is something new, written and sent in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graph import follows, jobs
from graph.database import Database, Transaction
from graph.errors import Invalid
from graph.followed import news_of_list, news_of_record
from graph.follows import Follow, Pace
from graph.jobs import Wanted
from graph.new_links import told_around
from graph.rights import viewer_as
from graph.unsubscribing import unsubscribed
from graph.users import user_by_id
from graph.viewers import Viewer
from workspace import stopping
from workspace.dates import PARIS
from workspace.language import gettext
from workspace.list_filters import filters_of, parameters
from workspace.listings import LISTINGS
from workspace.mail import post
from workspace.tasks import Task

SORT = "digests"
HOUR = 6  # in France: who reads in the morning finds the night's changes
SHOWN = 10

Line = dict[str, str]  # `text`, and `why` in brackets


def queue(db: Database, at: datetime | None = None) -> int:
    """Queues a letter for each account that has something to be told now; how many. Twice a slot is once."""
    moment = at or datetime.now(PARIS)
    wanted = [Wanted({"user": user, "pace": pace, "seq": seq}, f"digest/{user}/{pace}/{slot or seq}")
              for pace, slot in _slots(moment) for user, seq in follows.due(db, pace)]  # fmt: skip
    jobs.put_all(db, "digest", wanted)
    return len(wanted)


def write(task: Task) -> Mapping[str, Any]:
    """The letter of one account at one pace: what is new up to a change of the feed, if anything."""
    told = task.job.payload
    user = user_by_id(task.db, told["user"])
    if user is None or user.suspended_at:
        return told
    viewer = viewer_as(task.db, user)
    mine = [each for each in follows.follows(task.db, viewer) if each.pace == told["pace"] and each.seq < told["seq"]]
    news = [found for each in mine if (found := news_of(task.db, viewer, each, told["seq"]))]
    wants = not unsubscribed(task.db, [user.email], SORT)

    def work(tx: Transaction) -> None:
        if news and wants:
            stop = stopping.path(task.settings, user.email, SORT)
            post(tx, user.email, "digest", key=f"mail/{task.job.key}", headers=stopping.headers(stop), stop=stop,
                 name=user.name, news=news)  # fmt: skip
        follows.told(tx, told["user"], told["pace"], told["seq"])

    task.db.transaction(work)
    return told


def news_of(db: Database, viewer: Viewer, follow: Follow, until: int) -> dict[str, Any] | None:
    """What a letter tells of one follow: its title, its address, and a line for each thing; None for nothing new."""
    title, path, lines = _told(db, viewer, follow, until)
    if not lines:
        return None
    return {"title": title, "path": path, "lines": lines[:SHOWN], "more": max(0, len(lines) - SHOWN)}


def _told(db: Database, viewer: Viewer, follow: Follow, until: int) -> tuple[str, str, list[Line]]:
    if follow.place:
        return follow.words, f"/{follow.place}/?{follow.query}", _changed(db, viewer, follow, until)
    if follow.brief is None:  # hidden meanwhile
        return "", "", []
    if follow.around:
        title = gettext("autour de %(name)s", name=follow.brief.name)
        path = f"/reseau/nouveau?centre={follow.around}&depuis={follow.told_at[:10]}"
        links = told_around(db, viewer, follow.around, follow.seq, until)
        return title, path, [{"text": link.sentence("fr"), "why": link.source_words or ""} for link in links]
    entries = news_of_record(db, viewer, follow.record, follow.seq, until, "fr")
    lines = [{"text": entry.sentence("fr"), "why": entry.why or ""} for entry in entries]
    return follow.brief.name, f"{follow.brief.url}/historique", lines


def _changed(db: Database, viewer: Viewer, follow: Follow, until: int) -> list[Line]:
    try:
        filters = filters_of(parameters(follow.query), LISTINGS[follow.place])
        found = news_of_list(db, viewer, filters, follow.seq, until)
    except (Invalid, KeyError):  # a theme or a term that is no more
        return []
    return [{"text": brief.name, "why": brief.summary or ""} for brief in found]


def _slots(at: datetime) -> list[tuple[Pace, str]]:
    """The paces whose turn it is, and the name of the turn."""
    slots: list[tuple[Pace, str]] = [("now", "")]
    if at.hour >= HOUR:
        slots.append(("daily", at.date().isoformat()))
        year, week, day = at.isocalendar()
        slots += [("weekly", f"{year}-{week}")] if day == 1 else []
    return slots
