"""Promises of hostile texts imported: refused by their reason, soon, or read as words that do nothing."""

import time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.reading import text
from tests.workspace.test_note_importing import TEXT, alice, changed, drop, paper, zipped
from workspace.incoming import sorting
from workspace.papers import word

__all__ = ["alice"]

DEEP = b"<!doctype html>" + b"<div>" * 10_000 + b"x" + b"</div>" * 10_000
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
SPY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
REFUSED: dict[str, tuple[str, Any, str]] = {
    "rien": ("x.docx", lambda: b"", "est vide"),
    "un PDF qui se dit DOCX": ("x.docx", lambda: b"%PDF-1.7\n%\xe2\xe3\n", "pas un texte que l’on sait lire"),
    "un ancien Word": ("x.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "ancien format"),
    "abîmé": ("x.docx", lambda: word.write(paper(TEXT))[:2000], "abîmé"),
    "une archive": ("x.docx", lambda: zipped({"a.txt": b"x"}), "pas un texte que l’on sait lire"),
    "un classeur": ("x.docx", lambda: zipped({
        "[Content_Types].xml": b"<a/>", "_rels/.rels": b"<a/>", "xl/workbook.xml": b"<a/>",
    }), "pas un texte"),
    "macros": ("x.docx", lambda: changed("word/vbaProject.bin", lambda _: b"x"), "macros"),
    "hors du dossier": ("x.docx", lambda: changed("../../etc/x", lambda _: b"x"), "abîmé"),
    "des entités": ("x.docx", lambda: changed("word/document.xml", lambda _: BOMB), "entités XML"),
    "un fichier du serveur": ("x.docx", lambda: changed("word/styles.xml", lambda _: SPY), "entités XML"),
    "cent mégaoctets": ("x.docx", lambda: changed(
        "word/document.xml", lambda old: old + b" " * 100 * 2**20
    ), "trop lourd"),
    "imbriqué": ("x.docx", lambda: changed(
        "word/document.xml", lambda _: W + b"<w:p>" * 10_000 + b"</w:p>" * 10_000 + b"</w:body></w:document>"
    ), "imbriqué"),
    "une page imbriquée": ("x.html", lambda: DEEP, "imbriqué"),
    "sans texte": ("x.html", lambda: b"<html><script>x</script></html>", "aucun texte"),
    "trop long": ("x.md", lambda: b"a " * 150_000, "trop long"),
    "du binaire": ("x.md", lambda: b"a\x00b", "pas un texte"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_by_its_reason_soon(alice: FlaskClient, what: str) -> None:
    name, content, reason = REFUSED[what]
    sent, began = content(), time.monotonic()
    answer = drop(alice, sent, name)
    said = text(answer, "#champ-fichier-error")
    assert answer.status_code == 422 and reason in said.replace("'", "’"), said
    assert time.monotonic() - began < 15  # of a busy machine; 1 s otherwise


def test_an_attack_in_a_file_is_text_or_nothing(tmp_path: Path) -> None:
    attacks = (
        '<a href="javascript:alert(1)">un</a><a href="data:text/html,x">deux</a><iframe src=//x></iframe>'
        '<p style="background:url(//x)" onclick=x>trois</p><svg><script>x</script></svg><math><mi>q</mi></math>'
    )
    (tmp_path / "x").write_text(f"<html>{attacks}")
    told = sorting.read(tmp_path / "x", "x.html", "").text
    assert "javascript" not in told and "data:" not in told and "onclick" not in told and "trois" in told
