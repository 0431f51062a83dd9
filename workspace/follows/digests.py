"""Letters about what one follows: queued when there is something new, written and sent in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graph import follows, jobs
from graph.database import Database, Transaction
from graph.errors import Invalid
from graph.followed import new_answers, news_of_list, news_of_record
from graph.follows import Follow, Pace
from graph.jobs import Wanted
from graph.rights import viewer_as
from graph.unsubscribing import unsubscribed
from graph.users import user_by_id
from graph.viewers import Viewer
from workspace import stopping
from workspace.dates import PARIS
from workspace.list_filters import filters_of, parameters
from workspace.listings import LISTINGS
from workspace.mail import post
from workspace.question_reading import question_of
from workspace.question_words import sentence
from workspace.tasks import Task

SORT = "digests"
HOUR = 6  # in France: who reads in the morning finds the night's changes
SHOWN = 10


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
                 name=user.name, news=[told_of(each) for each in news])  # fmt: skip
        for each in news:
            if each["fresh"]:
                follows.learn(tx, each["follow"], each["fresh"])
        follows.told(tx, told["user"], told["pace"], told["seq"])

    task.db.transaction(work)
    return told


def told_of(news: Mapping[str, Any]) -> dict[str, Any]:
    """What the letter keeps of it: a question's new answers are noted beside, not in the letter."""
    return {name: news[name] for name in ("title", "path", "lines", "more")}


def news_of(db: Database, viewer: Viewer, follow: Follow, until: int) -> dict[str, Any] | None:
    """What a letter tells of one follow: its title, its address, and a line for each thing; None for nothing new.
    `fresh` are the answers to a question that were not told before."""
    title, path, total, fresh = follow.words, follow.url, 0, list[str]()
    if follow.record:
        entries = news_of_record(db, viewer, follow.record, follow.seq, until, "fr") if follow.brief else ()
        lines = [{"text": entry.sentence("fr"), "why": entry.why or ""} for entry in entries]
        title, path = (follow.brief.name, f"{follow.brief.url}/historique") if follow.brief else ("", "")
    elif follow.place == follows.QUESTIONS:
        title, fresh, lines = _answers(db, viewer, follow)
        total = len(fresh)
    else:
        lines = _changed(db, viewer, follow, until)
    if not lines:
        return None
    more = max(0, max(total, len(lines)) - SHOWN)
    return {"title": title, "path": path, "lines": lines[:SHOWN], "more": more, "follow": follow.id, "fresh": fresh}


def _answers(db: Database, viewer: Viewer, follow: Follow) -> tuple[str, list[str], list[dict[str, str]]]:
    """The question as its owner may read it now, its new answers, and the chain of each."""
    known = follows.known_answers(db, viewer, follow.id)
    try:
        asked = question_of(db, viewer, parameters(follow.query))
        fresh, found = new_answers(db, viewer, asked.asked, known)
    except Invalid:  # about a record that is gone or hidden, or too large a question by now
        return "", [], []
    lines = [{"text": each.chains[0].sentence("fr") if each.chains else each.record.name, "why": ""} for each in found]
    words = sentence(asked.asked, asked.known)
    return f"{words[:1].upper()}{words[1:]}", fresh, lines


def _changed(db: Database, viewer: Viewer, follow: Follow, until: int) -> list[dict[str, str]]:
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
