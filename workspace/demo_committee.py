"""What the demo's facilitator noted of the plenary: a body to contact, something put off; invented."""

from __future__ import annotations

from datetime import date, timedelta

from graph.committee_put_off import put_off
from graph.database import Database
from graph.links import today
from graph.mobilisation import Said, note
from graph.viewers import Viewer

COMMITTEE = "communaute-ctd-pleniere"
TO_CONTACT = {"organisation-energie-garrigue": "Intéressée au printemps, à rappeler avant la plénière (inventé)."}
LATER = "late|action-permanence-haut-pays"
DAYS = 30


def keep_committee(db: Database, user: str) -> None:
    """Notes them for the account; what is not late on the day of the demo is not put off."""
    animates = Viewer(user, all=True, edits=True)
    told = {id: (Said(), Said("to_contact", "", words)) for id, words in TO_CONTACT.items()}
    note(db, animates, COMMITTEE, told)
    until = (date.fromisoformat(today()) + timedelta(days=DAYS)).isoformat()
    put_off(db, animates, COMMITTEE, LATER, "later", until)
