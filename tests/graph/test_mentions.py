"""Promises of `@`: what a text names is a link of the graph, and tells nothing to those who may not see it."""

import pytest

from graph import states
from graph.at_signs import ats, passage, plain
from graph.database import Database
from graph.editing import change_record, create_record, create_relation, delete_record, restore_record
from graph.mentions import cited, mark, read
from graph.merging import merge
from graph.operations import Operation
from graph.record_links import links_of
from graph.search import search
from graph.undo import undo
from graph.viewers import Viewer, audience_of
from tests.graph.tuples import ALICE, BOB, CHARLIE, graph_of

CARLA = Viewer("carla", ("public", "members"), stewards=frozenset({"commun-panoramax"}))


def note(db: Database, text: str, viewer: Viewer = ALICE, **more: str) -> str:
    return create_record(db, viewer, "Note", {"name": "Réunion", "text": text, **more}, Operation(viewer.user or ""))


def edit(db: Database, id: str, **fields: str) -> None:
    change_record(db, ALICE, id, states.records(db, [id])[id].version, fields, Operation("alice"))


def text_of(db: Database, id: str) -> str:
    return str(states.records(db, [id])[id].state["text"])


def named_in(db: Database, id: str, viewer: Viewer = ALICE) -> list[str]:
    """Names of what the note names, as the viewer sees it."""
    return sorted(each.record.name for each in cited(db, viewer, id) if each.record)


@pytest.fixture
def people(db: Database) -> dict[str, str]:
    return graph_of(db, (), {
        "Ville de Sète": "Organisation", "IGN": ("Organisation", {"aliases": "Institut géographique\nIGN France"}),
        "Panoramax": "Commons", "Sète": "Territory", "Agence": ("Organisation", {"acronym": "ANCT"}),
        "Secret": ("Organisation", {"visibility": "private"}),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Présents : @IGN, @Ville de Sète et @panoramax.", ["IGN", "Panoramax", "Ville de Sète"]),
        ("@VILLE DE SETE reprend les photos", ["Ville de Sète"]),
        ("Le (@Sète) et l’@ANCT !", ["Agence", "Sète"]),
        ("@Institut géographique", ["IGN"]),
        ("@[notre commun](commun-panoramax)", ["Panoramax"]),
        ("écrire à jean@ign ou ign@panoramax", []),
        ("`@IGN` et\n```\n@Panoramax\n```\n", []),
        ("@Personne de connu, @ , @@IGN", []),
    ],
)
def test_a_text_names_records_as_one_says_them(
    db: Database, people: dict[str, str], text: str, names: list[str]
) -> None:
    assert named_in(db, note(db, text)) == names


def test_the_named_record_tells_in_which_sentence(db: Database, people: dict[str, str]) -> None:
    id = note(db, "Bonjour.\n\n- [ ] La @Ville de Sète reprend les photos de @Panoramax v2.1 cet été. Le reste suivra.")
    found = links_of(db, ALICE, people["Panoramax"], "MENTIONS", "in", 1, 10, None).group.links
    assert [(link.other.id, link.note) for link in found] == [
        (id, "La Ville de Sète reprend les photos de Panoramax v2.1 cet été.")
    ]


def test_mentions_follow_the_text_and_leave_those_told_by_hand(db: Database, people: dict[str, str]) -> None:
    id = note(db, "@IGN et @Panoramax")
    create_relation(db, ALICE, "MENTIONS", id, people["Sète"], {"note": "dit à voix haute"}, Operation("alice"))
    edit(db, id, text="@Panoramax seul")
    assert named_in(db, id) == ["Panoramax"]
    edit(db, id, text="plus personne")
    assert named_in(db, id) == []
    assert db.read("MATCH ()-[m:MENTIONS]->(n) RETURN n.name AS name") == [{"name": "Sète"}]


def test_a_save_that_changes_no_mention_writes_none(db: Database, people: dict[str, str]) -> None:
    id = note(db, "@IGN ici")
    before = db.read("MATCH (c:Change) WHERE c.subject = 'relation' RETURN count(c) AS n")
    edit(db, id, summary="Autre chose")
    assert db.read("MATCH (c:Change) WHERE c.subject = 'relation' RETURN count(c) AS n") == before


def test_a_renamed_record_is_still_named_by_its_former_name(db: Database, people: dict[str, str]) -> None:
    id = note(db, "Avec @Panoramax demain")
    edit(db, people["Panoramax"], name="Vues libres")
    edit(db, id, text="Avec @Panoramax après-demain")
    assert named_in(db, id) == ["Vues libres"]


def test_two_that_become_one_are_named_by_both_words(db: Database) -> None:
    ids = graph_of(db, (), {"Cerema": "Organisation", "CEREMA Méditerranée": "Organisation"})
    id = note(db, "@Cerema puis @CEREMA Méditerranée")
    merge(db, ALICE, ids["Cerema"], ids["CEREMA Méditerranée"], (), Operation("alice"))
    assert [(set(each.words), each.record.name) for each in cited(db, ALICE, id) if each.record] == [
        ({"Cerema", "CEREMA Méditerranée"}, "Cerema")
    ]


def test_what_is_deleted_and_restored_is_named_again(db: Database, people: dict[str, str]) -> None:
    id = note(db, "@Panoramax")
    version = states.records(db, [people["Panoramax"]])[people["Panoramax"]].version
    delete_record(db, ALICE, people["Panoramax"], version, Operation("alice"))
    assert named_in(db, id) == []
    restore_record(db, ALICE, people["Panoramax"], Operation("alice"))
    assert named_in(db, id) == ["Panoramax"]


def test_undoing_a_note_undoes_its_mentions(db: Database, people: dict[str, str]) -> None:
    operation = Operation("alice")
    id = create_record(db, ALICE, "Note", {"name": "Réunion", "text": "@IGN"}, operation)
    undo(db, ALICE, operation.id, Operation("alice"))
    assert not db.read("MATCH ()-[m:MENTIONS]->() RETURN m") and named_in(db, id) == []


def test_namesakes_are_for_the_writer_to_tell_apart(db: Database) -> None:
    ids = graph_of(db, (), {"Carte": "Service"})
    ids["other"] = create_record(db, ALICE, "Commons", {"name": "Carte"}, Operation("alice"))
    found = read(db, ALICE, "la @Carte de tous")
    assert [(at.words, {each.id for each in records}) for at, records in found.several] == [
        ("Carte", set(ids.values()))
    ]
    assert named_in(db, note(db, f"la @[Carte]({ids['other']}) de tous")) == ["Carte"]


def test_a_town_that_acts_is_meant_before_the_place(db: Database) -> None:
    ids = graph_of(db, (), {"Sète": "Territory"})
    ids["hall"] = create_record(db, ALICE, "Organisation", {"name": "Sète"}, Operation("alice"))
    assert [known.id for _, known in read(db, ALICE, "vu à @Sète").named] == [ids["hall"]]


def test_a_name_without_a_record_is_told_with_its_words(db: Database) -> None:
    unknown = read(db, ALICE, "Voir @Syndicat des Eaux du Haut Vallon demain, et @demain").unknown
    assert [at.words for at in unknown] == ["Syndicat des Eaux du Haut Vallon", "demain"]


def test_who_makes_a_note_names_what_is_not_theirs(db: Database, people: dict[str, str]) -> None:
    id = note(db, "Vu avec @IGN", CARLA)
    assert named_in(db, id, BOB) == ["IGN"]


def test_a_name_that_readers_may_not_see_is_not_in_the_text(db: Database, people: dict[str, str]) -> None:
    id = note(db, "Rencontré @Secret hier, avec @IGN.")
    token = mark(people["Secret"])
    assert text_of(db, id) == f"Rencontré @{token} hier, avec @IGN."
    assert named_in(db, id) == ["IGN", "Secret"] and named_in(db, id, CHARLIE) == ["IGN"]
    assert [each.record for each in cited(db, CHARLIE, id) if token in each.words] == [None]
    assert "secret" not in str(db.read("MATCH (n:Entity {id: $id}) RETURN n.search AS search", id=id)).lower()
    assert not search(db, CHARLIE, "secret").total
    sentence = links_of(db, CHARLIE, people["IGN"], "MENTIONS", "in", 1, 10, None).group.links[0].note
    assert sentence == "Rencontré … hier, avec IGN."


def test_the_mark_of_a_hidden_name_goes_on_meaning_it(db: Database, people: dict[str, str]) -> None:
    id = note(db, "Rencontré @Secret hier.")
    edit(db, id, text=f"Hier, @{mark(people['Secret'])} était là.")
    assert named_in(db, id) == ["Secret"]


def test_who_may_not_see_a_named_record_cannot_take_it_out_unknowingly(db: Database, people: dict[str, str]) -> None:
    id = note(db, "Rencontré @Secret hier.")
    blind = Viewer("dora", ("public", "members"), stewards=frozenset({id}))
    version = states.records(db, [id])[id].version
    change_record(db, blind, id, version, {"text": f"@{mark(people['Secret'])} et @IGN"}, Operation("dora"))
    assert named_in(db, id) == ["IGN", "Secret"]


def test_who_may_not_see_a_record_cannot_find_it_by_naming_it(db: Database, people: dict[str, str]) -> None:
    assert read(db, BOB, "@Secret, @[x](organisation-secret)").named == []
    id = note(db, "@Secret", CARLA)
    assert named_in(db, id) == [] and text_of(db, id) == "@Secret"


def test_a_private_note_tells_the_names_that_its_writer_sees(db: Database, people: dict[str, str]) -> None:
    secret = audience_of("private", people["Secret"], None)
    writer = Viewer("carla", ("public", "members", secret), stewards=frozenset({people["Secret"]}))
    id = note(db, "@Secret", writer, visibility="private")
    assert named_in(db, id) == ["Secret"]


@pytest.mark.parametrize(
    "text", ["@" * 50_000, "@a " * 50_000, "@[" * 50_000, "`" * 50_000 + "@IGN", "@" + "a" * 5_000_000]
)
def test_a_hostile_text_is_read_at_once(text: str) -> None:
    assert len(ats(text)) <= 500


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("- [ ] Écrire à @IGN, *demain*", "Écrire à IGN, demain"),
        ("> 2. **Voir** [la page](/communs/x) !", "Voir la page !"),
        ("@[Carte](service-carte) et jean@exemple.fr", "Carte et jean@exemple.fr"), ("2 * 3 * 4", "2 * 3 * 4"),
        ("`code` de 3_000_000", "code de 3_000_000"), ("*" * 50_000, "*" * 50_000), ("[" * 50_000, "[" * 50_000),
    ],
    ids=["action", "quote", "name", "product", "number", "stars", "brackets"],
)  # fmt: skip
def test_a_line_is_told_as_it_reads(line: str, read: str) -> None:
    assert plain(line) == read


@pytest.mark.parametrize(
    ("part", "read"),
    [
        ("> Une **très *grande* chose** et", "Une très grande chose et"),
        ("suite** d’un gras[^1] et **début", "suite d’un gras et début"),
        ("| A | **B** |\n| --- | --- |\n| @IGN | `x` |", "A, B IGN, x"),
        ("## Titre\n\n```\na|b\n```\n---\n- [x] fait", "Titre a|b fait"),
        ("![le plan](/fichier/f-abcd) \\*ni\\* 2 * 3", "le plan *ni* 2 * 3"),
        ("| " * 20_000 + "[^" * 20_000, "[^" * 20_000), ("\\" * 50_000, "\\" * 25_000),
    ],
    ids=["quote", "cut", "table", "code", "image", "cells", "escapes"],
)  # fmt: skip
def test_a_passage_that_is_quoted_shows_no_sign(part: str, read: str) -> None:
    assert passage(part).replace(", ", ", ") == read


def test_the_sentence_of_a_mention_shows_no_sign(db: Database) -> None:
    graph_of(db, set(), {"IGN": "Organisation"})
    told = {"name": "Note", "text": "| Qui | Quoi |\n| --- | --- |\n| **@IGN** | *la* `carte`[^1] |\n\n[^1]: x"}
    create_record(db, ALICE, "Note", told, Operation("alice"))
    assert db.read("MATCH ()-[m:MENTIONS]->() RETURN m.note AS said") == [{"said": "IGN, la carte"}]
