"""Promises of e-mails: readable in two forms and two languages, sent once, told when they cannot be."""

import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
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
from tests.mailbox import Mailbox, mailbox, settings, text_of, work_once
from workspace.mail import Recipient, envelope, letters, post, post_all, smtp
from workspace.mail.servers import server_of
from workspace.mail.smtp import MOST, Smtp
from workspace.places import shared

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
BASE = "https://reseau.example.org"


def time_passes(db: Database) -> None:
    db.write("MATCH (job:Job) WHERE job.ready_at > 0 SET job.ready_at = 0")


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


def made_for(to: str) -> EmailMessage:
    letter = letters.Letter("x", "un\n", "<p>un</p>")
    return envelope.message(letter, id="job-1", at=AT, to=to, by="c@d.fr", language="fr")


def deliver(url: str, message: EmailMessage) -> None:
    server = server_of(url)
    try:
        server.deliver(message, "x", lambda: None)
    finally:
        server.hang_up()


def certificate(folder: Path) -> ssl.SSLContext:
    """One that the server made for itself."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(["openssl", *words, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


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


def test_a_server_that_is_down_is_tried_again(db: Database, tmp_path: Path, site: Settings) -> None:
    with mailbox() as gone:
        down = settings(tmp_path, gone)
    post(db, "a@b.fr", "trial", key="k")
    work_once(db, down)
    job = jobs.by_key(db, "k")
    assert job and (job.state, job.tries, job.acting_at) == ("waiting", 1, "")
    assert "refused" in job.error.lower()
    with mailbox(int(gone.address.rpartition(":")[2])) as box:
        work_once(db, down)
        assert box.messages == []
        time_passes(db)
        work_once(db, down)
        assert [message["To"] for message in box.messages] == ["a@b.fr"]


@pytest.mark.parametrize(
    ("command", "answer", "state", "cause"),
    [
        ("RCPT", "550 5.1.1 inconnu", "failed", "refused"),
        ("RCPT", "450 plus tard", "waiting", ""),
        ("RCPT", "530 authentification requise", "waiting", ""),
        ("MAIL", "550 vous n'êtes pas des nôtres", "waiting", ""),
        ("DATA", "554 indésirable", "failed", "refused"),
        ("DATA", "452 plus de place", "waiting", ""),
    ],
)  # fmt: skip
def test_a_refused_recipient_is_told_from_a_server_that_cannot_now(
    db: Database, site: Settings, box: Mailbox, command: str, answer: str, state: str, cause: str
) -> None:
    box.answers[command] = answer
    post(db, "a@b.fr", "trial", key="k")
    work_once(db, site)
    job = jobs.by_key(db, "k")
    assert job and (job.state, job.cause, job.acting_at) == (state, cause, "")
    assert answer[:3] in job.error


def test_a_connection_cut_during_the_message_leaves_it_uncertain(db: Database, tmp_path: Path, site: Settings) -> None:
    with cut_after_data() as port:
        post(db, "a@b.fr", "trial", key="k")
        work_once(db, settings(tmp_path, smtp_url=f"smtp://127.0.0.1:{port}"))
    (job,) = jobs.failing(db)
    assert (job.key, job.state) == ("k", "uncertain")
    time_passes(db)
    work_once(db, site)
    assert [each.state for each in jobs.failing(db)] == ["uncertain"]


def test_a_server_that_hangs_up_rudely_has_the_message_all_the_same(db: Database, site: Settings, box: Mailbox) -> None:
    box.answers["QUIT"] = "500 what"
    post(db, "a@b.fr", "trial", key="k")
    work_once(db, site)
    job = jobs.by_key(db, "k")
    assert job and (job.state, box.recipients) == ("done", ["a@b.fr"])


def test_many_messages_go_over_few_connections(db: Database, site: Settings, box: Mailbox) -> None:
    post_all(db, "trial", [Recipient(f"a{n}@b.fr") for n in range(MOST + 5)])
    box.answers_once["RCPT"] = "550 inconnu"
    work_once(db, site)
    assert len(box.messages) == MOST + 4
    assert len(jobs.failing(db)) == 1
    assert box.connections == 3  # after the refusal, and after the most that one carries


def test_a_line_of_a_single_dot_does_not_end_a_message(box: Mailbox) -> None:
    letter = letters.Letter("x", "un\n.\n..deux\n", "<p>.</p>")
    made = envelope.message(letter, id="job-1", at=AT, to="a@b.fr", by="c@d.fr", language="fr")
    deliver(f"smtp://{box.address}", made)
    assert text_of(box.messages[0]).splitlines() == ["un", ".", "..deux"]


def test_the_password_goes_over_tls(tmp_path: Path) -> None:
    with mailbox(tls_context=certificate(tmp_path), require_starttls=True, auth_required=True) as box:
        deliver(f"smtp://nous%40a.fr:p%3Aw@{box.address}", made_for("a@b.fr"))
    assert (box.logins, box.recipients) == ([("nous@a.fr", "p:w")], ["a@b.fr"])


def test_the_password_never_goes_in_clear_to_another_machine(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "loopback", lambda host: False)
    with pytest.raises(smtp.Delayed, match="STARTTLS"):
        deliver(f"smtp://nous:pw@{box.address}", made_for("a@b.fr"))
    assert (box.logins, box.recipients) == ([], [])


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "loopback", lambda host: False)
    with mailbox(tls_context=certificate(tmp_path)) as box, pytest.raises(ssl.SSLCertVerificationError):
        deliver(f"smtp://{box.address}", made_for("a@b.fr"))
    assert box.recipients == []


@contextmanager
def cut_after_data() -> Iterator[int]:
    """A server that takes a message whole, and is gone before it says so; its port."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=_take_and_go, args=(door,))
        thread.start()
        yield int(door.getsockname()[1])
        thread.join()


def _take_and_go(door: socket.socket) -> None:
    connection, _ = door.accept()
    with connection, connection.makefile("rb") as said:
        connection.sendall(b"220 here\r\n")
        for line in said:
            if line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                while said.readline() != b".\r\n":
                    pass
                return
            connection.sendall(b"250 fine\r\n")


def test_two_workers_send_each_message_once(db: Database, site: Settings, box: Mailbox) -> None:
    for n in range(20):
        post(db, f"a{n}@b.fr", "trial")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: work_once(db, site), range(2)))
    assert sorted(box.recipients) == sorted(f"a{n}@b.fr" for n in range(20))


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


@pytest.mark.parametrize("url", ["smtp://", "http://a", "smtp://a:x", "a", "file:relative"])
def test_a_wrong_server_address_names_its_setting(url: str) -> None:
    with pytest.raises(Invalid) as caught:
        server_of(url)
    assert list(caught.value.fields) == ["MAILLAGE_SMTP_URL"]


def test_ports_are_the_usual_ones() -> None:
    servers = [server_of(url) for url in ("smtp://a", "smtp://u:p%40q@a", "smtps://a", "smtp://a:2525")]
    assert [each.port for each in servers if isinstance(each, Smtp)] == [25, 587, 465, 2525]
    assert isinstance(servers[1], Smtp) and servers[1].password == "p@q"


def test_the_sender_is_the_one_set_else_the_user_else_of_the_site(tmp_path: Path) -> None:
    assert envelope.sender(settings(tmp_path, mail_from="nous@example.org")) == "nous@example.org"
    assert envelope.sender(settings(tmp_path, smtp_url="smtp://nous%40a.example:x@b")) == "nous@a.example"
    assert envelope.sender(settings(tmp_path)) == "no-reply@reseau.example.org"
    assert envelope.sender(settings(tmp_path, base_url="http://127.0.0.1:8000")) == "no-reply@localhost"
