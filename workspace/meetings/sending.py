"""The letters of a meeting leave: who is asked, their secrets and the letters, all or nothing, once a number."""

from __future__ import annotations

from collections.abc import Sequence

from graph import meeting_letters
from graph.committees import Meeting
from graph.database import Database, Transaction
from graph.errors import Invalid
from graph.guests import Guest
from graph.settings import Settings
from graph.unsubscribing import unsubscribed
from graph.viewers import Viewer
from workspace.mail import post_all
from workspace.meetings.agenda_told import agendas_for
from workspace.meetings.letters import LETTER, SORT, Words, recipient


def written(db: Database, guests: Sequence[Guest]) -> tuple[list[Guest], list[Guest]]:
    """Who there is something to write to, and who of these does not want to be written to."""
    due = [guest for guest in guests if guest.due]
    stopped = unsubscribed(db, [guest.reached.email or "" for guest in due], SORT)
    return ([guest for guest in due if guest.reached.email not in stopped],
            [guest for guest in due if guest.reached.email in stopped])  # fmt: skip


def send(
    db: Database, viewer: Viewer, settings: Settings, held: Meeting, guests: Sequence[Guest], number: int,
    words: Words, remind: Sequence[str],
) -> None:  # fmt: skip
    """Writes to these. Conflict when the letters of this number have left, Invalid when there is nobody."""
    if not guests:
        raise Invalid({"a": "choisissez au moins une personne"})
    sort = "cancelled" if held.record.status == "abandoned" else "invitation"
    agendas = agendas_for(db, guests, held)

    def work(tx: Transaction) -> None:
        meeting_letters.begin(tx, viewer, held, number, sort, words.language, len(guests))
        meeting_letters.keep_reminders(tx, viewer, held.record.id, remind)
        tokens = meeting_letters.ask(tx, held, guests, sort)
        post_all(tx, LETTER, [
            recipient(settings, held, guest, guest.state, words, token, str(number), agenda)
            for guest, token, agenda in zip(guests, tokens, agendas, strict=True)
        ])  # fmt: skip

    db.transaction(work)
