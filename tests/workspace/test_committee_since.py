"""Promises of what changed since the last meeting: told, counted, made a note for who reads it, nothing hidden."""

from flask import Flask
from flask.testing import FlaskClient

from graph.committee_since import since
from graph.database import Database
from tests.graph.plans import no_scans
from tests.graph.test_committees import FACTS, KINDS, day
from tests.graph.tuples import ALICE, CHARLIE, Fact, Kinds, graph_of
from tests.people import send, signed_in
from tests.reading import found, text

PAGE = "/communautes/comite/depuis"
SOME: Kinds = {
    **KINDS, "Nouveau": "Organisation", "Carte": "Commons", "Trottoirs": "UseCase", "Compter": "Need",
    "Nuit": ("News", {"day": day(-4)}), "Feuille": ("Roadmap", {"year": "2026"}), "Voirie": "RoadmapTopic",
    "Finie hier": ("Action", {"status": "done", "ends": day(-1)}), "Seule": ("Action", {"due": day(40)}),
}  # fmt: skip
# What has no day of its own counts by the day on which it is noted: in a test, today.
LASTING = ("MEMBER_OF", "LEADS", "WORKS_FOR")
OLD = {(*fact, "since=2020") for fact in FACTS if fact[1] in LASTING and "until=2020" not in fact}
TIES: set[Fact] = {
    *(fact for fact in FACTS if fact[1] not in LASTING), *OLD,
    ("Nouveau", "MEMBER_OF", "Comité", f"since={day(-10)}"), ("Brest métropole", "STEWARDS", "Carte", "since=2021"),
    ("Région", "USES", "Carte", f"since={day(-6)}"),
    ("Brest métropole", "EXPRESSES", "Trottoirs", f"since={day(-7)}"), ("Nuit", "MENTIONS", "Carte"),
    ("Comité", "HAS_ROADMAP", "Feuille"), ("Voirie", "PART_OF", "Feuille"), ("Seule", "PART_OF", "Voirie"),
    ("Seule", "NEEDS", "Compter"), ("Ana", "LEADS", "Finie hier", "since=2020"),
}  # fmt: skip


def names(db: Database, id: str, day: str = "") -> dict[str, list[str]]:
    told = since(db, CHARLIE, id, day)
    return {name: [each.record.name for each in rows] for name, rows in told.told.items() if rows}


def said(client: FlaskClient, page: str = PAGE) -> str:
    return text(client.get(page), "main")


def test_it_tells_what_changed_since_the_last_meeting_held(app: Flask, db: Database) -> None:
    ids = graph_of(db, TIES, SOME)
    assert names(db, ids["Comité"]) == {
        "joined": ["Nouveau"], "cases": ["Trottoirs"], "finished": ["Finie", "Finie hier"], "late": ["Publier"],
        "unled": ["Seule"], "unmet": ["Compter"], "news": ["Nuit"], "decisions": ["Retenue"],
    }  # fmt: skip
    told = since(db, CHARLIE, ids["Comité"])
    assert told.day == day(-30) and [(link.source.name, link.target.name) for link in told.links] == [
        ("Région", "Carte")
    ]
    page = said(app.test_client())
    for words in ("Nouveau", "Dernière", "Région utilise Carte", "1 action en retard", "2 manques", "Nuit"):
        assert words in page, words
    assert "Depuis la dernière réunion" in said(app.test_client(), "/communautes/comite/comite")


def test_another_day_is_asked_and_a_wrong_one_is_told(app: Flask, db: Database) -> None:
    ids = graph_of(db, TIES, SOME)
    assert "joined" not in names(db, ids["Comité"], day=day(-2))
    client = app.test_client()
    assert "Brest métropole" in said(client, f"{PAGE}?depuis=2020"), "who sits since 2020"
    for wrong in ("jamais", day(3)):
        answer = client.get(f"{PAGE}?depuis={wrong}")
        assert answer.status_code == 422 and f'value="{wrong}"' in answer.text


def test_it_becomes_a_note_that_names_each_record(app: Flask, db: Database) -> None:
    ids = graph_of(db, TIES, SOME)
    alice = signed_in(app, db, "alice")
    form = alice.get(f"/ajouter/notes?paquet={ids['Comité']}")
    written = str(found(form, "textarea[name=text]")[0].to_text())
    assert f"@[Nouveau]({ids['Nouveau']})" in written and f"@[Prochaine]({ids['Prochaine']})" in written
    answer = send(alice, "/ajouter/notes", {"name": "Depuis", "text": written}, page="/ajouter/notes")
    assert answer.status_code == 302
    note = alice.get(answer.location)
    assert f'href="/organisations/{ids["Nouveau"].removeprefix("organisation-")}"' in note.text
    assert "En faire une note" in said(alice) and "En faire une note" not in said(app.test_client())


def test_what_is_hidden_is_neither_told_nor_counted_nor_written(app: Flask, db: Database) -> None:
    hidden: Kinds = {**SOME, "Cachette": ("Organisation", {"visibility": "private"}),
                     "Secret": ("Action", {"visibility": "private", "due": day(-5)})}  # fmt: skip
    ids = graph_of(db, {*TIES, ("Cachette", "MEMBER_OF", "Comité"), ("Cachette", "USES", "Carte"),
                        ("Ana", "LEADS", "Secret"),
                        ("Nouveau", "USES", "Carte", "visibility=private")}, hidden)  # fmt: skip
    alice = signed_in(app, db, "alice")
    assert "Cachette" in said(alice) and "Secret" in said(alice)
    page = said(app.test_client())
    assert "Cachette" not in page and "Secret" not in page and "1 nouveau membre" in page and "1 nouveau lien" in page
    note = alice.get(f"/ajouter/notes?paquet={ids['Comité']}")
    written = str(found(note, "textarea[name=text]")[0].to_text())
    assert "Cachette" not in written and "Secret" not in written, "a note may be read by others"


def test_a_committee_that_is_not_public_gives_a_note_that_is_not_either(app: Flask, db: Database) -> None:
    closed: Kinds = {"Clos": ("Community", {"visibility": "members"}), "Ana": "Person"}
    ids = graph_of(db, {("Ana", "MEMBER_OF", "Clos")}, closed)
    assert app.test_client().get("/communautes/clos/depuis").status_code == 404
    form = signed_in(app, db, "alice").get(f"/ajouter/notes?paquet={ids['Clos']}")
    assert found(form, "select[name=visibility] option[selected]")[0].attrs["value"] == "members"
    assert f"@[Ana]({ids['Ana']})" in form.text


def test_a_committee_for_its_members_alone_gives_a_note_for_them(app: Flask, db: Database) -> None:
    ids = graph_of(
        db, {("Ana", "MEMBER_OF", "Clos")}, {"Clos": ("Community", {"visibility": "group"}), "Ana": "Person"}
    )
    form = signed_in(app, db, "alice").get(f"/ajouter/notes?paquet={ids['Clos']}")
    assert found(form, "select[name=visibility] option[selected]")[0].attrs["value"] == f"group:{ids['Clos']}"


def test_nothing_new_says_so(app: Flask, db: Database) -> None:
    graph_of(db, set(), {"Comité": "Community"})
    assert "Rien n’a changé" in said(app.test_client()).replace("'", "’")
    assert "voici un an" in said(app.test_client())


def test_no_question_reads_the_whole_network(db: Database) -> None:
    ids = graph_of(db, TIES, SOME)
    since(no_scans(db, crowd=300), ALICE, ids["Comité"])
