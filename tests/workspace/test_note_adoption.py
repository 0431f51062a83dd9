"""Promises of adopted minutes: nobody changes their words by any way, amendments come after, and both are cited."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import adoption, amendments
from graph.database import Database
from graph.editing import change_record, create_record, delete_record
from graph.errors import Invalid, NotAllowed, NotFound
from graph.freezing import FROZEN
from graph.imports.bring import TABLE, bring
from graph.imports.drafts import Report
from graph.merging import merge
from graph.note_lines import lines, make_of_line
from graph.operations import Operation
from graph.states import records
from graph.undo import undo
from graph.versions import restore_version
from graph.viewers import SYSTEM, Viewer, audience_of
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, graph_of
from tests.people import send, signed_in
from tests.reading import found, text
from tests.workspace.test_note_versions import saved, seqs
from tests.workspace.test_notes import page, text_of

TEXT = "Présents : tous.\n\nLe comité décide de publier le schéma.\n\nFin à midi."
NOTE = {"name": "Comité du 12", "text": TEXT}
MEETING = "comité du 12 mars, à l'unanimité"


def adopted(db: Database, **more: str) -> str:
    id = create_record(db, ALICE, "Note", NOTE | more, Operation("alice"))
    adoption.adopt(db, ALICE, id, records(db, [id])[id].version, MEETING)
    return id


def version(db: Database, id: str) -> int:
    return records(db, [id])[id].version


@pytest.fixture
def note(db: Database) -> str:
    return adopted(db)


@pytest.fixture
def alice(app: Flask, db: Database) -> FlaskClient:
    return signed_in(app, db, "alice")


def test_a_note_is_adopted_from_its_page_and_says_so(app: Flask, db: Database, alice: FlaskClient) -> None:
    id = create_record(db, ALICE, "Note", NOTE, Operation("alice"))
    assert f'href="{page(id)}/adoption"' in alice.get(page(id)).text
    told = {"version": version(db, id), "reunion": MEETING}
    assert send(alice, f"{page(id)}/adoption", told).location == page(id)
    shown = app.test_client().get(page(id))
    assert "comité du 12 mars" in text(shown) and "Adopté par Alice, il ne change plus" in text(shown)
    assert "Proposer un amendement" in text(shown) and "Modifier" not in text(alice.get(page(id)), ".record-head")
    assert "adoptée à" in text(app.test_client().get(f"{page(id)}/historique"))


def test_a_text_that_changed_since_it_was_read_is_not_adopted(db: Database, alice: FlaskClient) -> None:
    id = create_record(db, ALICE, "Note", NOTE, Operation("alice"))
    read = version(db, id)
    saved(db, id, text="Autre chose.")
    answer = send(alice, f"{page(id)}/adoption", {"version": read, "reunion": MEETING})
    assert answer.status_code == 409 and "relisez-le" in text(answer) and MEETING in answer.text.replace("&#39;", "'")
    assert not adoption.standing(db, ALICE, id).adopted


def test_an_adoption_names_its_meeting_and_an_empty_note_is_not_adopted(db: Database, alice: FlaskClient) -> None:
    id = create_record(db, ALICE, "Note", {"name": "Vide"}, Operation("alice"))
    for meeting, said in (("", "écrivez une phrase"), (MEETING, "sans texte"), ("x" * 301, "300 caractères")):
        answer = send(alice, f"{page(id)}/adoption", {"version": version(db, id), "reunion": meeting})
        assert answer.status_code == 422 and said in text(answer)


def test_by_no_way_does_an_adopted_text_change(db: Database) -> None:
    id = create_record(db, ALICE, "Note", {"name": "Comité du 12", "text": "Avant."}, Operation("alice"))
    edit = Operation("carole")
    change_record(db, SYSTEM, id, version(db, id), {"text": TEXT}, edit)
    first = seqs(db, id)[-1]
    adoption.adopt(db, ALICE, id, version(db, id), MEETING)
    other = create_record(db, ALICE, "Note", {"name": "Autre", "text": "Autre."}, Operation("alice"))
    now = version(db, id)
    ways = (
        lambda: change_record(db, SYSTEM, id, now, {"text": "Changé."}, Operation("carole")),
        lambda: change_record(db, SYSTEM, id, now, {"name": "Changée"}, Operation("carole")),
        lambda: delete_record(db, SYSTEM, id, now, Operation("carole")),
        lambda: restore_version(db, SYSTEM, id, first, Operation("carole")),
        lambda: merge(db, SYSTEM, id, other, {"text"}, Operation("carole")),
        lambda: merge(db, SYSTEM, other, id, set(), Operation("carole")),
        lambda: make_of_line(db, SYSTEM, id, lines(TEXT)[1], "Decision", {"name": "Publier"}, "", Operation("carole")),
    )
    for way in ways:
        with pytest.raises(Invalid) as refused:
            way()
        assert refused.value.fields["text"] == FROZEN
    done = undo(db, SYSTEM, edit.id, Operation("carole"))
    assert done.kept == [(id, FROZEN)] and done.taken_back == 0
    assert text_of(db, id) == TEXT and not db.read("MATCH (n:Decision) RETURN n.id AS id")


def test_an_import_leaves_an_adopted_note_as_it_is(db: Database, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()

    def brought(text: str) -> list[str]:
        (tmp_path / "notes" / "x.md").write_text(f'---\nname: "Comité du 12"\n---\n{text}\n')
        report = Report()
        bring(db, SYSTEM, TABLE, tmp_path, report, name="notes")
        return [each.reason for each in report.problems]

    assert brought("Importé.") == [] and brought("Importé encore.") == []
    id = db.read("MATCH (n:Entity {kind: 'Note'}) RETURN n.id AS id")[0]["id"]
    adoption.adopt(db, ALICE, id, version(db, id), MEETING)
    assert brought("Réécrit.") == ["la note est adoptée"] and text_of(db, id).strip() == "Importé encore."


def test_what_was_typed_over_an_adopted_text_becomes_an_amendment(db: Database, alice: FlaskClient, note: str) -> None:
    told = {"name": "Comité du 12", "text": TEXT.replace("midi", "13 h"), "version": version(db, note)}
    answer = send(alice, f"/modifier/{note}", told)
    assert answer.status_code == 422 and "Fin à 13 h." in answer.text and "ne change plus" in text(answer)
    assert found(answer, f'button[formaction="{page(note)}/amendements/nouveau"]')
    answer = send(alice, f"{page(note)}/amendements/nouveau", {"text": told["text"]})
    assert answer.status_code == 422 and "Fin à 13 h." in answer.text and "dites pourquoi" in text(answer)


def test_who_reads_an_adopted_note_may_still_change(db: Database, alice: FlaskClient, note: str) -> None:
    told = {**NOTE, "visibility": "members", "version": version(db, note)}
    assert send(alice, f"/modifier/{note}", told).location == page(note)
    assert records(db, [note])[note].state["visibility"] == "members" and adoption.standing(db, ALICE, note).adopted


def test_ticking_an_action_changes_the_action_and_no_adopted_word(db: Database, alice: FlaskClient) -> None:
    id = create_record(db, ALICE, "Note", {"name": "Suivi", "text": "- [ ] Écrire"}, Operation("alice"))
    action = make_of_line(db, ALICE, id, lines("- [ ] Écrire")[0], "Action", {"name": "Écrire"}, "", Operation("a"))
    adoption.adopt(db, ALICE, id, version(db, id), MEETING)
    before = text_of(db, id)
    assert send(alice, f"{page(id)}/cocher", {"fiche": action, "fait": "1"}, page=page(id)).status_code == 302
    assert records(db, [action])[action].state["status"] == "done" and text_of(db, id) == before
    saved(db, id, visibility="members")
    assert text_of(db, id) == before


def test_a_mistaken_adoption_is_taken_back_with_a_reason_that_stays(
    app: Flask, db: Database, alice: FlaskClient, note: str
) -> None:
    address = f"{page(note)}/adoption"
    assert send(alice, address, {"geste": "retirer", "pourquoi": " "}).status_code == 422
    assert send(alice, address, {"geste": "retirer", "pourquoi": "mauvaise version"}).location == page(note)
    saved(db, note, text="Corrigé.")
    assert text_of(db, note) == "Corrigé." and "adopted_at" not in records(db, [note])[note].state
    assert "adoption retirée : mauvaise version" in text(app.test_client().get(f"{page(note)}/historique"))


def test_to_undo_an_adoption_as_an_edit_is_refused(db: Database, note: str) -> None:
    op = db.read("MATCH (c:Change {record: $id}) WHERE c.op STARTS WITH 'adoption' RETURN c.op AS op", id=note)[0]["op"]
    assert undo(db, SYSTEM, op, Operation("carole")).taken_back == 0
    assert adoption.standing(db, ALICE, note).adopted


def test_only_who_animates_its_community_adopts_or_its_author_when_it_has_none(db: Database) -> None:
    ids = graph_of(db, (), {"Comité": "Community"})
    alone = create_record(db, ALICE, "Note", NOTE, Operation("bob"))
    about = create_record(db, ALICE, "Note", {**NOTE, "text": "Réunion du @Comité."}, Operation("bob"))
    grouped = {**NOTE, "visibility": "group", "group": ids["Comité"]}
    of_group = create_record(db, ALICE, "Note", grouped, Operation("bob"))
    bob = replace(BOB, audiences=(*BOB.audiences, audience_of("group", "", ids["Comité"])))
    animates = replace(bob, user="zoe", facilitates=frozenset({ids["Comité"]}))
    may = {id: [adoption.standing(db, viewer, id).may for viewer in (bob, animates, ALICE)]
           for id in (alone, about, of_group)}  # fmt: skip
    assert may == {alone: [True, False, True], about: [False, True, True], of_group: [False, True, True]}
    with pytest.raises(NotAllowed):
        adoption.adopt(db, bob, about, version(db, about), MEETING)
    adoption.adopt(db, animates, of_group, version(db, of_group), MEETING)
    assert adoption.standing(db, bob, of_group).who == "zoe"


def test_amendments_are_numbered_and_those_adopted_make_the_text_in_force(
    app: Flask, db: Database, alice: FlaskClient, note: str
) -> None:
    bob, new = signed_in(app, db, "bob"), f"{page(note)}/amendements/nouveau"
    first, second = TEXT.replace("à midi", "à 13 h"), TEXT.replace("tous", "tous, et Zoé")
    for proposed in (first, second):
        answer = send(bob, new, {"texte": proposed, "pourquoi": "exactitude", "apres": "0"})
    assert answer.location == f"{page(note)}/amendements#amendement-2"
    one, two = amendments.amendments(db, ALICE, note)
    for each in (two, one):
        told = {"geste": "adopter", "reunion": "comité d'avril"}
        assert send(alice, f"{page(note)}/amendements/{each.id}", told, page=new).status_code == 302
    shown = app.test_client().get(f"{page(note)}/amendements")
    assert "tous, et Zoé" in text(shown, ".prose") and "Fin à 13 h" in text(shown, ".prose")
    under = app.test_client().get(page(note))
    assert "Fin à midi" in text(under, "#texte") and "13 h" in text(under, "#amendement-1 ins")
    assert "adopté le" in text(under, "#amendement-1") and "comité d’avril" in text(under).replace("'", "’")
    assert text_of(db, note) == TEXT


def test_amendments_that_change_the_same_words_do_not_both_stand(db: Database, note: str) -> None:
    for hour in ("13 h", "14 h"):
        amendments.propose(db, BOB, note, TEXT.replace("midi", hour), "exactitude", 0)
    one, two = amendments.amendments(db, ALICE, note)
    amendments.adopt_amendment(db, ALICE, note, one.id, "avril")
    with pytest.raises(Invalid, match="mêmes mots"):
        amendments.adopt_amendment(db, ALICE, note, two.id, "avril")
    with pytest.raises(Invalid, match="déjà adopté"):
        adoption.take_back(db, ALICE, note, "erreur")


def test_an_amendment_is_refused_with_a_word_or_taken_back_by_who_proposed_it(
    app: Flask, db: Database, alice: FlaskClient, note: str
) -> None:
    bob, new = signed_in(app, db, "bob"), f"{page(note)}/amendements/nouveau"
    for hour in ("13 h", "14 h"):
        send(bob, new, {"texte": TEXT.replace("midi", hour), "pourquoi": "exactitude"})
    one, two = (f"{page(note)}/amendements/{each.id}" for each in amendments.amendments(db, ALICE, note))
    assert send(bob, one, {"geste": "adopter", "reunion": "x"}, page=new).status_code == 403
    assert send(alice, one, {"geste": "refuser", "reponse": ""}, page=new).status_code == 422
    send(alice, one, {"geste": "refuser", "reponse": "déjà dit"}, page=new)
    send(bob, two, {"geste": "reprendre"}, page=new)
    assert [each.state for each in amendments.amendments(db, ALICE, note)] == ["refused", "withdrawn"]
    shown = app.test_client().get(f"{page(note)}/amendements")
    assert "déjà dit" in text(shown) and "repris par qui l’a proposé" in text(shown)


def test_an_amendment_that_changes_nothing_is_refused(db: Database, alice: FlaskClient, note: str) -> None:
    answer = send(alice, f"{page(note)}/amendements/nouveau", {"texte": TEXT.replace("\n", "\r\n"), "pourquoi": "x"})
    assert answer.status_code == 422 and "rien n'a été changé" in text(answer).replace("’", "'")


def test_the_adopted_text_is_cited_by_its_hash(app: Flask, db: Database, note: str) -> None:
    visitor = app.test_client()
    hash = sha256(TEXT.encode()).hexdigest()
    assert f"{page(note)}/adoptee/{hash}" in visitor.get(page(note)).text
    assert "publier le schéma" in text(visitor.get(f"{page(note)}/adoptee/{hash}"))
    assert sha256(visitor.get(f"{page(note)}/adoptee/{hash}.txt").data).hexdigest() == hash
    assert visitor.get(f"{page(note)}/adoptee/{'0' * 64}").status_code == 404


def test_an_adopted_note_that_one_may_not_read_is_told_nowhere(app: Flask, db: Database) -> None:
    id = adopted(db, visibility="private")
    amendments.propose(db, ALICE, id, f"{TEXT} Bis.", "exactitude", 0)
    hash, bob = sha256(TEXT.encode()).hexdigest(), signed_in(app, db, "bob")
    for path in ("", "/amendements", "/amendements/nouveau", "/adoption", f"/adoptee/{hash}", f"/adoptee/{hash}.txt"):
        assert bob.get(f"{page(id)}{path}").status_code == 404, path
    assert amendments.amendments(db, BOB, id) == []


def test_who_may_not_read_a_name_amends_the_text_around_it(app: Flask, db: Database) -> None:
    ids = graph_of(db, (), {"Discrète": "Organisation"})
    text_told = f"Vu @Discrète, et @[Discrète]({ids['Discrète']}) encore."
    id = adopted(db, text=text_told)
    saved(db, ids["Discrète"], visibility="private")
    bob, new = signed_in(app, db, "bob"), f"{page(id)}/amendements/nouveau"
    shown = bob.get(new)
    assert "Discrète" not in shown.text and "discrete" not in shown.text
    masked = text(shown, "textarea")
    assert masked == "Vu @masqué-2, et @masqué-1 encore."
    send(bob, new, {"texte": masked.replace("Vu", "Entendu"), "pourquoi": "exactitude"})
    (one,) = amendments.amendments(db, ALICE, id)
    assert one.text == text_told.replace("Vu", "Entendu")
    for address in (page(id), f"{page(id)}/amendements", f"{page(id)}/adoptee/{adoption.fingerprint(text_told)}.txt"):
        assert "Discrète" not in bob.get(address).text and "discrete" not in bob.get(address).text, address


def test_the_questions_read_no_whole_label(db: Database, note: str) -> None:
    watched = no_scans(db, crowd=300)
    adoption.standing(watched, CHARLIE, note)
    amendments.amendments(watched, CHARLIE, note)


def test_a_stranger_proposes_nothing(db: Database, note: str) -> None:
    hidden = adopted(db, visibility="private")
    with pytest.raises(NotFound):
        amendments.propose(db, Viewer("zoe", ("public", "members")), hidden, "Autre.", "x", 0)
