"""Promises of every import: again changes nothing, hand edits stay, a cut run resumes, undo takes all back."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from graph import states
from graph.database import Database
from graph.editing import change_record, create_record, delete_record
from graph.errors import NotAllowed
from graph.imports import runs
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.likeness import BROUGHT, SIGNED, THERE
from graph.imports.run import Outcome, run_import, undo_import
from graph.operations import Operation
from graph.viewers import SYSTEM, Viewer
from graph.writing import write_groups
from tests.graph.plans import assert_no_scan

ADEME = Draft("Organisation", ("source:organisation/ademe", "siren:385290309"), {"name": "ADEME", "acronym": "ADEME"})
PANORAMAX = Draft("Commons", ("source:commons/panoramax",), {"name": "Panoramax", "summary": "Photos de rue"})
FUNDS = DraftLink("FUNDS", ADEME.refs[0], PANORAMAX.refs[0], {"since": "2023", "amount": 10})
ALL = (ADEME, PANORAMAX, FUNDS)


def bring(db: Database, drafts: Iterable[Draft | DraftLink], **options: Any) -> Outcome:
    return run_import(db, SYSTEM, "source", "exemple", drafts, Report(), **options)


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.report.created, outcome.report.updated, outcome.report.unchanged


def graph(db: Database) -> set[tuple[str, str, str]]:
    rows = db.read("MATCH (a:Entity)-[r]->(b:Entity) RETURN a.name AS a, type(r) AS type, b.name AS b")
    return {(row["a"], row["type"], row["b"]) for row in rows}


def test_records_and_links_are_created_and_counted(db: Database) -> None:
    assert counts(bring(db, ALL)) == (3, 0, 0)
    assert graph(db) == {("ADEME", "FUNDS", "Panoramax")}


def test_a_second_run_changes_nothing_and_says_so(db: Database) -> None:
    bring(db, ALL)
    before = db.read("MATCH (c:Change) RETURN count(c) AS n")
    assert counts(bring(db, ALL)) == (0, 0, 3)
    assert db.read("MATCH (c:Change) RETURN count(c) AS n") == before


def test_what_a_problem_left_out_is_not_counted_as_unchanged(db: Database) -> None:
    nowhere = DraftLink("FUNDS", ADEME.refs[0], "source:commons/nulle-part", {})
    nameless = Draft("Theme", ("source:theme/1",), {})
    outcome = bring(db, [ADEME, nameless, nowhere])
    assert (counts(outcome), len(outcome.report.problems)) == ((1, 0, 0), 2)


def test_a_change_at_the_source_comes_through(db: Database) -> None:
    bring(db, ALL)
    again = Draft("Commons", PANORAMAX.refs, {"name": "Panoramax", "summary": "Vues de rue"})
    assert counts(bring(db, (ADEME, again, FUNDS))) == (0, 1, 2)
    assert states.records(db, ["commun-panoramax"])["commun-panoramax"].state["summary"] == "Vues de rue"


def test_a_hand_edit_is_kept_and_the_conflict_is_reported(db: Database) -> None:
    bring(db, ALL)
    version = states.records(db, ["commun-panoramax"])["commun-panoramax"].version
    change_record(db, SYSTEM, "commun-panoramax", version, {"summary": "À la main"}, Operation("alice"))
    again = Draft("Commons", PANORAMAX.refs, {"name": "Panoramax", "summary": "Vues de rue"})
    outcome = bring(db, (again,))
    assert states.records(db, ["commun-panoramax"])["commun-panoramax"].state["summary"] == "À la main"
    assert [(p.field, p.value, p.action) for p in outcome.report.problems] == [
        ("summary", "Vues de rue", "valeur de la fiche gardée")
    ]
    assert bring(db, (again,)).report.problems == []


def test_the_same_body_in_another_source_is_the_same_record(db: Database) -> None:
    bring(db, ALL)
    other = Draft("Organisation", ("other:org/7", "siren:385290309"), {"name": "Agence de la transition écologique"})
    outcome = bring(db, (other,))
    assert counts(outcome) == (0, 1, 0)
    assert db.read("MATCH (n:Organisation) RETURN count(n) AS n") == [{"n": 1}]


def test_two_records_of_one_source_are_never_taken_for_one(db: Database) -> None:
    twin = Draft("Organisation", ("source:organisation/ademe-bis", "siren:385290309"), {"name": "ADEME bis"})
    outcome = bring(db, (ADEME, twin))
    assert counts(outcome) == (2, 0, 0)
    assert outcome.report.matches == [
        ("source:organisation/ademe-bis", "source:organisation/ademe", "même siren:385290309")
    ]


def test_a_link_finds_its_end_by_name(db: Database) -> None:
    create_record(db, SYSTEM, "Organisation", {"name": "L'Ademe"}, Operation("alice"))
    link = DraftLink("STEWARDS", "name:organisation/l ademe", PANORAMAX.refs[0])
    bring(db, (PANORAMAX, link))
    assert graph(db) == {("L'Ademe", "STEWARDS", "Panoramax")}


def test_a_link_to_nothing_is_reported(db: Database) -> None:
    outcome = bring(db, (ADEME, DraftLink("FUNDS", ADEME.refs[0], "source:commons/rien", where="liens.csv:3")))
    assert [(p.file, p.line, p.field, p.value) for p in outcome.report.problems] == [
        ("liens.csv", 3, "vers", "source:commons/rien")
    ]
    assert graph(db) == set()


def test_a_wrong_value_is_reported_and_the_rest_is_taken(db: Database) -> None:
    draft = Draft("Organisation", ("s:o/1",), {"name": "IGN", "siren": "12", "acronym": "IGN"}, where="o.csv:2")
    outcome = bring(db, (draft,))
    assert [(p.field, p.value) for p in outcome.report.problems] == [("siren", "12")]
    assert states.records(db, ["organisation-ign"])["organisation-ign"].state["acronym"] == "IGN"


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """What somebody does between the comparison of the next batch and its writing."""

    def once(act: Callable[[], object]) -> None:
        waiting = [act]

        def late(*args: Any) -> range:
            if waiting:
                waiting.pop()()
            return write_groups(*args)

        monkeypatch.setattr("graph.imports.importer.write_groups", late)

    return once


def test_a_record_saved_while_its_batch_is_written_keeps_the_edit_and_the_rest_of_the_batch(
    db: Database, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    bring(db, (PANORAMAX,))
    edit = {"summary": "À la main"}
    meanwhile(lambda: change_record(db, SYSTEM, "commun-panoramax", 1, edit, Operation("alice")))
    again = Draft("Commons", PANORAMAX.refs, {"name": "Panoramax", "summary": "Vues de rue"})
    outcome = bring(db, (ADEME, again))
    assert states.records(db, ["commun-panoramax"])["commun-panoramax"].state["summary"] == "À la main"
    assert db.read("MATCH (n:Entity) RETURN n.id AS id ORDER BY id") == [
        {"id": "commun-panoramax"}, {"id": "organisation-ademe"},
    ]  # fmt: skip
    assert [problem.field for problem in outcome.report.problems] == ["summary"]


def test_a_record_made_by_hand_while_its_batch_is_written_is_not_made_twice(
    db: Database, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    by_hand = {"name": "Ademe", "siren": "385290309"}
    meanwhile(lambda: create_record(db, SYSTEM, "Organisation", by_hand, Operation("alice")))
    outcome = bring(db, ALL)
    assert set(outcome.tally) == {runs.Tally("Commons", 1), runs.Tally("FUNDS", 1), runs.Tally("Organisation", 0, 1)}
    assert graph(db) == {("Ademe", "FUNDS", "Panoramax")}


def test_a_record_deleted_by_hand_is_not_born_again(db: Database) -> None:
    bring(db, (PANORAMAX,))
    version = states.records(db, ["commun-panoramax"])["commun-panoramax"].version
    delete_record(db, SYSTEM, "commun-panoramax", version, Operation("alice"))
    outcome = bring(db, (PANORAMAX,))
    assert counts(outcome) == (0, 0, 1)
    assert outcome.report.problems[0].action == "laissée supprimée"


def test_a_dry_run_counts_and_writes_nothing(db: Database) -> None:
    assert counts(bring(db, ALL, dry=True)) == (3, 0, 0)
    assert db.read("MATCH (n) WHERE NOT n:Counter RETURN labels(n) AS labels") == []


def test_undo_takes_back_exactly_what_the_run_did(db: Database) -> None:
    create_record(db, SYSTEM, "Theme", {"name": "Eau"}, Operation("alice"))
    outcome = bring(db, ALL)
    undone = undo_import(db, SYSTEM, outcome.run or "")
    assert (undone.taken_back, undone.kept) == (3, [])
    assert db.read("MATCH (n:Entity) RETURN n.id AS id") == [{"id": "theme-eau"}]
    assert db.read("MATCH (n:Ref) RETURN n.key AS key") == []
    assert runs.run_of(db, outcome.run or "").state == "undone"
    assert counts(bring(db, ALL)) == (3, 0, 0)


def test_a_cut_run_resumes_under_its_own_name(db: Database) -> None:
    def cut() -> Iterator[Draft | DraftLink]:
        yield ADEME
        yield FUNDS
        raise OSError("coupure")

    with pytest.raises(OSError, match="coupure"):
        bring(db, cut())
    first = runs.recent(db)[0]
    outcome = bring(db, ALL)
    assert (outcome.resumed, outcome.run) == (True, first.id)
    assert counts(outcome) == (3, 0, 0)
    assert undo_import(db, SYSTEM, first.id).taken_back == 3


def test_reports_can_be_read_later(db: Database) -> None:
    outcome = bring(db, (ADEME, DraftLink("FUNDS", ADEME.refs[0], "source:commons/rien", where="liens.csv:3")))
    kept = runs.run_of(db, outcome.run or "")
    assert (kept.created, kept.problem_count, kept.problems) == (1, 1, tuple(outcome.report.problems))


def test_only_those_who_may_write_may_import(db: Database) -> None:
    with pytest.raises(NotAllowed):
        run_import(db, Viewer("bob", ("public", "members")), "source", "x", ALL, Report())


def test_a_second_source_says_nothing_of_where_it_found_the_same_name(db: Database) -> None:
    first = Draft(
        "Organisation", ("a:o/1", "siren:385290309"), {"name": "Ademe", "source": "a", "website": "https://a.fr"}
    )
    other = Draft(
        "Organisation", ("b:o/1", "siren:385290309"), {"name": "ADEME", "source": "b", "website": "https://b.fr"}
    )
    bring(db, (first,))
    assert [problem.field for problem in bring(db, (other,)).report.problems] == ["website"]


def test_likely_twins_are_listed_for_a_person_to_confirm(db: Database) -> None:
    create_record(db, SYSTEM, "Organisation", {"name": "Institut national de l'eau", "acronym": "INE"}, Operation("a"))
    outcome = bring(db, (Draft("Organisation", ("s:o/ine",), {"name": "INE"}),))
    assert [match[2] for match in outcome.report.matches] == ["même sigle « INE »"]
    assert runs.run_of(db, outcome.run or "").matches == tuple(outcome.report.matches)


def test_names_of_nearly_the_same_words_are_likely_twins_of_what_was_there_and_of_each_other(db: Database) -> None:
    there = create_record(db, SYSTEM, "Organisation", {"name": "Agence de l'eau du bassin Adour"}, Operation("a"))
    create_record(db, SYSTEM, "Organisation", {"name": "Agence d'un autre bassin"}, Operation("a"))
    create_record(db, SYSTEM, "Service", {"name": "Agence de l'eau bassin Adour"}, Operation("a"))
    names = ("Agence eau bassin Adour Garonne", "L'agence de l'eau, bassin Adour-Garonne", "Agence d'urbanisme")
    drafts = [Draft("Organisation", (f"s:o/{n}",), {"name": name}) for n, name in enumerate(names)]
    found = {(frozenset(pair), why) for *pair, why in bring(db, drafts).report.matches}
    one, other = ("organisation-agence-eau-bassin-adour-garonne", "organisation-l-agence-de-l-eau-bassin-adour-garonne")
    assert found == {
        (frozenset({one, there}), "noms proches"),
        (frozenset({other, there}), "noms proches"),
        (frozenset({one, other}), "noms identiques"),
    }


def test_looking_for_likely_twins_does_not_read_every_organisation_for_each(db: Database) -> None:
    bodies = [Draft("Organisation", (f"source:organisation/{n}",), {"name": f"Mairie {n}"}) for n in range(300)]
    op = bring(db, bodies).run
    assert op
    assert_no_scan(db, BROUGHT, anew=True, op=op)
    assert_no_scan(db, THERE, anew=True)
    assert_no_scan(db, SIGNED, anew=True, short=["organisation/ine"])
