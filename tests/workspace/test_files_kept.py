"""Promises of bytes on disk: kept while a record bears them, theirs only, and gone once none does."""

import json
from pathlib import Path

from flask import Flask

from graph import file_writing, files, states, trash
from graph.database import Database
from graph.editing import create_record, delete_record
from graph.leaving import delete_account
from graph.merging import merge
from graph.operations import Operation
from graph.undo import undo
from graph.users import user_by_email
from graph.viewers import SYSTEM
from tests import samples
from tests.people import send, signed_in
from tests.reading import texts
from tests.workspace.test_files import ALICE, added, aged, bytes_kept, commons, get, make
from workspace import filing


def test_of_two_records_made_one_the_files_are_shown_together_until_they_are_two_again(
    app: Flask, db: Database
) -> None:
    kept, other = commons(db), commons(db, "Panoramax bis")
    alice = signed_in(app, db, "alice")
    first, second = added(alice, db, kept, b"un", "un.txt"), added(alice, db, other, b"deux", "deux.txt")
    operation = Operation("carole")
    merge(db, SYSTEM, kept, other, (), operation)
    assert {file.id for file in files.files_of(db, SYSTEM, kept)} == {first, second}
    assert get(app.test_client(), f"/fichier/{second}").status_code == 200
    assert send(alice, f"/fichiers/{kept}/{second}/retirer", {}, page=f"/fichiers/{kept}").status_code == 302
    assert send(alice, f"/fichiers/{kept}/{second}/remettre", {}, page=f"/fichiers/{kept}").status_code == 302
    undo(db, SYSTEM, operation.id, Operation("carole"))
    assert [file.id for file in files.files_of(db, SYSTEM, other)] == [second]


def test_bytes_go_once_no_record_bears_them_any_more(app: Flask, db: Database, tmp_path: Path) -> None:
    first, second = commons(db), commons(db, "OpenBeta")
    alice = signed_in(app, db, "alice")
    root = tmp_path / "files"
    one, two = added(alice, db, first, samples.photo()), added(alice, db, second, samples.photo())
    assert len(bytes_kept(tmp_path)) == 2, "the same image sent twice is kept once, with its smaller version"
    file_writing.take_away(db, SYSTEM, first, one)
    db.write("MATCH (f:File {id: $id}) SET f.gone_at = '2020-01-01T00:00:00Z'", id=one)
    aged(tmp_path)
    assert filing.sweep(root, db) == 0 and get(alice, f"/fichier/{two}").status_code == 200
    assert db.read("MATCH (f:File) RETURN f.id AS id") == [{"id": two}]
    delete_record(db, SYSTEM, second, states.records(db, [second])[second].version, ALICE)
    assert filing.sweep(root, db) == 0, "a record in the bin keeps its files"
    db.write("MATCH (n:Gone {id: $id}) SET n.gone_at = '2020-01-01T00:00:00Z'", id=second)
    assert trash.purge(db) == 1 and db.read("MATCH (f:File) RETURN f.id AS id") == []
    assert filing.sweep(root, db) == 1 and bytes_kept(tmp_path) == []


def test_files_go_out_with_their_record_and_with_the_data_of_who_added_them(app: Flask, db: Database) -> None:
    id = commons(db)
    alice, bob = signed_in(app, db, "alice"), signed_in(app, db, "bob")
    file = added(alice, db, id, b"bonjour", "a.txt", alt="Un mot")
    told = json.loads(alice.get(f"/api/v1/entities/{id}").data)["files"]
    assert [(each["name"], each["size"], each["description"]) for each in told] == [("a.txt", 7, "Un mot")]
    assert get(alice, told[0]["url"]).data == b"bonjour"
    make(db, id, "private")
    assert app.test_client().get(f"/api/v1/entities/{id}").status_code == 404
    mine, others = (json.loads(who.get("/compte/mes-donnees.json").data)["files"] for who in (alice, bob))
    assert [(each["id"], each["record"]) for each in mine] == [(file, id)] and others == []


def test_what_was_just_sent_is_not_swept(app: Flask, db: Database, tmp_path: Path) -> None:
    alice = signed_in(app, db, "alice")
    id = commons(db)
    file = added(alice, db, id, b"bonjour", "a.txt")
    db.write("MATCH (f:File {id: $id}) DELETE f", id=file)
    assert filing.sweep(tmp_path / "files", db) == 0
    aged(tmp_path)
    added(alice, db, id, b"bonjour", "a.txt")  # sent again: new again
    assert filing.sweep(tmp_path / "files", db) == 0 and len(bytes_kept(tmp_path)) == 1


def test_the_files_of_a_record_that_was_never_in_the_bin_are_left_to_it(
    app: Flask, db: Database, tmp_path: Path
) -> None:
    operation = Operation("carole")
    id = create_record(db, SYSTEM, "Commons", {"name": "Panoramax"}, operation)
    added(signed_in(app, db, "alice"), db, id, b"bonjour", "a.txt")
    undo(db, SYSTEM, operation.id, Operation("carole"))
    aged(tmp_path)
    assert filing.sweep(tmp_path / "files", db) == 0
    assert db.read("MATCH (f:File) RETURN f.gone_at IS NOT NULL AS gone") == [{"gone": True}]


def test_an_account_that_leaves_leaves_its_files_unnamed(app: Flask, db: Database) -> None:
    id = commons(db)
    added(signed_in(app, db, "alice"), db, id, b"bonjour", "a.txt")
    user = user_by_email(db, "alice@example.invalid")
    assert user
    delete_account(db, user.id)
    row = texts(app.test_client().get("/communs/panoramax"), ".file-list li")[0]
    assert "Alice" not in row and "ajouté par compte supprimé" in row


def test_bytes_are_read_by_their_owner_only_and_a_lost_one_is_not_found(
    app: Flask, db: Database, tmp_path: Path
) -> None:
    id = commons(db)
    file = added(signed_in(app, db, "alice"), db, id, b"bonjour", "a.txt")
    kept = files.file(db, SYSTEM, file).file
    path = filing.path_of(tmp_path / "files", kept.sha256)
    assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
    path.unlink()
    assert get(app.test_client(), f"/fichier/{file}").status_code == 404
