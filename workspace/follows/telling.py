"""What is new in each sort of follow, as a letter tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph import follows
from graph.at_signs import passage
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.followed import new_answers, news_of_list, news_of_record
from graph.followed_comments import said
from graph.follows import Follow
from graph.new_links import told_around
from graph.saved_views import QUESTIONS, SELECTIONS
from graph.selections import selection
from graph.viewers import Viewer
from workspace.language import gettext
from workspace.list_filters import filters_of, parameters
from workspace.listings import LISTINGS
from workspace.question_reading import question_of
from workspace.question_words import sentence
from workspace.words import initial

SHOWN = 10

Line = dict[str, str]  # `text`, and `why` in brackets


@dataclass(frozen=True)
class News:
    """Of a follow, by its id: a title, an address, a line for each of the first things of `total`; `fresh` are the
    answers to a question that were not told before."""

    follow: str
    title: str
    path: str
    lines: Sequence[Line]
    total: int
    fresh: Sequence[str] = ()

    @property
    def told(self) -> dict[str, Any]:
        """What the letter keeps of it."""
        more = max(0, self.total - SHOWN)
        return {"title": self.title, "path": self.path, "lines": list(self.lines[:SHOWN]), "more": more}


def news_of(db: Database, viewer: Viewer, follow: Follow, until: int) -> News | None:
    """What is new for the viewer, up to a change of the feed; None for nothing, or for what they may not see now."""
    found = _told(db, viewer, follow, until)
    return found if found and found.lines else None


def comments_on(db: Database, viewer: Viewer, follow: Follow, until: str) -> News | None:
    """What was said of a followed record since the last letter, up to a second (ISO)."""
    if not follow.record or follow.brief is None:
        return None
    found = said(db, viewer, follow, until)
    lines = [{"text": f"{each.who or gettext('un compte supprimé')}{gettext(' :')} {_short(passage(each.text))}",
              "why": gettext("à propos de « %(words)s »", words=_short(passage(each.quote), 80)) if each.quote else ""}
             for each in found]  # fmt: skip
    path = f"{follow.url}/commentaires" if follow.brief.kind == "Note" else f"/discussion/{follow.record}"
    title = gettext("ce qu’on dit de %(name)s", name=follow.brief.name)
    return News(follow.id, title, path, lines, len(lines)) if lines else None


def _short(text: str, most: int = 200) -> str:
    """Words on one line."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"


def _told(db: Database, viewer: Viewer, follow: Follow, until: int) -> News | None:
    if follow.place == QUESTIONS:
        return _questioned(db, viewer, follow)
    if follow.place == SELECTIONS:
        return _selected(db, viewer, follow, until)
    if follow.place:
        return _listed(db, viewer, follow, until)
    if follow.brief is None:
        return None
    tell = _around if follow.around else _recorded
    return tell(db, viewer, follow, follow.brief.name, until)


def _recorded(db: Database, viewer: Viewer, follow: Follow, name: str, until: int) -> News:
    entries = news_of_record(db, viewer, follow.record, follow.seq, until, "fr")
    lines = [{"text": entry.sentence("fr"), "why": entry.why or ""} for entry in entries]
    return News(follow.id, name, f"{follow.url}/historique", lines, len(lines))


def _around(db: Database, viewer: Viewer, follow: Follow, name: str, until: int) -> News:
    links = told_around(db, viewer, follow.around, follow.seq, until)
    lines = [{"text": link.sentence("fr"), "why": link.source_words or ""} for link in links]
    title = gettext("autour de %(name)s", name=name)
    return News(follow.id, title, f"{follow.url}&depuis={follow.told_at[:10]}", lines, len(lines))


def _listed(db: Database, viewer: Viewer, follow: Follow, until: int) -> News | None:
    try:
        filters = filters_of(parameters(follow.query), LISTINGS[follow.place])
        found = news_of_list(db, viewer, filters, follow.seq, until)
    except (Invalid, KeyError):  # a theme or a term that is no more
        return None
    lines = [{"text": brief.name, "why": brief.summary or ""} for brief in found]
    return News(follow.id, follow.words, follow.url, lines, len(lines))


def _questioned(db: Database, viewer: Viewer, follow: Follow) -> News | None:
    """The question as its owner may read it now, its new answers, and the chain of each."""
    known = follows.known_answers(db, viewer, follow.id)
    try:
        asked = question_of(db, viewer, parameters(follow.query))
        fresh, found = new_answers(db, viewer, asked.asked, known)
    except Invalid:  # about a record that is gone or hidden, or too large a question by now
        return None
    lines = [{"text": each.chains[0].sentence("fr") if each.chains else each.record.name, "why": ""} for each in found]
    return News(follow.id, initial(sentence(asked.asked, asked.known)), follow.url, lines, len(fresh), fresh)


def _selected(db: Database, viewer: Viewer, follow: Follow, until: int) -> News | None:
    """What was added to a selection, and what changed in its records."""
    known = follows.known_answers(db, viewer, follow.id)
    try:
        found = selection(db, viewer, follow.query)
    except NotFound:  # taken away, or no more shared with its follower
        return None
    added = [entry for entry in found.entries if entry.id not in known and entry.name]
    lines = [{"text": entry.name, "why": entry.comment} for entry in added]
    for record in (entry.brief for entry in found.entries if entry.brief):
        changes = news_of_record(db, viewer, record.id, follow.seq, until, "fr")
        lines += [{"text": change.sentence("fr"), "why": change.why or ""} for change in changes]
    return News(follow.id, found.view.title, follow.url, lines, len(lines), [entry.id for entry in added])
