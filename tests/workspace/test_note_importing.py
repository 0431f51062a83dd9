"""Promises of texts imported: seen before they are kept, the same as what left, and refused when they are hostile."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from graph.retying import seen_again
from graph.schema import SCHEMA
from tests.graph.tuples import ALICE, BOB, graph_of
from tests.people import send, signed_in, token
from tests.reading import text, texts
from workspace.incoming import sorting
from workspace.markup import markdown
from workspace.papers import open_document, shapes, web_page, word
from workspace.papers.reading import blocks_of

WRITERS: dict[str, Any] = {"docx": word.write, "odt": open_document.write, "html": web_page.write}
TEXT = """## Ordre *du jour*

Avec **oui** et du `code *x*` ; 3 \\* 4_5 \\[crochet] : [un lien](https://exemple.invalid/a(1)).
Deuxième ligne

- un
- deux **gras**
    - dedans
        1. a
        2. b
- [ ] à faire
- [x] fait

### Sous titre

1. premier
2. second

> Une citation
> sur deux lignes

```
code  deux
    `x`
```

| A | B |
| --- | --- |
| 1 \\| 2 | **x** |

---

\\- pas une liste, 1 < 2 &amp;amp; avec[^1] deux[^2] notes[^1]

[^1]: La **première**.
[^2]: La seconde."""


def paper(text: str, root: str = "") -> shapes.Paper:
    blocks = blocks_of(text, 0, root)
    raised: list[shapes.Block] = [{**b, "level": b["level"] - 1} if b["kind"] == "heading" else b for b in blocks]
    return shapes.Paper(
        title="Réunion", kicker="Note", lead="En deux mots", facts=[], language="fr", day="2026-01-02", foot="pied",
        heads={"sources": "Sources"}, blocks=raised, sources=[],
    )  # fmt: skip


def reading(text: str) -> str:
    """How it reads, whatever the places of its notes are called; several spaces read as one, but in a block of code."""
    html = re.sub(r"(fn(?:ref\d*)?)-[0-9a-f]{6}-", r"\1-", markdown(text))
    return re.sub(r"(<pre>.*?</pre>)|  +", lambda found: found[1] or " ", html, flags=re.DOTALL)


def again(tmp_path: Path, form: str, text: str, root: str = "") -> str:
    (tmp_path / "file").write_bytes(WRITERS[form](paper(text, root)))
    told = sorting.read(tmp_path / "file", f"a.{form}", root)
    assert (told.title, told.summary) == ("Réunion", "En deux mots")
    return told.text


def drop(client: FlaskClient, content: bytes, name: str, note: str = "") -> TestResponse:
    data = {"fichier": (io.BytesIO(content), name)} | ({"note": note} if note else {})
    page = f"/notes/importer?note={note}" if note else "/notes/importer"
    return send(client, "/notes/importer", data, page, content_type="multipart/form-data")


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def changed(name: str, how: Any) -> bytes:
    """A good DOCX of which one part is otherwise."""
    with zipfile.ZipFile(io.BytesIO(word.write(paper(TEXT)))) as good:
        parts = {each: good.read(each) for each in good.namelist()}
    parts[name] = how(parts.get(name, b""))
    return zipped(parts)


@pytest.fixture
def alice(app: Flask, db: Database) -> FlaskClient:
    return signed_in(app, db, "alice")


@pytest.mark.parametrize("form", WRITERS)
def test_what_left_comes_back_the_same(tmp_path: Path, form: str) -> None:
    assert reading(again(tmp_path, form, TEXT)) == reading(TEXT)


WORDS = st.text("ab é'*_`[]#>-+.!|&<1@\\", min_size=1, max_size=12).map(str.strip).filter(bool)
PLAIN = WORDS.map(lambda words: "".join(f"\\{c}" if c in "\\`*_[]#>-+.!" else c for c in words).replace("@", "a"))
ABC = st.text("abé ", min_size=1, max_size=8).map(lambda words: " ".join(words.split())).filter(bool)
LINE = st.lists(st.one_of(
    PLAIN.map(lambda words: words.replace("&", "&amp;")),
    ABC.map("**{}**".format), ABC.map("*{}*".format), ABC.map("`{}`".format),
    ABC.map("[{}](https://exemple.invalid/x)".format),
), min_size=1, max_size=4).map(" x ".join).map("w {}".format)  # fmt: skip
ITEMS = st.lists(LINE, min_size=1, max_size=3)
CELL = LINE.map(lambda line: line.replace("|", "a"))
BLOCK = st.one_of(
    LINE, LINE.map("> {}".format), ABC.map("# {}".format), ABC.map("## {}".format),
    ITEMS.map(lambda items: "\n".join(f"- {item}" for item in items)),
    ITEMS.map(lambda items: "\n".join(f"- [{'x' if len(item) % 2 else ' '}] {item}" for item in items)),
    ITEMS.map(lambda items: "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))),
    st.tuples(ITEMS, ITEMS).map(lambda two: "\n".join([*(f"- {i}" for i in two[0]), *(f"    - {i}" for i in two[1])])),
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=3).map(
        lambda rows: "\n".join(["| a | b |", "| --- | --- |", *(f"| {a} | {b} |" for a, b in rows)])
    ),
    st.text("ab `*\n_", min_size=1).map(lambda code: f"````\nx{code}y\n````"),
)  # fmt: skip


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=6, deadline=None)
@example(blocks=["w 1  1"])
@given(blocks=st.lists(BLOCK, min_size=1, max_size=5))
def test_whatever_is_written_comes_back_the_same(tmp_path_factory: Any, form: str, blocks: list[str]) -> None:
    told = "\n\nentre\n\n".join(blocks)
    assert reading(again(tmp_path_factory.mktemp("x"), form, told)) == reading(told)


def test_a_link_to_a_record_is_its_name_again(tmp_path: Path) -> None:
    told = f"Avec [IGN]({SCHEMA.url_of('Organisation', 'organisation-ign')}) et [la page](/aide)"
    back = again(tmp_path, "docx", told, "https://site.invalid")
    assert back == "Avec @[IGN](organisation-ign) et [la page](/aide)"


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_the_address_of_a_record_is_its_name_for_whom_may_see_it(
    alice: FlaskClient, db: Database, form: str
) -> None:  # fmt: skip
    ids = graph_of(db, set(), {"IGN": "Organisation", "Caché": ("Organisation", {"visibility": "private"})})
    db.write("MATCH (n:Entity {id: $id}) CREATE (:Ref {key: 'maillage:organisation-ancien'})-[:IDENTIFIES]->(n)",
             id=ids["IGN"])  # fmt: skip
    root, url = "http://localhost", SCHEMA.url_of("Organisation", "organisation-ancien")
    said = f"Avec [elle]({root}{url}), [IGN](https://ailleurs.invalid{url}) et @[autre](organisation-inconnue)."
    content = {"md": said.encode(), "html": WRITERS["html"](paper(said)), "docx": WRITERS["docx"](paper(said))}[form]
    shown = drop(alice, content, f"x.{form}")
    (told,) = texts(shown, "textarea[name=text]")
    assert told.startswith(f"Avec @[elle]({ids['IGN']}), [IGN](https://ailleurs.invalid{url})")
    assert form != "md" or (told.endswith("et autre.") and "Un nom reste un mot" in text(shown, ".notice"))
    hidden = f"[lui]({root}{SCHEMA.url_of('Organisation', ids['Caché'])}) et @[lui]({ids['Caché']})"
    assert seen_again(db, BOB, hidden, root).text == hidden.replace(f"@[lui]({ids['Caché']})", "lui")
    assert seen_again(db, ALICE, hidden, root).text == f"@[lui]({ids['Caché']}) et @[lui]({ids['Caché']})"


def test_a_file_is_seen_corrected_then_kept(alice: FlaskClient, db: Database) -> None:
    shown = drop(alice, word.write(paper(TEXT)), "réunion.docx")
    assert shown.status_code == 200 and texts(shown, "textarea[name=text]")[0].startswith("## Ordre *du jour*")
    assert 'value="Réunion"' in shown.text and "En deux mots" in shown.text
    assert db.read("MATCH (n:Note) RETURN n") == []
    told = {"name": "Réunion", "text": "Corrigé", "visibility": "members"}
    assert send(alice, "/ajouter/notes", told, "/notes/importer").status_code == 302
    assert db.read("MATCH (n:Note) RETURN n.text AS text, n.visibility AS who") == [
        {"text": "Corrigé", "who": "members"}
    ]


def test_a_text_goes_to_the_end_of_a_note_whatever_happens_meanwhile(alice: FlaskClient, db: Database) -> None:
    slug = create_record(db, ALICE, "Note", {"name": "A", "text": "Début"}, Operation("alice")).removeprefix("note-")
    shown = drop(alice, b"# Titre\n\nSuite", "x.md", slug)
    assert shown.status_code == 200 and f'action="/notes/{slug}/ajout"' in shown.text
    page = f"/notes/importer?note={slug}"
    send(alice, f"/notes/{slug}/ajout", {"text": "Suite"}, page)
    send(alice, f"/notes/{slug}/ajout", {"text": "Fin"}, page)
    assert db.read("MATCH (n:Note) RETURN n.text AS text")[0]["text"] == "Début\n\nSuite\n\nFin"
    refused = send(alice, f"/notes/{slug}/ajout", {"text": " "}, page)
    assert refused.status_code == 422 and "rien à ajouter" in text(refused)


def test_what_is_not_taken_is_told(alice: FlaskClient) -> None:
    made = docx.Document()
    made.add_paragraph("Avant ").add_run("barré").font.strike = True
    made.add_comment(made.paragraphs[0].runs, text="une remarque", author="A")
    file = io.BytesIO()
    made.save(file)
    told = text(drop(alice, file.getvalue(), "x.docx"), ".notice")
    assert "commentaire n’est pas repris" in told and "barré est gardé sans son trait" in told
    page = b"<h1>T</h1><p>Un <img src=x onerror=alert(1)> <script>alert(2)</script><b>gras</b></p>"
    shown = drop(alice, page, "x.html")
    assert "Une image n’est pas reprise" in text(shown, ".notice") and "programme" in text(shown, ".notice")
    assert texts(shown, "textarea[name=text]") == ["Un **gras**"]


def test_what_is_pasted_is_cleaned_and_nothing_is_kept(alice: FlaskClient, db: Database) -> None:
    docs = '<b style="font-weight:normal"><p>Un <span style="font-weight:700">gras</span></p><ul><li>a</li></ul></b>'
    data = {"html": (io.BytesIO(docs.encode()), "x"), "csrf_token": token(alice, "/notes/importer")}
    answer = alice.post("/notes/coller", data=data, content_type="multipart/form-data")
    assert answer.get_data(as_text=True) == "Un **gras**\n\n- a" and answer.mimetype == "text/plain"
    assert db.read("MATCH (n:Note) RETURN n") == []


FOREIGN = {
    "Word": '<p>Un<a href="#_ftn1" id="_ftnref1">[1]</a></p><p><a href="#_ftnref1" id="_ftn1">[1]</a> La note.</p>',
    "Google": '<p>Un<sup><a href="#f1" id="r1">[1]</a></sup></p><hr><p><a href="#r1" id="f1">[1]</a> La note.</p>',
}  # fmt: skip


@pytest.mark.parametrize("program", FOREIGN)
def test_notes_at_the_foot_of_other_programs_are_notes(tmp_path: Path, program: str) -> None:
    (tmp_path / "x").write_text(FOREIGN[program])
    assert "Un[^1]" in (told := sorting.read(tmp_path / "x", "x.html", "").text) and "[^1]: La note." in told


def test_the_markdown_of_an_archive_goes_to_the_end_of_a_note_and_its_files_are_counted(
    alice: FlaskClient, db: Database
) -> None:
    slug = create_record(db, ALICE, "Note", {"name": "A", "text": "Début"}, Operation("alice")).removeprefix("note-")
    told = b'---\nname: "R\xc3\xa9union"\nsummary: "Deux mots"\n---\nLe **texte**.\n'
    shown = drop(alice, zipped({"notes/reunion.md": told, "fichiers/reunion/f-1.png": b"x"}), "notes.zip", slug)
    assert texts(shown, "textarea[name=text]") == ["Le **texte**."]
    assert "Un fichier de l’archive n’est pas repris" in text(shown, ".notice")
    several = drop(alice, zipped({"a.md": b"x", "b.md": b"y"}), "x.zip", slug)
    assert several.status_code == 422 and "un par un" in text(several, "#champ-fichier-error")


def test_nobody_adds_to_a_note_that_is_not_theirs(app: Flask, db: Database) -> None:
    graph_of(db, {("Bob", "STEWARDS", "Commun")}, {"Bob": "Person", "Commun": "Commons"})
    told = {"name": "Secrète", "text": "rien", "visibility": "private"}
    slug = create_record(db, ALICE, "Note", told, Operation("alice")).removeprefix("note-")
    bob = signed_in(app, db, "bob")
    db.write("MATCH (u:User {email: 'bob@example.invalid'}), (p:Person) SET u.person = p.id")
    answer = bob.get(f"/notes/importer?note={slug}")
    assert answer.status_code in (403, 404) and "Secrète" not in answer.text
    for method, path in (("GET", f"/notes/importer?note={slug}"), ("POST", f"/notes/{slug}/ajout")):
        answer = app.test_client().open(path, method=method)
        assert answer.status_code != 200 and "Secrète" not in answer.text
