"""The letters about a meeting: what they say, and the event that they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.committees import Meeting
from graph.guests import Guest
from graph.settings import Settings
from graph.tokens import fingerprint
from workspace import calendars, stopping
from workspace.mail import Recipient
from workspace.mail.envelope import sender
from workspace.mail.letters import Letter, write
from workspace.public_address import root

SORT = "meetings"  # of letters that one may stop
LETTER = "meeting"
PLACEHOLDER = "…"  # what is personal of an address is made when it leaves


@dataclass(frozen=True)
class Words:
    """What a letter says besides the meeting: a message, who signs and gets the answers, in which language."""

    message: str
    by_name: str
    reply_to: str
    language: str


def context(
    held: Meeting, guest: Guest, why: str, words: Words, path: str, stop: str, agenda: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """What the templates are written with; `why` is a state of a guest, or reminder."""
    return {
        "name": held.record.name, "path": held.record.url, "day": held.day, "starts": held.starts,
        "stops": held.stops, "place": held.place, "video": held.video, "why": why, "person": guest.who.name,
        "message": words.message, "by_name": words.by_name, "answer": path, "stop": stop, "agenda": list(agenda),
    }  # fmt: skip


def recipient(
    settings: Settings, held: Meeting, guest: Guest, why: str, words: Words, token: str, key: str,
    agenda: Sequence[dict[str, Any]],
) -> Recipient:  # fmt: skip
    """One letter, with the event for the calendar of who gets it."""
    email = guest.reached.email or ""
    stop = stopping.path(settings, email, SORT)
    told = context(held, guest, why, words, f"/reponse/{token}", stop, agenda)
    asked = calendars.Guest(guest.who.name, email, words.by_name, words.reply_to or sender(settings))
    points = "\n".join(f"{each['at']} {each['title']}".strip() for each in agenda) if why != "cancelled" else ""
    event = calendars.request(held, root(), asked, "CANCEL" if why == "cancelled" else "REQUEST", points=points)
    return Recipient(email, told, f"meeting/{held.record.id}/{key}/{fingerprint(email)[:24]}", words.language,
                     words.reply_to or None, stopping.headers(stop), event.decode())  # fmt: skip


def sample(held: Meeting, guest: Guest, words: Words, agenda: Sequence[dict[str, Any]]) -> Letter:
    """The letter as its first reader will get it, before it leaves."""
    told = context(held, guest, guest.state, words, f"/reponse/{PLACEHOLDER}", f"/desabonner/{PLACEHOLDER}", agenda)
    return write(LETTER, words.language, root(), told)
