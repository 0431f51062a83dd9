"""`/reunions/<slug>.ics`, `/communautes/<slug>/reunions.ics`: meetings for the calendars that people have already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response
from flask.typing import ResponseReturnValue

from graph.committees import Meeting, community, meeting, meetings
from workspace.atom import NOT_XML
from workspace.current import database, viewer
from workspace.public_address import root

blueprint = Blueprint("calendars", __name__)
PARIS = ZoneInfo("Europe/Paris")  # what the hours of a meeting are those of
WHOLE_DAY = len("2026-01-31")


@blueprint.get("/reunions/<slug>.ics")
def one(slug: str) -> ResponseReturnValue:
    """One meeting; empty while it has no day."""
    found = meeting(database(), viewer(), f"reunion-{slug}")
    return _calendar(found.record.name, [found], slug)


@blueprint.get("/communautes/<slug>/reunions.ics")
def all_of(slug: str) -> ResponseReturnValue:
    """Every meeting of a community, past and to come, to be followed: a cancelled one stays and says so."""
    found = community(database(), viewer(), f"communaute-{slug}")
    return _calendar(found.name, meetings(database(), viewer(), found.id), slug)


def _calendar(name: str, told: Iterable[Meeting], slug: str) -> Response:
    from icalendar import Calendar  # a tenth of a second, for the few who ask

    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _plain(name))
    head, end, _ = calendar.to_ical().partition(b"END:VCALENDAR")
    dated = (each for each in told if each.day and len(each.day) == WHOLE_DAY)  # « mars 2026 » is in no calendar yet
    events = [_event(each, root()) for each in dated]
    answer = make_response(b"".join((head, _hours_of_paris(), *events, end, b"\r\n")))
    answer.mimetype = "text/calendar"
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return answer


@cache
def _hours_of_paris() -> bytes:
    from icalendar import Timezone

    return bytes(Timezone.from_tzinfo(PARIS).to_ical())


# An event takes 0.6 ms to write, and a calendar that is followed is asked for every hour by each who follows it.
@lru_cache(4096)
def _event(meeting: Meeting, site: str) -> bytes:
    """As text; another version of the meeting is another meeting."""
    from icalendar import Event

    event, record = Event(), meeting.record
    changed = datetime.fromisoformat(meeting.updated_at or f"{meeting.day}T00:00:00Z")
    page = site + record.url
    said: dict[str, object] = {
        "uid": f"{record.id}@{urlsplit(site).netloc}", "dtstamp": changed, "last-modified": changed,
        "sequence": meeting.version, "summary": _plain(record.name), "url": page, "location": meeting.place,
        "description": "\n\n".join(filter(None, (_plain(record.summary or ""), meeting.video, page))),
        "status": "CANCELLED" if record.status == "abandoned" else "CONFIRMED", "conference": meeting.video,
    }  # fmt: skip
    for key, value in (said | _hours(meeting)).items():
        if value:
            event.add(key, _plain(value) if key == "location" else value)
    return bytes(event.to_ical())


def _hours(meeting: Meeting) -> dict[str, date]:
    """From when to when; the whole day without an hour, and no end rather than one that nobody said."""
    day = date.fromisoformat(meeting.day or "")
    if not meeting.starts:
        return {"dtstart": day, "dtend": day + timedelta(1)}
    starts = datetime.combine(day, time.fromisoformat(meeting.starts), PARIS)
    if not meeting.stops or meeting.stops <= meeting.starts:
        return {"dtstart": starts}
    return {"dtstart": starts, "dtend": datetime.combine(day, time.fromisoformat(meeting.stops), PARIS)}


def _plain(text: object) -> str:
    return NOT_XML.sub("", str(text))
