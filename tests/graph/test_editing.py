"""Promises of the write path: a save is whole, nobody is overwritten, nobody writes what they may not."""

from typing import Any

import pytest

from graph import states
from graph.database import Database
from graph.editing import (
    change_record,
    change_relation,
    create_record,
    create_relation,
    delete_record,
    delete_relation,
    restore_record,
)
from graph.errors import AlreadyExists, Conflict, Invalid, NotAllowed, NotFound
from graph.operations import Operation
from graph.viewers import ANONYMOUS, Viewer

ALICE = Viewer("alice", ("public", "members"), all=True, edits=True)
BOB = Viewer("bob", ("public", "members"))


def edit() -> Operation:
    return Operation("alice")


def add(db: Database, kind: str, name: str, **fields: Any) -> str:
    return create_record(db, ALICE, kind, {"name": name, **fields}, edit())


def version(db: Database, id: str) -> int:
    return states.records(db, [id])[id].version


def test_a_record_gets_a_readable_address_and_its_labels(db: Database) -> None:
    assert add(db, "Commons", "Panoramax") == "commun-panoramax"
    rows = db.read("MATCH (n:Entity) RETURN labels(n) AS labels, n.search AS search, n.audience AS audience")
    assert set(rows[0]["labels"]) == {"Entity", "Commons", "CommonGood", "Public"}
    assert (rows[0]["search"], rows[0]["audience"]) == ("panoramax", "public")


def test_two_records_of_one_name_get_two_addresses(db: Database) -> None:
    assert [add(db, "Theme", "Eau"), add(db, "Theme", "Eau")] == ["theme-eau", "theme-eau-2"]


def test_a_save_keeps_dates_as_typed_and_as_days(db: Database) -> None:
    id = add(db, "Project", "Voirie", begins="mars 2023")
    state = states.records(db, [id])[id].state
    assert (state["begins"], state["begins_from"], state["begins_to"]) == ("2023-03", "2023-03-01", "2023-03-31")


def test_none_declared_differs_from_not_given(db: Database) -> None:
    id = add(db, "Commons", "Panoramax", licence="aucune", repository="")
    state = states.records(db, [id])[id].state
    assert state["declared_none"] == ["licence"] and "repository" not in state


def test_wrong_fields_are_all_told_and_nothing_is_kept(db: Database) -> None:
    with pytest.raises(Invalid) as error:
        add(db, "Organisation", "ADEME", siren="12", website="javascript:alert(1)")
    assert set(error.value.fields) == {"siren", "website"}
    assert db.read("MATCH (n:Entity) RETURN n.id AS id") == []


def test_a_name_that_no_index_could_hold_is_refused(db: Database) -> None:
    with pytest.raises(Invalid) as error:
        add(db, "Theme", "é" * 9_000)
    assert set(error.value.fields) == {"name"}


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(db: Database) -> None:
    id = add(db, "Theme", "Eau")
    read = version(db, id)
    change_record(db, ALICE, id, read, {"summary": "Première"}, edit())
    with pytest.raises(Conflict):
        change_record(db, ALICE, id, read, {"summary": "Seconde"}, edit())
    assert states.records(db, [id])[id].state["summary"] == "Première"


def test_each_write_is_in_the_feed_in_order(db: Database) -> None:
    id = add(db, "Theme", "Eau")
    change_record(db, ALICE, id, version(db, id), {"summary": "L'eau"}, Operation("alice", "précision"))
    rows = db.read("MATCH (c:Change) RETURN c.seq AS seq, c.action AS action, c.why AS why ORDER BY seq")
    assert [tuple(row.values()) for row in rows] == [(1, "create", None), (2, "update", "précision")]


def test_a_save_that_changes_nothing_writes_nothing(db: Database) -> None:
    id = add(db, "Theme", "Eau")
    before = version(db, id)
    change_record(db, ALICE, id, before, {"name": "Eau"}, edit())
    assert version(db, id) == before


def test_a_link_reads_from_one_record_to_the_other(db: Database) -> None:
    ademe, panoramax = add(db, "Organisation", "ADEME"), add(db, "Commons", "Panoramax")
    id = create_relation(db, ALICE, "FUNDS", ademe, panoramax, {"since": "2023", "amount": "180 000"}, edit())
    rows = db.read("MATCH (a)-[r:FUNDS]->(b) RETURN a.id AS a, b.id AS b, r.amount AS amount, r.since_to AS day")
    assert id.startswith("funds.")
    assert rows == [{"a": ademe, "b": panoramax, "amount": 180000, "day": "2023-12-31"}]


def test_two_grants_between_the_same_ends_are_two_links_and_one_is_not_made_twice(db: Database) -> None:
    ademe, panoramax = add(db, "Organisation", "ADEME"), add(db, "Commons", "Panoramax")
    create_relation(db, ALICE, "FUNDS", ademe, panoramax, {"since": "2023"}, edit())
    create_relation(db, ALICE, "FUNDS", ademe, panoramax, {"since": "2024"}, edit())
    with pytest.raises(AlreadyExists):
        create_relation(db, ALICE, "FUNDS", ademe, panoramax, {"since": "2024"}, edit())


def test_a_link_that_the_schema_does_not_know_is_refused(db: Database) -> None:
    eau, ademe = add(db, "Theme", "Eau"), add(db, "Organisation", "ADEME")
    with pytest.raises(Invalid) as error:
        create_relation(db, ALICE, "FUNDS", eau, ademe, {}, edit())
    assert "type" in error.value.fields


def test_a_relation_can_be_changed_and_taken_away(db: Database) -> None:
    ademe, panoramax = add(db, "Organisation", "ADEME"), add(db, "Commons", "Panoramax")
    id = create_relation(db, ALICE, "FUNDS", ademe, panoramax, {"since": "2023"}, edit())
    change_relation(db, ALICE, id, states.relations(db, [id])[id].version, {"until": "2025"}, edit())
    found = states.relations(db, [id])[id]
    assert found.state["until_to"] == "2025-12-31"
    delete_relation(db, ALICE, id, found.version, edit())
    assert states.relations(db, [id]) == {}


def test_a_deleted_record_comes_back_with_its_links(db: Database) -> None:
    ademe, panoramax = add(db, "Organisation", "ADEME"), add(db, "Commons", "Panoramax")
    create_relation(db, ALICE, "STEWARDS", ademe, panoramax, {}, edit())
    delete_record(db, ALICE, panoramax, version(db, panoramax), edit())
    assert db.read("MATCH (:Entity)-[r:STEWARDS]->(:Entity) RETURN r.id AS id") == []
    restore_record(db, ALICE, panoramax, edit())
    assert len(db.read("MATCH (:Entity)-[r:STEWARDS]->(:Entity) RETURN r.id AS id")) == 1


def test_a_member_may_not_write(db: Database) -> None:
    id = add(db, "Theme", "Eau")
    with pytest.raises(NotAllowed):
        change_record(db, BOB, id, version(db, id), {"summary": "Non"}, edit())
    with pytest.raises(NotAllowed):
        create_record(db, ANONYMOUS, "Theme", {"name": "Air"}, edit())


def test_what_one_may_not_see_does_not_exist_for_one(db: Database) -> None:
    id = add(db, "Theme", "Eau", visibility="private")
    narrow = Viewer("eve", ("public",), edits=True)
    with pytest.raises(NotFound):
        change_record(db, narrow, id, version(db, id), {"summary": "Vu"}, edit())


def test_contacts_are_kept_apart_with_their_purpose(db: Database) -> None:
    given = {"purpose": "animer", "origin": "elle-même", "email": "a@example.invalid"}
    id = add(db, "Person", "Camille Exemple", **given)
    assert "email" not in states.records(db, [id])[id].state
    rows = db.read("MATCH (m:Contact) RETURN m.email AS email, m.purpose AS purpose, m.audience AS audience")
    assert rows[0]["email"] == "a@example.invalid" and rows[0]["audience"].startswith("r")
    seen = db.read("MATCH (c:Change {audience: 'public'}) RETURN c.after AS after")
    assert all("example.invalid" not in row["after"] for row in seen)


def test_publishing_a_record_does_not_publish_its_private_past(db: Database) -> None:
    id = add(db, "Theme", "Secret", visibility="private")
    change_record(db, ALICE, id, version(db, id), {"name": "Eau", "visibility": "public"}, edit())
    assert db.read("MATCH (c:Change {audience: 'public'}) RETURN c.seq AS seq") == []
