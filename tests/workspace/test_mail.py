"""Promises of e-mails: readable in two forms and two languages, sent once, told when they cannot be."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from justhtml import JustHTML

from graph import jobs
from graph.database import Database
from graph.errors import Invalid, NotAllowed
from graph.settings import Settings
from tests.letters import LETTERS
from tests.mailbox import Mailbox, settings, text_of, work_once
from workspace.mail import Recipient, envelope, letters, post, post_all
from workspace.places import shared

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
BASE = "https://reseau.example.org"


def test_a_message_arrives_as_text_and_as_html(db: Database, site: Settings, box: Mailbox) -> None:
    id = post(db, "alice@example.org", "trial")
    work_once(db, site)
    (message,) = box.messages
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["To"] == "alice@example.org" and box.recipients == ["alice@example.org"]
    assert message["From"] == "Maillage <no-reply@reseau.example.org>"
    assert message["Message-ID"] == f"<{id}@reseau.example.org>"
    assert message["Date"].datetime.tzinfo
    for form in ("plain", "html"):
        words = text_of(message, form)
        assert "sait écrire" in words
        assert f"{BASE}/" in words
    assert jobs.failing(db) == []


def test_it_is_written_in_the_language_of_who_gets_it(db: Database, site: Settings, box: Mailbox) -> None:
    post(db, "alice@example.org", "trial", language="en")
    work_once(db, site)
    assert box.messages[0]["Subject"] == "Test message from Maillage"
    assert "can write" in text_of(box.messages[0]) and "can write" in text_of(box.messages[0], "html")
    assert 'lang="en"' in text_of(box.messages[0], "html")
    assert box.messages[0]["Content-Language"] == "en"


def test_every_letter_has_a_sample_and_both_forms() -> None:
    for form in ("txt", "html"):
        assert {path.stem for path in (shared("templates") / "mail").glob(f"[!_]*.{form}")} == set(LETTERS)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", LETTERS)
def test_text_is_readable_and_html_needs_nothing_from_elsewhere(template: str, language: str) -> None:
    letter = letters.write(template, language, BASE, LETTERS[template])
    assert letter.subject
    assert max(len(line) for line in letter.text.splitlines() if "://" not in line) <= letters.WIDTH
    assert not re.search(r"[<>]|&\w+;", letter.text)
    assert JustHTML(letter.html, strict=True).root
    assert not re.search(r"<img|<script|<link|@import|url\(|src=", letter.html)
    links = set(re.findall(r'href="([^"]+)"', letter.html))
    assert links and all(unescape(link) in letter.text for link in links)


def test_a_letter_that_asks_for_what_it_is_not_given_is_refused_at_once(db: Database, site: Settings) -> None:
    with pytest.raises(Exception, match=r"nothing\.txt"):
        post(db, "alice@example.org", "nothing")
    assert jobs.take(db, "here", ["mail"]) == []


def test_accents_and_long_subjects_arrive_whole() -> None:
    subject = "Vos communs : " + "é" * 300 + " fin"
    letter = letters.Letter(subject, "Où ? À l’été, œuvre.\n", "<p>Où ?</p>")
    made = envelope.message(letter, id="job-1", at=AT, to="a@example.org", by="b@example.org", language="fr")
    raw = made.as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998
    read = message_from_bytes(raw, policy=policy.default)
    assert read["Subject"] == subject
    assert text_of(read).splitlines() == ["Où ? À l’été, œuvre."]


def test_a_name_with_a_new_line_adds_no_header() -> None:
    assert letters.one_line("Invitation\r\nBcc: eve@example.org\x00") == "Invitation Bcc: eve@example.org"


@pytest.mark.parametrize(
    "to", ["a@b.fr\r\nBcc: c@d.fr", "a@b.fr, c@d.fr", "A <a@b.fr>", "a", "a@b", "@b.fr", "é@b.fr", f"{'a' * 300}@b.fr"]
)
def test_one_address_is_one_address(db: Database, site: Settings, to: str) -> None:
    with pytest.raises(Invalid):
        post(db, to, "trial")
    with pytest.raises(Invalid):
        post(db, "a@b.fr", "trial", reply_to=to)


@pytest.mark.parametrize(
    "header",
    [("X-A", "b\r\nBcc: c@d.fr"), ("Bcc", "c@d.fr"), ("X-A\r\nBcc", "c"), ("Subject", "x"), ("X-A", "é"), ("X-A", "")],
)
def test_no_header_but_those_of_lists_can_be_added(db: Database, site: Settings, header: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="not a header"):
        post(db, "a@b.fr", "trial", headers=dict([header]))


def test_a_list_header_and_a_reply_address_travel(db: Database, site: Settings, box: Mailbox) -> None:
    post(db, "a@b.fr", "trial", reply_to="alice@example.org", headers={"List-Unsubscribe": f"<{BASE}/stop/x>"})
    work_once(db, site)
    assert box.messages[0]["Reply-To"] == "alice@example.org"
    assert box.messages[0]["List-Unsubscribe"] == f"<{BASE}/stop/x>"


def test_a_long_address_in_a_list_header_can_be_followed() -> None:
    """Python's own folding writes =?utf-8?q?=3Chttps… there, which no program follows."""
    stop = f"<{BASE}/desabonnement/{'eyJ' * 100}>"
    letter = letters.Letter("x", "un\n", "<p>un</p>")
    made = envelope.message(
        letter, id="job-1", at=AT, to="a@b.fr", by=f"c@{'d' * 60}.fr", language="fr",
        headers={"List-Unsubscribe": stop, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )  # fmt: skip
    head = made.as_bytes().partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    assert f"List-Unsubscribe: {stop}" in head
    assert f"Message-ID: <job-1@{'d' * 60}.fr>" in head


def test_domains_with_accents_are_written_as_servers_write_them(db: Database, site: Settings, box: Mailbox) -> None:
    post(db, "alice@élan.example", "trial")
    work_once(db, site)
    assert box.recipients == ["alice@xn--lan-9la.example"]


def test_many_are_written_to_or_nobody_is(db: Database, site: Settings, box: Mailbox) -> None:
    wanted = [Recipient("a@b.fr", key="c:1"), Recipient("c@d.fr", key="c:2", language="en")]
    with pytest.raises(Invalid):
        post_all(db, "trial", [*wanted, Recipient("nobody")])
    assert jobs.by_prefix(db, "c:") == []
    assert post_all(db, "trial", wanted) == post_all(db, "trial", wanted)
    work_once(db, site)
    assert [message["Content-Language"] for message in box.messages] == ["fr", "en"]


def test_of_a_message_that_was_sent_no_words_are_kept(db: Database, site: Settings) -> None:
    post(db, "a@b.fr", "trial", key="k", secret="le mot de passe")
    work_once(db, site)
    job = jobs.by_key(db, "k")
    assert job
    assert set(job.payload) == {"to", "template", "message_id"}


def test_without_a_server_messages_wait(db: Database, tmp_path: Path, site: Settings, box: Mailbox) -> None:
    post(db, "a@b.fr", "trial", key="k")
    work_once(db, settings(tmp_path))
    job = jobs.by_key(db, "k")
    assert job and (job.state, job.tries) == ("waiting", 0)
    work_once(db, site)
    assert box.recipients == ["a@b.fr"]


def test_who_only_tries_reads_messages_in_files(
    db: Database, tmp_path: Path, site: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "courrier à lire"
    post(db, "a@b.fr", "trial")
    with caplog.at_level("INFO", "workspace.mail"):
        work_once(db, settings(tmp_path, smtp_url=folder.as_uri()))
    (file,) = folder.iterdir()
    assert file.suffix == ".eml" and file.stat().st_mode & 0o077 == 0
    assert str(file) in caplog.text
    assert "sait écrire" in text_of(message_from_bytes(file.read_bytes(), policy=policy.default))


def test_the_link_is_never_where_the_request_says(app: Flask, db: Database) -> None:
    def root(served: str, host: str) -> str:
        with app.test_request_context(base_url=served, headers={"Host": host}):
            post(db, "a@b.fr", "trial")
            (job,) = jobs.take(db, "here", ["mail"])
            return str(job.payload["root"])

    assert root("http://127.0.0.1:8000", "evil.example") == "http://127.0.0.1:8000"
    with pytest.raises(NotAllowed):
        root("http://10.0.0.1:8000", "localhost")
    app.extensions["settings"] = settings(Path("/nowhere"))
    assert root("http://10.0.0.1:8000", "evil.example") == BASE
