"""No question about the guests, series, agenda, minutes or actions of a meeting reads the whole graph."""

from datetime import date

from graph.action_asks import owners
from graph.action_asks import told as words
from graph.agenda_sources import found_for, next_of
from graph.agendas import agenda, may_propose, proposed
from graph.committees import meeting
from graph.database import Database
from graph.guests import guests
from graph.meeting_answers import asked_of, counted, own_invitation
from graph.meeting_letters import letters, reminders
from graph.meeting_reminders import due
from graph.minutes import minutes_of
from graph.series import Wish, of_series, planned
from graph.viewers import Viewer
from tests.graph.plans import no_scans
from tests.graph.tuples import graph_of


def test_every_question_begins_at_an_index(db: Database) -> None:
    ids = graph_of(
        db,
        {("Comité", "HOLDS", "Plénière"), ("Léo", "MEMBER_OF", "Comité"), ("Léo", "LEADS", "Publier")},
        {"Comité": "Community", "Léo": "Person", "Publier": "Action", "Plénière": ("Meeting", {"day": "2099-01-15"})},
    )
    plenary, watched = ids["Plénière"], no_scans(db, crowd=2_000)
    alice = Viewer("alice", ("public", "members"), facilitates=frozenset(ids.values()))
    held = meeting(watched, alice, plenary)
    assert [guest.who.name for guest in guests(watched, alice, held)] == ["Léo"]
    assert counted(watched, held) == {} and own_invitation(watched, alice, plenary) is None
    assert asked_of(watched, ids["Léo"]) == [] and due(watched, date(2099, 1, 10)) == []
    assert letters(watched, alice, plenary) == [] and reminders(watched, plenary) == (7, 1)
    assert of_series(watched, alice, plenary) == [] and len(planned(watched, alice, plenary, Wish("weekly", "", "3")))
    assert agenda(watched, alice, held) == [] == proposed(watched, alice, held) and may_propose(watched, alice, held)
    assert found_for(watched, alice, held) == [] and next_of(watched, alice, held) is None
    assert minutes_of(watched, alice, held) == [] and words(watched, alice, ids["Comité"]) == {}
    assert [owner.who.name for owner in owners(watched, alice, ids["Comité"])[1]] == ["Léo"]
