"""Promises of a run under way: one process at a time, seen from everywhere, taken up again when cut."""

import errno
from collections.abc import Iterator
from typing import Any

import pytest

from graph.database import Database
from graph.editing import change_record
from graph.errors import GraphUnavailable, NotFound
from graph.imports import holds, leases, runs
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.run import Outcome, run_import, undo_import
from graph.operations import Operation
from graph.viewers import ANONYMOUS, SYSTEM
from tests.waiting import until

THEMES = [Draft("Theme", (f"s:theme/{n}",), {"name": f"Thème {n}"}) for n in range(3)]


def bring(db: Database, drafts: Any, **options: Any) -> Outcome:
    return run_import(db, SYSTEM, "source", "exemple", drafts, Report(), **options)


def cut_off(db: Database) -> None:
    """The lease of a process that was killed runs out; nobody waits for that here."""
    db.write("MATCH (run:Run) SET run.lease_until = 0")


def test_a_second_process_is_told_that_the_import_is_under_way(db: Database) -> None:
    first = leases.claim(db, "source", "exemple", "alice")
    with pytest.raises(leases.Busy, match=first.run):
        leases.claim(db, "source", "exemple", "bob")
    assert leases.claim(db, "source", "autre", "bob").run != first.run
    assert leases.claim(db, "source", "exemple", "bob", upload="abc").run != first.run


def test_a_killed_run_is_taken_up_under_its_own_name(db: Database) -> None:
    first = leases.claim(db, "source", "exemple", "alice", total=3)
    assert not runs.run_of(db, first.run).cut
    cut_off(db)
    assert runs.run_of(db, first.run).cut
    again = leases.claim(db, "source", "exemple", "bob", total=3)
    assert (again.run, again.resumed) == (first.run, True)
    outcome = bring(db, THEMES, claim=again)
    assert (outcome.run, outcome.resumed, outcome.report.created) == (first.run, True, 3)


def test_the_process_that_slept_for_too_long_stops_by_itself(db: Database) -> None:
    slow = leases.claim(db, "source", "exemple", "alice")
    cut_off(db)
    leases.claim(db, "source", "exemple", "bob")
    hold = holds.Hold(db, slow)
    hold.renew()
    with pytest.raises(leases.Busy):
        hold.check()


def test_how_far_a_run_has_come_is_read_from_anywhere(db: Database) -> None:
    claim = leases.claim(db, "source", "exemple", "alice", total=3)
    seen: list[int] = []

    def slowly() -> Iterator[Draft | DraftLink]:
        yield THEMES[0]
        yield DraftLink("ABOUT", "s:theme/0", "s:theme/0")
        until(lambda: runs.run_of(db, claim.run).seen == 1, "the count of drafts read")
        seen.append(runs.run_of(db, claim.run).total)
        yield from THEMES[1:]

    bring(db, slowly(), claim=claim)
    assert seen == [3]
    done = runs.run_of(db, claim.run)
    assert (done.state, done.seen, done.total, done.created) == ("done", 4, 4, 3)


def test_what_stopped_a_run_is_told_and_it_can_be_taken_up_at_once(db: Database) -> None:
    def full() -> Iterator[Draft]:
        yield THEMES[0]
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        bring(db, full())
    (run,) = runs.recent(db)
    assert (run.state, run.cut, run.error) == ("running", True, "le disque est plein")
    outcome = bring(db, THEMES)
    assert (outcome.run, outcome.report.created) == (run.id, 3)
    assert runs.run_of(db, run.id).error is None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (GraphUnavailable("bolt://… ne répond pas"), "le graphe n'a pas répondu (bolt://… ne répond pas)"),
        (OSError(errno.EACCES, "Permission denied"), "un fichier n'a pas pu être lu ou écrit (Permission denied)"),
        (RuntimeError("<secret>"), "arrêt inattendu (RuntimeError)"),
    ],
)
def test_each_sort_of_stop_has_its_words(error: Exception, words: str) -> None:
    assert holds.told(error) == words


def test_a_tally_says_what_was_made_by_kind_and_by_relation(db: Database) -> None:
    link = DraftLink("ABOUT", "s:o/1", "s:theme/0")
    drafts = [*THEMES, Draft("Organisation", ("s:o/1",), {"name": "IGN"}), link]
    expected = (runs.Tally("ABOUT", 1), runs.Tally("Organisation", 1), runs.Tally("Theme", 3))
    assert bring(db, drafts, dry=True).tally == expected
    outcome = bring(db, drafts)
    assert outcome.tally == expected
    assert runs.run_of(db, outcome.run or "").tally == expected


def test_a_contact_added_to_a_record_is_a_change_not_a_creation(db: Database) -> None:
    fields = {"name": "Prune Verveine", "purpose": "Animer", "origin": "Feuille"}
    bring(db, [Draft("Person", ("s:p/1",), fields)])
    outcome = bring(db, [Draft("Person", ("s:p/1",), fields, contact={"email": "prune@exemple.fr"})])
    assert outcome.tally == (runs.Tally("Person", 0, 1),)


def test_an_undo_is_told_with_what_it_left(db: Database) -> None:
    outcome = bring(db, THEMES)
    run = outcome.run or ""
    change_record(db, SYSTEM, "theme-theme-0", 1, {"summary": "À la main"}, Operation("alice"))
    assert undo_import(db, SYSTEM, run).taken_back == 2
    told = runs.run_of(db, run)
    assert (told.state, told.taken_back) == ("undone", 2)
    assert [id for id, _ in told.kept] == ["theme-theme-0"]
    with pytest.raises(NotFound):
        undo_import(db, SYSTEM, run)


def test_an_undo_cut_in_the_middle_goes_on_under_its_own_name(db: Database) -> None:
    run = bring(db, THEMES).run or ""
    claim = leases.claim_undo(db, run)
    with pytest.raises(leases.Busy):
        undo_import(db, SYSTEM, run)
    cut_off(db)
    assert runs.run_of(db, run).state == "undoing"
    assert undo_import(db, SYSTEM, run).op == claim.op
    assert (runs.run_of(db, run).state, runs.run_of(db, run).taken_back) == ("undone", 3)


def test_a_run_under_way_is_not_taken_back(db: Database) -> None:
    claim = leases.claim(db, "source", "exemple", "alice")
    with pytest.raises(leases.Busy):
        undo_import(db, SYSTEM, claim.run)


def test_a_run_that_was_cut_is_taken_back_and_the_next_one_begins_anew(db: Database) -> None:
    def cut() -> Iterator[Draft]:
        yield from THEMES
        raise OSError(errno.EIO, "coupure")

    with pytest.raises(OSError, match="coupure"):
        bring(db, cut())
    (run,) = runs.recent(db)
    undo_import(db, SYSTEM, run.id)
    outcome = bring(db, THEMES)
    assert (outcome.resumed, outcome.run != run.id) == (False, True)


def test_a_run_that_changed_nothing_can_be_taken_back_too(db: Database) -> None:
    bring(db, THEMES)
    again = bring(db, THEMES)
    assert undo_import(db, SYSTEM, again.run or "").taken_back == 0


def test_the_records_of_a_run_come_most_linked_first_and_only_to_who_may_see_them(db: Database) -> None:
    hidden = Draft("Theme", ("s:theme/x",), {"name": "Réservé"}, visibility="members")
    body = Draft("Organisation", ("s:o/1",), {"name": "IGN"})
    outcome = bring(db, [*THEMES, hidden, body, DraftLink("ABOUT", "s:o/1", "s:theme/2")])
    run = outcome.run or ""
    assert [one.name for one in runs.made_by(db, SYSTEM, run)][:2] == ["IGN", "Thème 2"]
    assert "Réservé" not in [one.name for one in runs.made_by(db, ANONYMOUS, run)]
