"""Promises of numbers typed by hand: they identify a record as imported ones do, and two records never share one."""

import pytest

from graph import states
from graph.database import Database
from graph.editing import change_record, create_record
from graph.errors import Invalid
from graph.imports.drafts import Draft, Report
from graph.imports.run import run_import
from graph.operations import REFS, Operation
from graph.undo import undo
from graph.viewers import SYSTEM, Viewer

ALICE = Viewer("alice", ("public", "members"), all=True, edits=True)
EDITOR = Viewer("editor", ("public", "members"), edits=True)
SIREN, OTHER = "385290309", "130007107"


def add(db: Database, name: str, siren: str, visibility: str = "public") -> str:
    given = {"name": name, "siren": siren, "visibility": visibility}
    return create_record(db, ALICE, "Organisation", given, Operation("alice"))


def refs(db: Database, id: str) -> set[str]:
    return set(states.records(db, [id])[id].state[REFS])


def change(db: Database, id: str, siren: str) -> Operation:
    operation = Operation("alice")
    change_record(db, ALICE, id, states.records(db, [id])[id].version, {"siren": siren}, operation)
    return operation


def test_an_import_finds_by_its_siren_what_was_added_by_hand(db: Database) -> None:
    id = add(db, "Agence de la transition", SIREN)
    draft = Draft("Organisation", ("source:organisation/ademe", f"siren:{SIREN}"), {"name": "ADEME"})
    run_import(db, SYSTEM, "source", "exemple", [draft], Report())
    assert refs(db, id) == {"source:organisation/ademe", f"siren:{SIREN}"}


def test_a_corrected_siren_leaves_the_old_one_free(db: Database) -> None:
    id = add(db, "ADEME", SIREN)
    change(db, id, OTHER)
    assert refs(db, id) == {f"siren:{OTHER}"}
    assert refs(db, add(db, "Une autre", SIREN)) == {f"siren:{SIREN}"}


def test_a_taken_back_correction_gives_the_old_siren_back(db: Database) -> None:
    id = add(db, "ADEME", SIREN)
    undo(db, ALICE, change(db, id, OTHER).id, Operation("alice"))
    assert refs(db, id) == {f"siren:{SIREN}"}


def test_a_siren_that_another_record_bears_is_refused_with_its_name(db: Database) -> None:
    add(db, "ADEME", SIREN)
    with pytest.raises(Invalid) as refusal:
        add(db, "Agence de la transition", SIREN)
    assert refusal.value.fields == {"siren": "ce numéro est déjà celui de « ADEME »"}


def test_a_siren_of_a_hidden_record_does_not_tell_its_name(db: Database) -> None:
    add(db, "Cachée", SIREN, "private")
    given = {"name": "ADEME", "siren": SIREN}
    with pytest.raises(Invalid) as refusal:
        create_record(db, EDITOR, "Organisation", given, Operation("editor"))
    assert refusal.value.fields == {"siren": "ce numéro est déjà celui d'une autre fiche"}
