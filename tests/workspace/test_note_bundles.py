"""Promises of an archive of notes: seen before it is kept, then the same notes, folders, files and ties as before."""

import io
import json
import re
import stat
import time
import zipfile
from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from werkzeug.test import TestResponse

from graph.database import Database
from graph.editing import create_record
from graph.naming import Known
from graph.note_shelves import Place, put
from graph.operations import Operation
from graph.retying import addressed, retied
from tests.graph.tuples import ALICE, Kinds, graph_of
from tests.people import send, signed_in
from tests.reading import text, texts
from tests.waiting import until
from tests.workspace.test_note_images import join, picture
from tests.workspace.test_note_importing import zipped

PAGE = "/notes/importer"
KINDS: Kinds = {"IGN": "Organisation", "Secret": ("Organisation", {"visibility": "private"})}


@pytest.fixture
def alice(app: Flask, db: Database) -> FlaskClient:
    return signed_in(app, db, "alice")


def note(db: Database, name: str, text: str, **told: str) -> str:
    return create_record(db, ALICE, "Note", {"name": name, "text": text, **told}, Operation("alice"))


def drop(client: FlaskClient, content: bytes, name: str = "notes.zip") -> TestResponse:
    """The page of an archive, once it was read."""
    data = {"fichier": (io.BytesIO(content), name)}
    sent = send(client, PAGE, data, PAGE, content_type="multipart/form-data")
    assert sent.status_code == 302, text(sent)
    pages: list[TestResponse] = []

    def over() -> bool:
        pages.append(client.get(sent.location))
        return 'id="avancement"' not in pages[-1].text

    until(over, "the archive to be read")
    return pages[-1]


def keep(client: FlaskClient, page: TestResponse, chosen: list[str] | None = None, seen: str = "") -> TestResponse:
    """Sends its form: the notes that are ticked, or those chosen."""
    ticked = chosen if chosen is not None else re.findall(r'name="note" value="(\d+)" checked', page.text)
    path = re.findall(r'action="(/notes/importer/[^"]+)"', page.text)[0]
    return send(client, path, {"note": ticked, "visibility": seen}, path)


def taken(client: FlaskClient) -> dict[str, bytes]:
    with client.get("/notes.zip") as answer, zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def plain(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Whatever files are called, in the order of their contents; a picture is told by its size."""
    texts = {name: each for name, each in parts.items() if name.endswith((".md", ".json"))}
    ids = re.compile(rb"f-[\w-]{12}")
    told = {name: ids.sub(b"f-x", each).decode() for name, each in texts.items()}
    told["notes.json"] = json.dumps(json.loads(told["notes.json"]), sort_keys=True)
    files = sorted(ids.sub(b"f-x", name.encode()).decode() for name in parts if name not in texts)
    return told | {"files": json.dumps(files)}


def forgotten(db: Database) -> None:
    db.write("MATCH (n:Note) DETACH DELETE n")
    db.write("MATCH (f:File) DELETE f")


def test_a_tree_that_left_comes_back_the_same(alice: FlaskClient, db: Database) -> None:
    graph_of(db, set(), KINDS)
    first = note(db, "Réunion : 1", "Avec @IGN et @Secret.\n\n- [ ] un\n", day="2026-03-03", summary="Deux # mots")
    line = join(alice, first, picture(), "carré.png").get_json()["line"]
    join(alice, first, b"a;b\n1;2\n", "t.csv")
    second = note(
        db, "Suite", f"Après @[la première]({first}), [son ordre](/notes/reunion-1#t-un) et @Réunion : 1.\n\n`@IGN`",
        visibility="members",
    )  # fmt: skip
    version = db.read("MATCH (n:Note {id: $id}) RETURN n.version AS v, n.text AS text", id=first)[0]
    db.write("MATCH (n:Note {id: $id}) SET n.text = $text", id=first, text=f"{version['text']}\n\n{line}")
    note(db, "Vide", "")
    put(db, ALICE, first, Place("Comité données / 2026", pinned=True, archived=False), Operation("alice"))
    put(db, ALICE, second, Place("Comité: a/b", pinned=False, archived=True), Operation("alice"))
    before = taken(alice)
    assert "notes/Comité données/2026/reunion-1.md" in before
    cites = "MATCH (n:Note)-[m:MENTIONS]->(r) RETURN n.id AS a, r.id AS b, m.words AS words ORDER BY a, b"
    tied = db.read(cites)
    forgotten(db)
    assert keep(alice, drop(alice, zipped(before))).status_code == 302
    after = taken(alice)
    assert plain(after) == plain(before)
    assert db.read(cites) == tied and len(tied) >= 3
    shown = alice.get("/notes/reunion-1").text
    (address,) = re.findall(r'<img [^>]*src="(/fichier/[^"]+)"[^>]*alt="un carré"', shown) or re.findall(
        r'<img [^>]*alt="un carré"[^>]*src="(/fichier/[^"]+)"', shown
    )
    assert alice.get(address, buffered=True).status_code == 200


def test_nothing_is_kept_before_and_all_is_taken_back_at_once(alice: FlaskClient, db: Database) -> None:
    here = note(db, "Une", "Ici")
    parts = {"notes/une.md": f'---\nid: "{here}"\nname: "Une"\n---\nAilleurs\n'.encode(), "b/Deux.md": b"Le @[deux](x)"}
    page = drop(alice, zipped(parts))
    assert "Déjà ici" in text(page) and "Restent des mots" in text(page)
    assert re.findall(r'name="note" value="(\d+)" checked', page.text) == ["1"], "what is here already is not ticked"
    assert len(db.read("MATCH (n:Note) RETURN n.id AS id")) == 1
    refused = keep(alice, page, [])
    assert refused.status_code == 422 and "cochez au moins une note" in text(refused, "#note-error").lower()
    assert keep(alice, page, ["0", "1"], "private").status_code == 302
    made = db.read(
        "MATCH (n:Note) RETURN n.id AS id, n.text AS text, n.folder AS folder, n.visibility AS v ORDER BY id"
    )
    assert [(each["id"], each["text"]) for each in made] == [
        ("note-deux", "Le deux"), ("note-une", "Ici"), ("note-une-2", "Ailleurs"),
    ]  # fmt: skip
    assert made[0]["folder"] == "b" and made[0]["v"] == made[2]["v"] == "private"
    op = re.findall(r'action="/annuler/([^"]+)"', alice.get("/notes/dossiers").text)[0]
    send(alice, f"/annuler/{op}", {}, "/notes/dossiers")
    assert [row["id"] for row in db.read("MATCH (n:Note) RETURN n.id AS id")] == ["note-une"]


def test_the_notes_of_another_program_keep_their_folders_images_and_links(alice: FlaskClient, db: Database) -> None:
    parts = {
        "coffre/Projet/Début.md": "# Le début\n\nVoir [la suite](../Autre/La%20suite.md), ![plan](img/p.png)\n\n"
                                  "```\n[code](img/p.png)\n```\n[dehors](../../../x) ![](abs.png)".encode(),
        "coffre/Autre/La suite.md": b"Rien",
        "coffre/Projet/img/p.png": picture(), "coffre/seul.csv": b"a;b\n", "coffre/.obsidian/app.json": b"{}",
        "__MACOSX/x": b"x",
    }  # fmt: skip
    page = drop(alice, zipped(parts))
    left = text(page, ".notice")
    assert "Fichier caché" in left and ".obsidian/app.json" in left and "seul.csv" in left
    assert keep(alice, page).status_code == 302
    told = {row["name"]: row for row in db.read("MATCH (n:Note) RETURN n.name AS name, n.text AS text, n.folder AS f")}
    said = told["Le début"]
    assert said["f"] == "Projet" and told["La suite"]["f"] == "Autre"
    assert said["text"].startswith("Voir @[la suite](note-la-suite), ![plan](/fichier/f-")
    assert "[code](img/p.png)" in said["text"] and "[dehors](../../../x)" in said["text"]
    (kept,) = db.read("MATCH (f:File) RETURN f.name AS name, f.alt AS alt, f.record AS record, f.width AS width")
    assert kept == {"name": "p.png", "alt": "plan", "record": "note-le-debut", "width": 8}


def test_a_name_is_tied_for_whom_may_see_it_only(app: Flask, db: Database) -> None:
    ids = graph_of(db, {("Bob", "STEWARDS", "Commun")}, {**KINDS, "Bob": "Person", "Commun": "Commons"})
    bob = signed_in(app, db, "bob")
    db.write("MATCH (u:User {email: 'bob@example.invalid'}) SET u.person = $id", id=ids["Bob"])
    said = f"Avec @[l’IGN]({ids['IGN']}), @[ceux-là]({ids['Secret']}) et @Secret.\n"
    manifest = {"notes": {"a.md": {"cites": {"Secret": ids["Secret"]}}}}
    page = drop(bob, zipped({"a.md": said.encode(), "notes.json": json.dumps(manifest).encode()}))
    assert "Restent des mots" in text(page) and "ceux-là" in text(page)
    assert keep(bob, page, seen="members").status_code == 302
    (made,) = db.read("MATCH (n:Note) RETURN n.text AS text, n.created_by AS by")
    assert made["text"].strip() == f"Avec @[l’IGN]({ids['IGN']}), ceux-là et Secret."
    assert [row["id"] for row in db.read("MATCH (:Note)-[:MENTIONS]->(n) RETURN n.id AS id")] == [ids["IGN"]]


def test_an_archive_is_of_who_dropped_it(app: Flask, alice: FlaskClient, db: Database) -> None:
    page = drop(alice, zipped({"a.md": "Secrète".encode()}))
    path = re.findall(r'action="(/notes/importer/[^"]+)"', page.text)[0]
    other = signed_in(app, db, "carole").get(path)
    assert other.status_code == 404 and "Secrète" not in other.text
    assert app.test_client().get(path).status_code in (302, 401)


def test_files_are_cleaned_and_what_is_none_is_told(alice: FlaskClient, db: Database) -> None:
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "secret-place"
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    parts = {"a.md": b"![x](p.jpg) ![y](s.png) [z](big.txt)", "p.jpg": file.getvalue(), "s.png": b"<svg onload=x>",
             "big.txt": b"x" * (10 * 2**20 + 1)}  # fmt: skip
    page = drop(alice, zipped(parts))
    assert "SVG" in text(page, ".notice") and "10 Mo" in text(page, ".notice")
    keep(alice, page)
    (made,) = db.read("MATCH (n:Note) RETURN n.text AS text")
    (id,) = re.findall(r"!\[x\]\(/fichier/(f-[\w-]+)\) y z", made["text"])
    with alice.get(f"/fichier/{id}") as answer:
        assert answer.mimetype == "image/jpeg" and b"secret-place" not in answer.data


def linked() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        entry = zipfile.ZipInfo("lien.md")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(entry, "/etc/passwd")
    return file.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "hors du dossier": (lambda: zipped({"a.md": b"x", "../../etc/x.md": b"y"}), "abîmé"),
    "une bombe": (lambda: zipped({"a.md": b"x", "b.bin": b"0" * 201 * 2**20}), "trop lourd"),
    "trop de notes": (lambda: zipped({f"{n}.md": b"x" for n in range(501)}), "plus de 500"),
    "trop de parties": (lambda: zipped({f"{n}.txt": b"" for n in range(5001)}), "trop lourd"),
    "sans note": (lambda: zipped({"a.txt": b"x"}), "pas un texte"),
    "un lien": (linked, "pas un texte"),
    "abîmé": (lambda: zipped({"a.md": b"x" * 500})[:90], "abîmé"),
    "pas un ZIP": (lambda: b"a,b\n", "abîmé"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_archive_is_refused_by_its_reason_soon(alice: FlaskClient, what: str) -> None:
    made, reason = REFUSED[what]
    content, began = made(), time.monotonic()
    page = drop(alice, content)
    assert page.status_code == 422 and reason in text(page, ".notice-bad"), text(page, ".notice-bad")
    assert time.monotonic() - began < 20  # of a busy machine


def test_a_manifest_of_anything_is_no_more_than_words(alice: FlaskClient, db: Database) -> None:
    told = {
        "site": 3,
        "notes": {"a.md": {"folder": "/../" + "x/" * 40, "group": "community-x", "cites": [1]}},
        "files": 7,
    }
    front = b'---\nname: "A"\nvisibility: "tous"\nday: "hier"\nstatus: "n"\n---\nTexte'
    page = drop(alice, zipped({"a.md": front, "notes.json": json.dumps(told).encode()}))
    assert "mal remplis : Date, État" in text(page) and keep(alice, page).status_code == 302
    (made,) = db.read("MATCH (n:Note) RETURN n.folder AS folder, n.visibility AS v, n.text AS text")
    assert made == {"folder": ".. / x / x / x / x / x", "v": "private", "text": "Texte"}


PARTS = st.one_of(
    st.text("ab @[]()`é\n", max_size=8),
    st.sampled_from(["@[IGN](organisation-ign)", "`@[x](y-1)`", "@IGN", "[a](b.md)"]),
)


@given(st.lists(PARTS, max_size=8))
def test_what_names_what_is_known_is_left_as_it_is(parts: list[str]) -> None:
    said = "".join(parts)
    known = {"organisation-ign": Known("organisation-ign", "IGN", "public")}
    once = retied(said, known).text
    assert retied(once, known).text == once
    assert once.count("@[IGN](organisation-ign)") == said.count("@[IGN](organisation-ign)")
    assert addressed(said, "https://site.invalid", known) == said


def test_two_at_once_make_two(alice: FlaskClient, db: Database) -> None:
    content = zipped({"a.md": b"x"})
    for page in (drop(alice, content), drop(alice, content)):
        assert keep(alice, page, ["0"]).status_code == 302
    assert [row["id"] for row in db.read("MATCH (n:Note) RETURN n.id AS id ORDER BY id")] == ["note-a", "note-a-2"]


def test_the_page_says_how_far_the_reading_is(alice: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workspace.notes.bundle_work.in_background", lambda *_: None)
    data = {"fichier": (io.BytesIO(zipped({"a.md": b"x"})), "notes.zip")}
    sent = send(alice, PAGE, data, PAGE, content_type="multipart/form-data")
    shown = alice.get(sent.location)
    assert texts(shown, "label[for=avancement]") and 'http-equiv="refresh"' in shown.text
