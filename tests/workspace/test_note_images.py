"""Promises of images in a note: joined while one writes, seen by who sees the note, and no other image is fetched."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from graph.database import Database
from graph.editing import change_record, create_record
from graph.operations import Operation
from tests.graph.tuples import ALICE
from tests.people import signed_in, token
from tests.reading import texts
from tests.workspace.test_note_sharing import given, opened
from workspace.markup import markdown


def picture(form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, form)
    return file.getvalue()


@pytest.fixture
def note(db: Database) -> str:
    told = {"name": "Plan", "text": "Début", "visibility": "members"}
    return create_record(db, ALICE, "Note", told, Operation("alice"))


def join(client: FlaskClient, note: str, content: bytes, name: str) -> TestResponse:
    data: dict[str, Any] = {"fichier": (io.BytesIO(content), name), "alt": "un [carré]"}
    data["csrf_token"] = token(client, f"/fichiers/{note}")
    headers = {"Accept": "application/json"}
    return client.post(f"/fichiers/{note}", data=data, headers=headers, content_type="multipart/form-data")


def test_an_image_is_joined_as_a_line_and_seen_by_who_sees_the_note(app: Flask, db: Database, note: str) -> None:
    alice = signed_in(app, db, "alice")
    answer = join(alice, note, picture(), "carre.png")
    assert answer.status_code == 201
    line = answer.get_json()["line"]
    assert line.startswith("![un carré](/fichier/f-")
    change_record(db, ALICE, note, 1, {"text": f"Début\n\n{line}"}, Operation("alice"))
    page = f"/notes/{note.removeprefix('note-')}"
    address = line.partition("(")[2].rstrip(")") + "/apercu"
    shown = signed_in(app, db, "bob").get(page).text
    assert re.search(rf'<img (?=[^>]*src="{address}")[^>]*alt="un carré"', shown)
    assert signed_in(app, db, "bob").get(address, buffered=True).status_code == 200
    assert app.test_client().get(address).status_code == 404
    assert f"Dans le texte : {line}" in " ".join(texts(alice.get(f"/fichiers/{note}"), ".file-list .meta"))


def test_what_is_no_image_is_a_link_and_what_is_refused_says_why(app: Flask, db: Database, note: str) -> None:
    alice = signed_in(app, db, "alice")
    assert join(alice, note, b"a;b\n1;2\n", "t.csv").get_json()["line"].startswith("[t.csv](/fichier/f-")
    refused = join(alice, note, b"<svg onload=alert(1)>", "x.png")
    assert refused.status_code == 422 and "SVG" in refused.get_json()["error"]
    too_large = join(alice, note, b"x" * (10 * 2**20 + 1), "x.txt")
    assert too_large.status_code == 422 and "10 Mo" in too_large.get_json()["error"]
    bob = signed_in(app, db, "bob")
    data = {"fichier": (io.BytesIO(picture()), "a.png"), "csrf_token": token(bob, "/compte")}
    answer = bob.post(f"/fichiers/{note}", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 403


def test_the_form_says_where_to_join_a_file_without_scripts(app: Flask, db: Database, note: str) -> None:
    assert f'href="/fichiers/{note}"' in signed_in(app, db, "alice").get(f"/modifier/{note}").text


@pytest.mark.parametrize("address", [
    "https://exemple.invalid/x.png", "//exemple.invalid/x.png", "data:image/png;base64,xx", "javascript:alert(1)",
    "/fichier/f-abcdef/../../compte", "/compte/supprimer", "/fichier/x", "/fichier/f-abcdef?x",
])  # fmt: skip
def test_no_other_image_is_fetched(address: str) -> None:
    html = markdown(f'![le "plan"]({address})')
    assert "<img" not in html and "plan" in html


def test_who_reads_by_a_shared_address_sees_the_images_of_that_note_and_of_no_other(
    app: Flask, db: Database, note: str
) -> None:
    alice = signed_in(app, db, "alice")
    line = join(alice, note, picture(), "carre.png").get_json()["line"]
    change_record(db, ALICE, note, 1, {"text": f"Début\n\n{line}"}, Operation("alice"))
    secret = {"name": "Autre", "text": "x", "visibility": "members"}
    other = create_record(db, ALICE, "Note", secret, Operation("alice"))
    elsewhere = re.findall(r"f-[\w-]+", join(alice, other, picture(), "autre.png").get_json()["line"])[0]
    path = given(alice, note)
    zoe = opened(app, path)
    (address,) = re.findall(r'<img [^>]*src="([^"]+)"', zoe.get(path).text)
    assert address.startswith(f"{path}/images/f-")
    assert zoe.get(address, buffered=True).mimetype == "image/webp"
    assert zoe.get(f"{path}/images/{elsewhere}").status_code == 404
    assert app.test_client().get(address).status_code == 404, "its door was not gone through"
    assert app.test_client().get(f"/fichier/{elsewhere}").status_code == 404
