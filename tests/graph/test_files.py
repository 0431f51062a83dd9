"""Promises of what the graph knows of files: by index, by the record's rights, in the record's own question."""

import pytest

from graph import entities, file_writing, files, trash
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.operations import now
from graph.viewers import Viewer
from tests.graph.plans import assert_no_scan, no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, graph_of

TEXT = {"mime": "text/plain", "size": 3, "sha256": "0" * 64}
IMAGE = {"mime": "image/png", "size": 3, "sha256": "1" * 64, "width": 4, "height": 3}


def panoramax(db: Database, visibility: str = "public") -> str:
    return graph_of(db, set(), {"Panoramax": ("Commons", {"visibility": visibility})})["Panoramax"]


def test_files_come_with_their_record_in_one_question_without_a_scan(db: Database) -> None:
    id = panoramax(db)
    made = file_writing.add(db, ALICE, id, "a.txt", "", **TEXT)
    watched = no_scans(db, crowd=300)
    assert [file.id for file in entities.record(watched, CHARLIE, id).files] == [made]
    assert len(watched.asked) == 1


def test_no_question_or_write_about_files_reads_them_all(db: Database) -> None:
    id = panoramax(db)
    made = file_writing.add(db, ALICE, id, "a.txt", "", **TEXT)
    watched = no_scans(db, crowd=300)
    files.file(watched, CHARLIE, made)
    files.files_of(watched, CHARLIE, id)
    files.gone_of(watched, ALICE, id)
    rights = {"record": id, "id": made, "set": {}, "there": True, **ALICE.rights()}
    for query in (file_writing.ADD, file_writing.CHANGE, file_writing.PURGE, file_writing.LEFT, trash.PURGE):
        assert_no_scan(db, query, anew=True, **rights, before=now(), hashes=["0"], now=now())
    assert_no_scan(db, file_writing.REFERRED, anew=True, hashes=["0"])


@pytest.mark.parametrize(("visibility", "readers"), [("public", 3), ("members", 2), ("private", 1)])
def test_who_sees_the_record_sees_its_files_and_nobody_else(db: Database, visibility: str, readers: int) -> None:
    id = panoramax(db, visibility)
    made = file_writing.add(db, ALICE, id, "a.txt", "", **TEXT)
    for place, viewer in enumerate((ALICE, BOB, CHARLIE)):
        if place < readers:
            assert files.file(db, viewer, made).public is (visibility == "public")
        else:
            assert files.files_of(db, viewer, id) == []
            with pytest.raises(NotFound):
                files.file(db, viewer, made)


def test_rights_are_asked_in_the_write_itself(db: Database) -> None:
    id = panoramax(db)
    made = file_writing.add(db, ALICE, id, "a.txt", "", **TEXT)
    bearer = Viewer("dora", ("public", "members"), stewards=frozenset({id}))
    for viewer in (BOB, CHARLIE):
        with pytest.raises(NotFound):
            file_writing.add(db, viewer, id, "b.txt", "", **TEXT)
        with pytest.raises(NotFound):
            file_writing.rename(db, viewer, id, made, "b.txt", "")
        with pytest.raises(NotFound):
            file_writing.take_away(db, viewer, id, made)
    file_writing.take_away(db, bearer, id, made)
    assert files.gone_of(db, BOB, id) == [] and [file.id for file in files.gone_of(db, bearer, id)] == [made]
    with pytest.raises(NotFound):
        file_writing.bring_back(db, BOB, id, made)
    file_writing.bring_back(db, bearer, id, made)
    assert [file.id for file in files.files_of(db, CHARLIE, id)] == [made]


def test_an_image_needs_words_a_file_a_name_and_both_are_short(db: Database) -> None:
    id = panoramax(db)
    for name, alt, known, field in (
        ("a.png", " ", IMAGE, "alt"), ("", "x", IMAGE, "nom"), ("a.txt", "x" * 501, TEXT, "alt"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            file_writing.add(db, ALICE, id, name, alt, **known)
        assert list(refused.value.fields) == [field]


def test_taking_away_and_adding_again_has_an_end(db: Database) -> None:
    id = panoramax(db)
    for n in range(file_writing.MOST_KEPT):
        made = file_writing.add(db, ALICE, id, f"{n}.txt", "", **TEXT)
        file_writing.take_away(db, ALICE, id, made)
    with pytest.raises(Invalid, match="ces derniers temps"):
        file_writing.add(db, ALICE, id, "encore.txt", "", **TEXT)
    db.write("MATCH (f:File) SET f.gone_at = '2020-01-01T00:00:00Z'")
    assert file_writing.purge(db) == file_writing.MOST_KEPT
    file_writing.add(db, ALICE, id, "encore.txt", "", **TEXT)
