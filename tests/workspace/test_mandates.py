"""Promises of mandates and of the tree of communities: what cannot be is refused by field, and nothing is lost."""

import pytest
from flask import Flask

from graph import states
from graph.database import Database
from graph.editing import change_relation, create_relation
from graph.errors import Invalid
from graph.operations import Operation
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, Fact, Kinds, graph_of
from tests.people import send, signed_in
from tests.reading import found, text

KINDS: Kinds = {
    "Comité": "Community", "Plénière": "Community", "Groupe": "Community", "Autre": "Community",
    "Brest": "Organisation", "Ana": "Person", "Béa": "Person", "Dan": "Person",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Ana", "MEMBER_OF", "Comité", "on_behalf_of=Brest", "seat=full", "since=2024", "until=2025-06-11", "role=membre"),
    ("Brest", "MEMBER_OF", "Comité", "since=2020"), ("Dan", "WORKS_FOR", "Brest"),
    ("Groupe", "PART_OF", "Plénière"), ("Plénière", "PART_OF", "Comité"),
}  # fmt: skip


def wrong(db: Database, ids: dict[str, str], source: str, type: str, target: str, **raw: str) -> set[str]:
    """The fields that are refused; the link is written when there are none."""
    try:
        create_relation(db, ALICE, type, ids[source], ids[target], raw, Operation("alice"))
    except Invalid as error:
        return set(error.fields)
    return set()


def test_a_mandate_does_not_overlap_another_of_the_same_body(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    assert wrong(db, ids, "Ana", "MEMBER_OF", "Comité", since="2025", role="Membre") == {"since"}
    assert wrong(db, ids, "Ana", "MEMBER_OF", "Comité", since="2025", seat="full", role="rapporteuse") == {"since"}
    assert wrong(db, ids, "Brest", "MEMBER_OF", "Comité", since="2023", until="2024") == {"since"}
    assert wrong(db, ids, "Ana", "MEMBER_OF", "Comité", since="2025-06-11", role="membre") == set(), "a renewal"
    assert wrong(db, ids, "Ana", "MEMBER_OF", "Comité", since="2025", role="présidente") == set(), "two roles at once"
    assert wrong(db, ids, "Ana", "MEMBER_OF", "Plénière", since="2025", role="membre") == set(), "elsewhere"


def test_a_deputy_stands_for_somebody(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    assert wrong(db, ids, "Béa", "MEMBER_OF", "Comité", seat="deputy") == {"on_behalf_of"}
    assert wrong(db, ids, "Béa", "MEMBER_OF", "Comité", seat="deputy", on_behalf_of="Brest") == set()
    assert wrong(db, ids, "Dan", "MEMBER_OF", "Comité", seat="deputy") == set(), "who employs him"


def test_no_link_ends_before_it_begins(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    assert wrong(db, ids, "Béa", "MEMBER_OF", "Comité", since="2026", until="2025") == {"until"}
    assert wrong(db, ids, "Béa", "WORKS_FOR", "Brest", since="2026-05", until="2026-04") == {"until"}
    assert wrong(db, ids, "Béa", "MEMBER_OF", "Comité", since="2026", until="2026") == set()


def test_a_tree_of_communities_never_turns_round(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    assert wrong(db, ids, "Plénière", "PART_OF", "Groupe") == {"target"}
    assert wrong(db, ids, "Comité", "PART_OF", "Groupe") == {"target"}, "at a distance too"
    assert wrong(db, ids, "Comité", "PART_OF", "Groupe", until="2020") == set(), "once upon a time"
    assert wrong(db, ids, "Groupe", "PART_OF", "Autre") == set()


def test_a_correction_is_held_to_the_same_and_a_confirmation_is_not(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    again = create_relation(db, ALICE, "MEMBER_OF", ids["Ana"], ids["Comité"],
                            {"since": "2025-06-11", "role": "membre"}, Operation("alice"))  # fmt: skip
    version = states.relations(db, [again])[again].version
    for field, raw in (("since", {"since": "2025-01"}), ("until", {"until": "2021"})):
        with pytest.raises(Invalid) as refused:
            change_relation(db, ALICE, again, version, raw, Operation("alice"))
        assert set(refused.value.fields) == {field}
    db.write(
        "MATCH ()-[r:MEMBER_OF {id: $id}]->() SET r.since_from = '2024-01-01'", id=again
    )  # written before the rule
    change_relation(db, ALICE, again, version, {"standing": "confirmed"}, Operation("alice"))


def test_the_form_names_the_field_and_keeps_what_was_typed(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    page = f"/lier?de={ids['Béa']}&a={ids['Comité']}&lien=MEMBER_OF"
    typed = {"de": ids["Béa"], "a": ids["Comité"], "lien": "MEMBER_OF", "seat": "deputy", "source": "Registre"}
    answer = send(alice, "/lier", typed, page=page)
    assert answer.status_code == 422 and "dites au nom de qui" in text(answer, "main")
    assert found(answer, "#champ-on_behalf_of[aria-invalid=true]") and 'value="Registre"' in answer.text
    turned = {"de": ids["Comité"], "a": ids["Groupe"], "lien": "PART_OF", "source": "Registre"}
    answer = send(alice, "/lier", turned, page=f"/lier?de={ids['Comité']}&a={ids['Groupe']}&lien=PART_OF")
    assert answer.status_code == 422 and "tournerait en rond" in text(answer, "#champ-target")


def test_who_sat_when_is_read_on_the_page(app: Flask, db: Database) -> None:
    hidden = ("Béa", "MEMBER_OF", "Comité", "on_behalf_of=Brest", "since=2025-07", "visibility=private")
    graph_of(db, {*FACTS, hidden}, KINDS)
    said = text(app.test_client().get("/communautes/comite/comite?mandats=oui"), "#mandats")
    assert "Ana" in said and "2024 – 11 juin 2025" in said.replace("\u00a0", " ") and "pas en cours" in said
    assert "Béa" not in said, "whose mandate is not public"


def test_the_questions_read_no_whole_network(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    watched = no_scans(db, crowd=300)
    assert wrong(watched, ids, "Comité", "PART_OF", "Groupe") == {"target"}
    assert wrong(watched, ids, "Béa", "MEMBER_OF", "Comité", seat="deputy") == {"on_behalf_of"}
    assert wrong(watched, ids, "Ana", "MEMBER_OF", "Comité", since="2025", role="membre") == {"since"}
