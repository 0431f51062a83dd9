"""The page of imports as a facilitator uses it: a file dropped, matched, looked at, imported, taken back."""

from __future__ import annotations

import errno
import io
from collections.abc import Iterable
from typing import Any

from flask.testing import FlaskClient
from justhtml import Element, JustHTML
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from werkzeug.test import TestResponse

from graph.database import Database
from graph.imports import runs
from tests.people import send, token
from tests.waiting import until

HTMX = {"HX-Request": "true"}
ROWS: list[list[Any]] = [
    ["Membres du comité"],
    [],
    ["Nom", "Prénom", "Structure", "Fonction", "Courriel", "Arrivée", "Remarque"],
    ["Verveine", "Prune", "Ville d'Alès", "chargée de mission", "prune@exemple.fr", "2023", "x"],
    ["Tilleul", "Zoé", "ADEME", None, "zoe(at)exemple.fr", "mars 2024", "<script>alert(1)</script>"],
]
ALL_ROWS = {
    "t0-purpose": "Animer le comité", "t0-origin": "Feuille de présence", "t0-visibility": "members",
    "t0-all": "lien|MEMBER_OF||", "t0-all-value": "Comité de la donnée", "t0-all-kind": "Community",
    "t0-all-create": "1", "t0-c5": "champ|all|since",
}  # fmt: skip


def workbook(rows: Iterable[list[Any]] = ROWS, **more: Iterable[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Membres"
    for name, lines in {"Membres": rows, **more}.items():
        page = sheet if name == "Membres" else book.create_sheet(name)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opendocument(rows: Iterable[list[str]]) -> bytes:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="Thèmes")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def drop(client: FlaskClient, *files: tuple[str, bytes]) -> TestResponse:
    sent = [(io.BytesIO(content), name) for name, content in files]
    return client.post("/imports", data={"csrf_token": token(client, "/imports"), "fichiers": sent})


def dropped(client: FlaskClient, *files: tuple[str, bytes]) -> str:
    """The address of the upload."""
    answer = drop(client, *(files or (("membres.xlsx", workbook()),)))
    assert answer.status_code == 302, answer.text
    return answer.location.removesuffix("/colonnes")


def filled(html: str) -> dict[str, str]:
    """What a browser would send of the form of columns as it stands."""
    page = JustHTML(html, sanitize=False)
    sent: dict[str, str] = {}
    for field in _elements(page, ".mapping-form input"):
        if field.attrs.get("type") != "checkbox" or "checked" in field.attrs:
            sent[str(field.attrs["name"])] = str(field.attrs.get("value") or "")
    for select in _elements(page, ".mapping-form select"):
        options = [option for option in select.query("option") if isinstance(option, Element)]
        chosen = next((option for option in options if "selected" in option.attrs), options[0])
        sent[str(select.attrs["name"])] = str(chosen.attrs.get("value") or "")
    return sent


def _elements(page: JustHTML, selector: str) -> list[Element]:
    return [found for found in page.query(selector) if isinstance(found, Element)]


def match(client: FlaskClient, at: str, changes: dict[str, str] | None = None, **options: Any) -> TestResponse:
    """Sends the form of columns with some choices changed."""
    sent = filled(client.get(f"{at}/colonnes").text) | (changes or {})
    return client.post(f"{at}/colonnes", data=sent, **options)


def matched(client: FlaskClient, at: str, *steps: dict[str, str]) -> None:
    """Chooses step by step, then goes on to the preview."""
    for step in steps:
        assert match(client, at, step).status_code == 302
    answer = match(client, at, {"continuer": "1"})
    assert answer.status_code == 302, answer.text
    assert answer.location == f"{at}/apercu"


def looked(client: FlaskClient, at: str) -> str:
    """The preview, once it is ready."""
    pages: list[str] = []

    def ready() -> bool:
        pages.append(client.get(f"{at}/apercu").text)
        return "Fiches et liens" in pages[-1] or "s’est arrêté" in pages[-1] or "changerait" in pages[-1]

    until(ready, "the preview")
    return pages[-1]


def imported(client: FlaskClient, db: Database, at: str) -> str:
    """Imports the upload to its end; the address of its run."""
    answer = send(client, f"{at}/importer", {}, page=f"{at}/colonnes")
    assert answer.status_code == 302
    run = answer.location.rsplit("/", 1)[-1]
    until(lambda: runs.run_of(db, run).state == "done", "the import")
    return str(answer.location)


def undone(client: FlaskClient, db: Database, run: str) -> str:
    assert send(client, f"{run}/annuler", {}, page=run).status_code == 302
    until(lambda: runs.run_of(db, run.rsplit("/", 1)[-1]).state == "undone", "the undo")
    return client.get(run).text


def text_of(html: str) -> str:
    page = JustHTML(html, sanitize=False)
    return " ".join(" ".join(node.to_text() for node in page.query("main")).split())


def network(db: Database) -> set[tuple[str, str, str | None, str]]:
    rows = db.read(
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.name AS a, type(r) AS type, r.since AS since, b.name AS b"
    )
    return {(row["a"], row["type"], row["since"], row["b"]) for row in rows}


MEMBERS = {
    ("Prune Verveine", "WORKS_FOR", None, "Ville d'Alès"), ("Zoé Tilleul", "WORKS_FOR", None, "ADEME"),
    ("Prune Verveine", "MEMBER_OF", "2023", "Comité de la donnée"),
    ("Zoé Tilleul", "MEMBER_OF", "2024-03", "Comité de la donnée"),
}  # fmt: skip


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")
