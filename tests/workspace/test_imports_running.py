"""Promises of imports under way, cut or stopped: how far they are, taken up again, nothing lost or kept too long."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask

from graph.database import Database
from graph.imports import holds, leases, runs
from graph.imports.drafts import Draft, Report
from graph.imports.run import run_import
from graph.viewers import SYSTEM
from tests.importing import (
    HTMX,
    dropped,
    filled,
    full_disk,
    imported,
    looked,
    match,
    text_of,
    undone,
)
from tests.people import send, signed_in
from tests.waiting import until

# Works: while it runs, and when it is cut.


def test_an_import_under_way_shows_how_far_it_is(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    claim = leases.claim(db, "table", "membres.xlsx", "u-1", upload="x" * 22, total=640)
    hold = holds.Hold(db, claim)
    hold.seen = 412
    hold.renew()
    page = alice.get(f"/imports/passages/{claim.run}").text
    assert 'max="640" value="412"' in page and "412 sur 640" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "412 sur 640" in alice.get("/imports").text
    answer = alice.get(f"/imports/passages/{claim.run}", headers=HTMX).text
    assert "hx-get" in answer and "<!doctype" not in answer
    runs.finish(db, claim, 640, Report())
    assert "hx-get" not in alice.get(f"/imports/passages/{claim.run}", headers=HTMX).text


def test_an_import_cut_by_a_kill_is_taken_up_from_the_page(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\nVoirie\n"))
    claim = leases.claim(db, "table", "themes.csv", "u-1", upload=at.rsplit("/", 1)[-1], total=2)
    half = leases.Claim(claim.run, claim.op, claim.owner)
    with pytest.raises(OSError, match="coup"):
        run_import(db, SYSTEM, "table", "themes.csv", _cut(), Report(), claim=half)
    db.write("MATCH (run:Run) SET run.error = null")
    page = alice.get(f"/imports/passages/{claim.run}")
    assert "Le serveur a été arrêté ou redémarré" in page.text and "Reprendre l’import" in page.text
    answer = send(alice, f"/imports/passages/{claim.run}/reprendre", {}, page=f"/imports/passages/{claim.run}")
    assert answer.location.endswith(claim.run)
    until(lambda: runs.run_of(db, claim.run).state == "done", "the import taken up")
    assert (runs.run_of(db, claim.run).created, runs.run_of(db, claim.run).unchanged) == (2, 0)


def _cut() -> Iterable[Draft]:
    yield Draft("Theme", ("name:theme/eau",), {"name": "Eau"}, says="some")
    yield Draft("Theme", ("name:theme/eau",), {"name": "Eau"}, says="some")
    raise OSError(errno.EIO, "coup")


def test_an_import_stopped_by_a_full_disk_says_so(app: Flask, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    monkeypatch.setattr("graph.imports.importer.write_groups", full_disk)
    answer = send(alice, f"{at}/importer", {}, page=f"{at}/colonnes")
    run = answer.location.rsplit("/", 1)[-1]
    until(lambda: runs.run_of(db, run).error is not None, "the stop")
    page = text_of(alice.get(answer.location).text)
    assert "L’import s’est arrêté en route. Cause : le disque est plein" in page.replace("\u00a0", " ")
    monkeypatch.undo()
    send(alice, f"{answer.location}/reprendre", {}, page=answer.location)
    until(lambda: runs.run_of(db, run).state == "done", "the import taken up")
    assert db.read("MATCH (n:Theme) RETURN n.name AS name") == [{"name": "Eau"}]


def test_a_run_of_the_command_line_that_was_cut_tells_the_command(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    claim = leases.claim(db, "betagouv", "betagouv", "système")
    db.write("MATCH (run:Run) SET run.lease_until = 0")
    page = f"/imports/passages/{claim.run}"
    assert "relancez la même commande" in alice.get(page).text
    assert "Il n’y a rien à reprendre" in send(alice, f"{page}/reprendre", {}, page=page, follow_redirects=True).text


def test_an_undo_that_was_cut_goes_on(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    run = imported(alice, db, dropped(alice, ("themes.csv", b"Nom\nEau\n")))
    leases.claim_undo(db, run.rsplit("/", 1)[-1])
    assert "0 sur 1 repris" in alice.get(run).text
    db.write("MATCH (run:Run) SET run.lease_until = 0")
    assert "Reprendre l’annulation" in alice.get(run).text
    send(alice, f"{run}/reprendre", {}, page=run)
    until(lambda: runs.run_of(db, run.rsplit("/", 1)[-1]).state == "undone", "the undo")
    assert db.read("MATCH (n:Entity) RETURN n.id AS id") == []


def test_two_presses_on_one_button_make_one_import(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    claim = leases.claim(db, "table", "themes.csv", "u-1", upload=at.rsplit("/", 1)[-1])
    answer = send(alice, f"{at}/importer", {}, page=f"{at}/colonnes")
    assert answer.location == f"/imports/passages/{claim.run}"
    assert len(runs.recent(db)) == 1


def test_a_run_under_way_is_not_taken_back_and_one_taken_back_stays_so(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    claim = leases.claim(db, "table", "x", "u-1")
    page = f"/imports/passages/{claim.run}"
    answer = send(alice, f"{page}/annuler", {}, page="/imports", follow_redirects=True)
    assert "rien n’a été annulé" in answer.text
    run = imported(alice, db, dropped(alice, ("themes.csv", b"Nom\nEau\n")))
    undone(alice, db, run)
    assert "déjà annulé" in send(alice, f"{run}/annuler", {}, page="/imports", follow_redirects=True).text


def test_a_preview_that_stops_says_why_and_can_be_tried_again(
    app: Flask, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    monkeypatch.setattr("workspace.imports.work.preview", full_disk)
    assert "le disque est plein" in looked(alice, at)
    monkeypatch.undo()
    alice.get(f"{at}/apercu?recalculer=1")
    assert "1 à créer" in text_of(looked(alice, at))


def test_a_preview_of_a_large_file_shows_how_far_it_is(
    app: Flask, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    monkeypatch.setattr("workspace.imports.work.in_background", lambda *_: None)
    page = alice.get(f"{at}/apercu").text
    assert "0 fiche ou lien lu" in page and 'hx-trigger="load delay:1s"' in page
    answer = alice.get(f"{at}/apercu", headers=HTMX)
    assert 'id="apercu"' in answer.text and "<!doctype" not in answer.text
    assert alice.get(f"{at}/problemes.csv").status_code == 404


# Keeps: files apart, for a week, and no longer.


def test_files_are_kept_apart_and_readable_by_the_server_only(app: Flask, db: Database, tmp_path: Path) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    folder = tmp_path / "uploads" / at.rsplit("/", 1)[-1]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert modes.pop(folder.name) == modes.pop("fichiers") == 0o700
    assert set(modes.values()) == {0o600}
    assert "themes.csv" in alice.get("/imports").text


def test_a_file_goes_when_it_is_withdrawn_or_after_a_week(app: Flask, db: Database, tmp_path: Path) -> None:
    alice = signed_in(app, db, "alice")
    first, second, third = (dropped(alice, ("themes.csv", b"Nom\nEau\n")) for _ in range(3))
    send(alice, f"{first}/retirer", {}, page="/imports")
    week = time.time() - 8 * 24 * 3600
    os.utime(tmp_path / "uploads" / second.rsplit("/", 1)[-1], (week, week))
    dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    for at in (first, second):
        answer = alice.get(f"{at}/colonnes")
        assert (answer.status_code, "gardé 7 jours" in answer.text) == (404, True)
    assert alice.get(f"{third}/colonnes").status_code == 200


def test_a_name_is_kept_readable_and_harmless(app: Flask, db: Database, tmp_path: Path) -> None:
    alice = signed_in(app, db, "alice")
    names = ("../../é\u0301vil <b>.csv", "é\u0301vil <b>.csv", "C:\\x\\évil b.csv")
    at = dropped(alice, *((name, b"Nom\nEau\n") for name in names))
    folder = tmp_path / "uploads" / at.rsplit("/", 1)[-1]
    kept = sorted(path.name for path in (folder / "fichiers").iterdir())
    assert len(kept) == 3
    assert not any(set(name) & set("/\\<>:") for name in kept)
    assert not (tmp_path / "évil.csv").exists()
    assert alice.get(f"{at}/colonnes").status_code == 200


def test_what_was_chosen_survives_a_refusal(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice)
    answer = match(alice, at, {"t0-origin": "Feuille <b>", "continuer": "1"})
    assert answer.status_code == 422
    assert 'id="t0-purpose-error"' in answer.text and "Feuille &lt;b&gt;" in answer.text
    assert filled(alice.get(f"{at}/colonnes").text)["t0-origin"] == "Feuille <b>"
