"""Promises to who animates a committee: ten things to see to with their reasons, put off for all who animate, back."""

from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient

from graph.committee_perimeter import within
from graph.committee_todo import todos
from graph.database import Database
from graph.editing import delete_record
from graph.mobilisation import Said, note
from graph.operations import Operation
from graph.rights import viewer_as
from graph.states import records
from graph.trash import purge
from graph.users import add_user, user_by_email
from tests.graph.plans import no_scans
from tests.graph.test_committees import FACTS, KINDS, TODAY, day
from tests.graph.tuples import ALICE, CHARLIE, graph_of
from tests.people import PASSWORD, send, signed_in
from tests.reading import text, texts

PAGE = "/communautes/comite/a-traiter"
COMMITTEE = "/communautes/comite/comite"
SOME = {
    **KINDS, "Piétons": ("Commons", {"seeks": "comptages de vélos"}), "Vélos": ("Commons", {"offers": "comptages"}),
    "Réservé": ("Action", {"due": day(-8), "visibility": "private"}), "Trottoirs": "Dataset",
}  # fmt: skip
TIES = {
    *FACTS, ("Brest métropole", "STEWARDS", "Piétons"), ("Région", "STEWARDS", "Vélos"),
    ("Ana", "STEWARDS", "Trottoirs"), ("Ana", "LEADS", "Réservé"),
    ("Région", "USES", "Trottoirs", "standing=to_confirm"), ("Ligue", "USES", "Trottoirs", "standing=contested"),
}  # fmt: skip


def made(db: Database) -> dict[str, str]:
    ids = graph_of(db, TIES, SOME)
    note(db, ALICE, ids["Comité"], {ids["Ligue"]: (Said(), Said("to_contact", "2026-01-15", "Rappeler"))})
    return ids


def said(client: FlaskClient, page: str = PAGE) -> str:
    return text(client.get(page), "main")


def act(client: FlaskClient, item: str, **form: str) -> int:
    return send(client, PAGE, {"item": item, **form}).status_code


def test_each_thing_says_why_it_is_there(app: Flask, db: Database) -> None:
    made(db)
    alice = signed_in(app, db, "alice")
    page = said(alice)
    for told in ("Publier", "Pilotée par Ana", "Dernier contact : 15", "« Rappeler »",
                 "1 lien contesté, 1 lien à confirmer", "comptages de vélos"):  # fmt: skip
        assert told in page, told
    home = alice.get(COMMITTEE)
    assert "À traiter" in text(home, "main") and len(texts(home, ".to-handle > li")) == 6
    assert "Relire" not in str(texts(home, ".to-handle > li p:first-child")), "not late yet"


def test_ten_are_shown_a_few_of_each_sort(app: Flask, db: Database) -> None:
    late = {f"Retard {n}": ("Action", {"due": day(-n)}) for n in range(1, 20)}
    ids = graph_of(db, {*TIES, *(("Ana", "LEADS", name) for name in late)}, {**SOME, **late})
    first = todos(db, ALICE, ids["Comité"]).first
    assert len(first) == 10 and {each.sort for each in first} == {"late", "confirm", "introduce"}
    assert first[0].record.name == "Retard 19", "the oldest first"
    assert "autres" in said(signed_in(app, db, "alice"), COMMITTEE)


def test_what_is_put_off_leaves_the_list_for_all_who_animate_and_comes_back(app: Flask, db: Database) -> None:
    ids = made(db)
    alice, carole = signed_in(app, db, "alice"), signed_in(app, db, "carole")
    late = f"late|{ids['Publier']}"
    assert act(alice, late, geste="semaine") == 302
    after = todos(db, ALICE, ids["Comité"])
    assert [each.key for each in after.put_off] == [late] and late not in {each.key for each in after.open}
    assert after.put_off[0].said and after.put_off[0].said.until == (TODAY + timedelta(7)).isoformat()
    assert "par Alice" in said(carole) and "Publier" in text(carole.get(PAGE), ".handled")
    assert act(carole, late, geste="remettre") == 302
    assert late in {each.key for each in todos(db, ALICE, ids["Comité"]).open}
    assert act(alice, late, geste="mois") == 302
    until = todos(db, ALICE, ids["Comité"]).put_off[0].said
    assert until and 27 < (date.fromisoformat(until.until or "") - TODAY).days < 32
    db.write("MATCH (h:Handling) SET h.until = '2020-01-01'")
    assert late in {each.key for each in todos(db, ALICE, ids["Comité"]).open}, "its day has come"


def test_never_again_is_for_this_committee_alone(app: Flask, db: Database) -> None:
    ids = graph_of(db, {*TIES, ("Ana", "MEMBER_OF", "GT Voirie")}, SOME)
    alice = signed_in(app, db, "alice")
    act(alice, f"late|{ids['Publier']}", geste="jamais")
    assert "ne plus proposer, dit Alice" in said(alice)
    assert "Publier" in said(alice, "/communautes/gt-voirie/a-traiter")


def test_two_are_introduced_and_proposed_no_more(app: Flask, db: Database) -> None:
    ids = made(db)
    alice = signed_in(app, db, "alice")
    pair = next(each for each in todos(db, ALICE, ids["Comité"]).open if each.sort == "introduce")
    assert act(alice, pair.key, geste="proposer") == 302
    assert "Piétons" in said(alice, "/mises-en-relation") and "comptages" in said(alice, "/mises-en-relation")
    assert not [each for each in todos(db, ALICE, ids["Comité"]).open if each.sort == "introduce"]


def test_a_wrong_day_or_word_changes_nothing_and_says_so(app: Flask, db: Database) -> None:
    ids = made(db)
    alice = signed_in(app, db, "alice")
    late = f"late|{ids['Publier']}"
    answer = send(alice, PAGE, {"item": late, "geste": "reporter", "jusque": "hier peut-être"})
    assert answer.status_code == 422 and "Vous aviez tapé « hier peut-être »" in text(answer, "main")
    assert act(alice, late, geste="reporter", jusque="2020-01-01") == 422
    assert act(alice, late, geste="autre") == 422
    assert act(alice, "late|action-inconnue", geste="jamais") == 404
    assert act(alice, late, geste="proposer") == 404, "an action is introduced to nobody"
    assert todos(db, ALICE, ids["Comité"]).put_off == ()


def test_who_does_not_animate_it_neither_reads_nor_puts_off(app: Flask, db: Database) -> None:
    ids = made(db)
    bob = signed_in(app, db, "bob")
    assert bob.get(PAGE).status_code == 403 and "À traiter" not in text(bob.get(COMMITTEE), "main")
    assert app.test_client().get(PAGE).status_code in (302, 401, 403)
    answer = send(bob, PAGE, {"item": f"late|{ids['Publier']}", "geste": "jamais"}, page="/compte")
    assert answer.status_code == 403 and not db.read("MATCH (h:Handling) RETURN h.key AS key")


def test_who_animates_the_committee_alone_is_told_nothing_hidden(app: Flask, db: Database) -> None:
    ids = graph_of(db, {*TIES, ("Dora", "ANIMATES", "Comité")}, {**SOME, "Dora": "Person"})
    add_user(db, "dora@example.invalid", "Dora", PASSWORD, "member", person=ids["Dora"])
    user = user_by_email(db, "dora@example.invalid")
    assert user is not None
    dora = viewer_as(db, user)
    found = todos(db, dora, ids["Comité"])
    assert "Publier" in {each.record.name for each in found.open}
    assert "Réservé" not in str(found) and "Réservé" in str(todos(db, ALICE, ids["Comité"]))
    assert ids["Caché"] not in within(db, CHARLIE, ids["Comité"]).ids
    assert ids["Caché"] in within(db, ALICE, ids["Comité"]).ids


def test_a_group_counts_what_its_own_members_carry(db: Database) -> None:
    ids = graph_of(db, TIES, SOME)
    inside = within(db, ALICE, ids["GT Adresse"])
    assert inside.groups == (ids["GT Adresse"], ids["Sous-groupe"])
    assert ids["Ana"] in inside.members and ids["Trottoirs"] in inside.carried and ids["Publier"] in inside.actions


def test_an_empty_committee_has_nothing_to_see_to(app: Flask, db: Database) -> None:
    graph_of(db, set(), {"Comité": "Community"})
    assert "Rien à traiter." in said(signed_in(app, db, "alice"))


def test_what_was_said_goes_with_its_record(db: Database, app: Flask) -> None:
    ids = made(db)
    act(signed_in(app, db, "alice"), f"late|{ids['Publier']}", geste="jamais")
    id = ids["Publier"]
    delete_record(db, ALICE, id, records(db, [id])[id].version, Operation("alice"))
    db.write("MATCH (g:Gone {id: $id}) SET g.gone_at = '2020-01-01T00:00:00Z'", id=id)
    assert purge(db) == 1 and not db.read("MATCH (h:Handling) RETURN h.key AS key")


def test_no_question_reads_the_whole_network(db: Database) -> None:
    ids = made(db)
    todos(no_scans(db, crowd=300), ALICE, ids["Comité"])
