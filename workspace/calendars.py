"""Meetings as iCalendar: a calendar to be followed, and the sheet that a letter carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from graph.committees import Meeting
from workspace.atom import NOT_XML
from workspace.dates import PARIS

if TYPE_CHECKING:  # a tenth of a second, for the few who ask
    from icalendar import Event

WHOLE_DAY = len("2026-01-31")
Method = Literal["REQUEST", "CANCEL"]
# As a rule, in force since 1996. A list of days, as `icalendar` writes it, is read as winter for ever by `vobject`.
HOURS_OF_PARIS = b"\r\n".join((
    b"BEGIN:VTIMEZONE", b"TZID:Europe/Paris",
    b"BEGIN:DAYLIGHT", b"DTSTART:19960331T020000", b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", b"TZNAME:CEST",
    b"TZOFFSETFROM:+0100", b"TZOFFSETTO:+0200", b"END:DAYLIGHT",
    b"BEGIN:STANDARD", b"DTSTART:19961027T030000", b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", b"TZNAME:CET",
    b"TZOFFSETFROM:+0200", b"TZOFFSETTO:+0100", b"END:STANDARD",
    b"END:VTIMEZONE", b"",
))  # fmt: skip


@dataclass(frozen=True)
class Guest:
    """To whom an event is addressed, and who asks: names and addresses."""

    name: str
    email: str
    by_name: str
    by_email: str


def calendar(name: str, told: Iterable[Meeting], site: str) -> bytes:
    """A calendar of meetings; « mars 2026 » is in no calendar yet."""
    events = [_event(each, site) for each in told if dated(each)]
    return _whole(events, {"x-wr-calname": plain(name)})


def request(meeting: Meeting, site: str, guest: Guest, method: Method, at: datetime | None = None, points: str = ""
            ) -> bytes:  # fmt: skip
    """One event addressed to one person (RFC 5546): asked for, or cancelled; `points` is the agenda that they may
    read, a line each."""
    from icalendar import vCalAddress

    event = _bare(meeting, site, at or datetime.now(UTC), points)
    by, to = vCalAddress(f"mailto:{guest.by_email}"), vCalAddress(f"mailto:{guest.email}")
    by.params["CN"], to.params["CN"] = plain(guest.by_name), plain(guest.name)
    to.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    event.add("organizer", by)
    event.add("attendee", to)
    if method == "CANCEL":
        event["status"] = "CANCELLED"
    return _whole([bytes(event.to_ical())], {"method": method})


def dated(meeting: Meeting) -> bool:
    """Has it a whole day?"""
    return bool(meeting.day and len(meeting.day) == WHOLE_DAY)


def _whole(events: Iterable[bytes], said: dict[str, str]) -> bytes:
    from icalendar import Calendar

    made = Calendar()
    for key, value in {"prodid": "-//Maillage//FR", "version": "2.0", **said}.items():
        made.add(key, value)
    head, end, _ = made.to_ical().partition(b"END:VCALENDAR")
    return b"".join((head, HOURS_OF_PARIS, *events, end, b"\r\n"))


# An event takes 0.6 ms to write, and a calendar that is followed is asked for every hour by each who follows it.
@lru_cache(4096)
def _event(meeting: Meeting, site: str) -> bytes:
    """As text; another version of the meeting is another meeting."""
    return bytes(_bare(meeting, site).to_ical())


def _bare(meeting: Meeting, site: str, at: datetime | None = None, points: str = "") -> Event:
    """The event itself. Its SEQUENCE is the record's version: it grows when the hours or the place change."""
    from icalendar import Event

    event, record = Event(), meeting.record
    changed = datetime.fromisoformat(meeting.updated_at or f"{meeting.day}T00:00:00Z")
    page = site + record.url
    said: dict[str, object] = {
        "uid": f"{record.id}@{urlsplit(site).netloc}", "dtstamp": at or changed, "last-modified": changed,
        "sequence": meeting.version, "summary": plain(record.name), "url": page, "location": meeting.place,
        "description": "\n\n".join(filter(None, (plain(record.summary or ""), plain(points), meeting.video, page))),
        "status": "CANCELLED" if record.status == "abandoned" else "CONFIRMED", "conference": meeting.video,
    }  # fmt: skip
    for key, value in (said | _hours(meeting)).items():
        if value:
            event.add(key, plain(value) if key == "location" else value)
    return event


def _hours(meeting: Meeting) -> dict[str, date]:
    """From when to when; the whole day without an hour, and no end rather than one that nobody said."""
    day = date.fromisoformat(meeting.day or "")
    if not meeting.starts:
        return {"dtstart": day, "dtend": day + timedelta(1)}
    starts = datetime.combine(day, time.fromisoformat(meeting.starts), PARIS)
    if not meeting.stops or meeting.stops <= meeting.starts:
        return {"dtstart": starts}
    return {"dtstart": starts, "dtend": datetime.combine(day, time.fromisoformat(meeting.stops), PARIS)}


def plain(text: object) -> str:
    """Text without what no file may hold."""
    return NOT_XML.sub("", str(text))
