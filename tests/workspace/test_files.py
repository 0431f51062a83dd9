"""Promises of images and files on a record: who may, what is shown and served, what is refused, what comes back."""

import io
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from graph import file_writing, files, states
from graph.database import Database
from graph.editing import change_record, create_record, delete_record, restore_record
from graph.errors import Invalid
from graph.operations import Operation
from graph.viewers import ANONYMOUS, SYSTEM
from tests import samples
from tests.people import send, signed_in
from tests.reading import found, text, texts
from workspace import file_names as names
from workspace import filing, receiving

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
ALICE = Operation("carole")


def commons(db: Database, name: str = "Panoramax", **fields: str) -> str:
    return create_record(db, SYSTEM, "Commons", {"name": name, **fields}, ALICE)


def post(
    client: FlaskClient, id: str, content: bytes, filename: str = "photo.jpg", alt: str = "Une rue", nom: str = ""
) -> TestResponse:  # fmt: skip
    data: dict[str, Any] = {"fichier": (io.BytesIO(content), filename), "alt": alt, "nom": nom}
    return send(client, f"/fichiers/{id}", data, content_type="multipart/form-data")


def added(client: FlaskClient, db: Database, id: str, content: bytes, filename: str = "photo.jpg", **typed: str) -> str:
    """The id of a file that was added."""
    before = {file.id for file in files.files_of(db, SYSTEM, id)}
    assert post(client, id, content, filename, **typed).status_code == 302
    return next(file.id for file in files.files_of(db, SYSTEM, id) if file.id not in before)


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """Read to its end and closed, as a browser does."""
    return client.get(path, headers=headers, buffered=True)


def make(db: Database, id: str, visibility: str) -> None:
    change_record(db, SYSTEM, id, states.records(db, [id])[id].version, {"visibility": visibility}, ALICE)


def bytes_kept(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "files").rglob("*") if path.is_file())


def aged(folder: Path) -> None:
    for path in (folder / "files").rglob("*"):
        os.utime(path, (time.time() - 2 * filing.DAY,) * 2)


def test_an_image_is_added_by_its_form_and_seen_by_all_on_the_record(app: Flask, db: Database) -> None:
    id = commons(db)
    alice = signed_in(app, db, "alice")
    file = added(alice, db, id, samples.photo(), "rue.jpg", alt="Une rue de Lyon", nom="Rue Mercière")
    page = app.test_client().get("/communs/panoramax")
    seen = found(page, "figure img")[0].attrs
    assert (seen["src"], seen["alt"], seen["width"], seen["height"]) == (
        f"/fichier/{file}/apercu", "Une rue de Lyon", "40", "60",
    )  # fmt: skip
    assert "Rue Mercière" in texts(page, "figcaption")[0] and "ajouté par Alice" in texts(page, "figcaption")[0]
    small, whole = get(app.test_client(), f"/fichier/{file}/apercu"), get(app.test_client(), f"/fichier/{file}")
    assert (small.mimetype, whole.mimetype) == ("image/webp", "image/jpeg")
    for answer in (small, whole):
        assert samples.SECRET.encode() not in answer.data
        with Image.open(io.BytesIO(answer.data)) as image:
            assert image.size == (40, 60)


def test_a_file_is_listed_with_its_type_its_size_who_and_when(app: Flask, db: Database) -> None:
    id = commons(db)
    added(signed_in(app, db, "alice"), db, id, samples.pdf(), "Bilan 2025.pdf", alt="Les comptes")
    page = app.test_client().get("/communs/panoramax")
    row = texts(page, ".file-list li")[0]
    assert re.search(r"Bilan 2025\.pdf Les comptes PDF, 1\sko, ajouté par Alice, \d", row), row


def test_what_is_served_cannot_run_nor_be_taken_for_something_else(app: Flask, db: Database) -> None:
    id = commons(db)
    alice = signed_in(app, db, "alice")
    image = added(alice, db, id, samples.photo())
    text = added(alice, db, id, b"alert(1)", "programme.html")
    for file, disposition in ((image, "inline"), (text, "attachment")):
        headers = get(app.test_client(), f"/fichier/{file}").headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert headers["Content-Disposition"].startswith(disposition)
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Content-Disposition"] == "attachment; filename=programme.txt"
    assert get(app.test_client(), f"/fichier/{text}/apercu").status_code == 404


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd.txt"), ("C:\\x\\photo.png", "photo.txt"),
     ('a"b;\r\nSet-Cookie: x=1', "a b; Set-Cookie x=1.txt"),
     ("été 🎉.csv", "été 🎉.csv"), ("=HYPERLINK(1)", "=HYPERLINK(1).txt"), ("...", "fichier.txt"), (HOSTILE, None),
     ("exe\u202egpj.txt", "exe gpj.txt"), ("x" * 300, "x" * 100 + ".txt")],
)  # fmt: skip
def test_a_name_is_only_a_name(app: Flask, db: Database, given: str, kept: str | None) -> None:
    id = commons(db)
    alice = signed_in(app, db, "alice")
    file = added(alice, db, id, b"bonjour", given if given.endswith(".csv") else "a.txt", nom=given, alt=HOSTILE)
    name = files.file(db, SYSTEM, file).file.name
    assert kept is None or name == kept
    assert not set(name) & set('<>"\r\n/\\') and "alert" not in "".join(texts(alice.get(f"/fichiers/{id}"), "script"))
    headers = get(alice, f"/fichier/{file}").headers
    assert headers["Content-Disposition"].startswith("attachment; filename=") and "Set-Cookie: x" not in str(headers)
    page = alice.get("/communs/panoramax")
    assert not found(page, "img[onerror]") and not found(page, "main script")


def test_an_image_without_words_is_refused_and_what_was_typed_stays(app: Flask, db: Database) -> None:
    id = commons(db)
    alice = signed_in(app, db, "alice")
    answer = post(alice, id, samples.photo(), alt=" ", nom="Ma rue")
    assert answer.status_code == 422
    assert "dites ce que l'image montre" in text(answer) and found(answer, "#champ-nom")[0].attrs["value"] == "Ma rue"
    assert "Choisissez le fichier de nouveau" in text(answer)
    assert files.files_of(db, SYSTEM, id) == []
    assert post(alice, id, b"bonjour", "a.txt", alt="").status_code == 302


def test_each_refusal_names_its_cause_and_keeps_the_words(
    app: Flask, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = commons(db)
    alice = signed_in(app, db, "alice")
    for content, filename, told in (
        (b"", "", "choisissez un fichier"), (b"", "vide.txt", "ce fichier est vide"),
        (b"\xff\xd8\xff" + b"0" * receiving.LARGEST, "a.jpg", "10 Mo au plus"),
        (b"MZ\x90\x00", "photo.jpg", "ce type de fichier n'est pas accepté"),
        (b"<svg/>", "a.svg", "une page web ou un dessin SVG"),
        (samples.png_of_declared(60_000, 60_000), "a.png", "40 millions au plus"),
    ):  # fmt: skip
        answer = post(alice, id, content, filename, alt="Mes mots")
        assert answer.status_code == 422 and told in text(answer), told
        assert "Mes mots" in found(answer, "#champ-alt")[0].to_text()
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = alice.post(f"/fichiers/{id}", data={"fichier": (io.BytesIO(b"x" * 5000), "a.txt")})
    assert answer.status_code == 413 and "10 Mo au plus" in text(answer)
    assert bytes_kept(tmp_path) == [] and files.files_of(db, SYSTEM, id) == []
    answer = alice.get(f"/fichiers/{id}", headers={"Accept-Language": "en"})
    assert "Image or file" in text(answer)


def test_a_record_bears_fifty_files_and_says_so(app: Flask, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    id = commons(db)
    known = {"mime": "text/plain", "size": 1, "sha256": "0" * 64}
    made = [file_writing.add(db, SYSTEM, id, f"{n}.txt", "", **known) for n in range(files.MOST)]
    alice = signed_in(app, db, "alice")
    page = alice.get(f"/fichiers/{id}")
    assert "tient déjà 50 fichiers" in text(page) and not found(page, "#champ-fichier")
    answer = alice.post(f"/fichiers/{id}", data={"csrf_token": "x"})
    assert answer.status_code == 400
    with pytest.raises(Invalid, match="50 fichiers au plus"):
        file_writing.add(db, SYSTEM, id, "de trop.txt", "", **known)
    file_writing.take_away(db, SYSTEM, id, made[0])
    file_writing.add(db, SYSTEM, id, "encore.txt", "", **known)
    with pytest.raises(Invalid, match="50 fichiers au plus"):
        file_writing.bring_back(db, SYSTEM, id, made[0])


def test_only_who_may_write_the_record_adds_and_changes(app: Flask, db: Database) -> None:
    id = commons(db)
    file = added(signed_in(app, db, "alice"), db, id, samples.photo())
    bob = signed_in(app, db, "bob")
    assert not found(bob.get("/communs/panoramax"), f"a[href='/fichiers/{id}']")
    for path in (f"/fichiers/{id}", f"/fichiers/{id}/{file}/modifier", f"/fichiers/{id}/{file}/retirer"):
        assert send(bob, path, {"alt": "x"}, page="/compte").status_code == 403
    other = commons(db, "OpenBeta")
    alice = signed_in(app, db, "alice")
    for act in ("retirer", "modifier", "remettre"):  # by the address of another record
        assert (
            send(alice, f"/fichiers/{other}/{file}/{act}", {"nom": "x", "alt": "x"}, page="/compte").status_code == 404
        )
    assert files.file(db, ANONYMOUS, file).file.alt == "Une rue"


def test_a_record_that_becomes_private_hides_its_files_at_once(app: Flask, db: Database) -> None:
    id = commons(db)
    alice = signed_in(app, db, "alice")
    file = added(alice, db, id, samples.photo())
    charlie = app.test_client()
    before = get(charlie, f"/fichier/{file}")
    assert before.headers["Cache-Control"] == "public, no-cache"
    again = {"If-None-Match": before.headers["ETag"]}
    assert get(charlie, f"/fichier/{file}", **again).status_code == 304
    make(db, id, "private")
    for path in (f"/fichier/{file}", f"/fichier/{file}/apercu"):
        assert get(charlie, path, **again).status_code == 404
        assert get(signed_in(app, db, "bob"), path).status_code == 404
    assert get(alice, f"/fichier/{file}").headers["Cache-Control"] == "private, no-cache"


def test_a_file_is_renamed_and_described(app: Flask, db: Database) -> None:
    id = commons(db)
    alice = signed_in(app, db, "alice")
    file = added(alice, db, id, samples.photo())
    page = f"/fichiers/{id}/{file}/modifier"
    assert send(alice, page, {"nom": "Quai.png", "alt": "Un quai"}).location == f"/fichiers/{id}"
    kept = files.file(db, SYSTEM, file).file
    assert (kept.name, kept.alt) == ("Quai.jpg", "Un quai")
    answer = send(alice, page, {"nom": "", "alt": ""})
    assert answer.status_code == 422 and len(found(answer, ".field-error")) == 2
    assert send(alice, page, {"nom": "x", "alt": "y" * 501}).status_code == 422


def test_what_is_taken_away_is_served_no_more_and_comes_back(app: Flask, db: Database) -> None:
    id = commons(db)
    alice = signed_in(app, db, "alice")
    file = added(alice, db, id, samples.photo())
    assert send(alice, f"/fichiers/{id}/{file}/retirer", {}, page=f"/fichiers/{id}").status_code == 302
    assert get(alice, f"/fichier/{file}").status_code == 404 and not found(alice.get("/communs/panoramax"), "figure")
    page = alice.get(f"/fichiers/{id}")
    assert "pendant 30 jours" in text(page) and "retiré par Alice, gardé jusqu’au" in text(page)
    send(alice, f"/fichiers/{id}/{file}/remettre", {}, page=f"/fichiers/{id}")
    assert get(alice, f"/fichier/{file}").status_code == 200


def test_a_deleted_record_serves_nothing_and_brings_its_files_back(app: Flask, db: Database) -> None:
    id = commons(db)
    alice = signed_in(app, db, "alice")
    file = added(alice, db, id, samples.photo())
    delete_record(db, SYSTEM, id, states.records(db, [id])[id].version, ALICE)
    assert get(alice, f"/fichier/{file}").status_code == 404
    restore_record(db, SYSTEM, id, ALICE)
    assert get(alice, f"/fichier/{file}").status_code == 200 and found(alice.get("/communs/panoramax"), "figure")


def test_the_newest_comes_first_and_readers_of_a_record_without_files_see_no_empty_place(
    app: Flask, db: Database
) -> None:
    id = commons(db)
    assert not found(app.test_client().get("/communs/panoramax"), "#fichiers")
    alice = signed_in(app, db, "alice")
    assert "Aucune image, aucun fichier." in texts(alice.get("/communs/panoramax"), "#fichiers")[0]
    for n, day in enumerate(("2026-01-02", "2026-01-01", "2026-01-03")):
        file = added(alice, db, id, f"n{n}".encode(), f"n{n}.txt")
        db.write("MATCH (f:File {id: $id}) SET f.at = $at", id=file, at=f"{day}T00:00:00Z")
    assert [file.name for file in files.files_of(db, ANONYMOUS, id)] == ["n2.txt", "n0.txt", "n1.txt"]


def test_names_keep_what_is_no_ending() -> None:
    assert names.named("Bilan v1.2", "application/pdf") == "Bilan v1.2.pdf"
    assert names.named("photo.JPEG", "image/png") == "photo.png"
    assert names.named("  ", "text/plain") == ""
