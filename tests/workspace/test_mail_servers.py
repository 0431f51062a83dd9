"""Promises of the servers that take e-mails: down, refusing, cut, over TLS; each is sent once, or told as uncertain."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from graph import jobs
from graph.database import Database
from graph.errors import Invalid
from graph.settings import Settings
from tests.mailbox import Mailbox, mailbox, settings, text_of, work_once
from workspace.mail import Recipient, envelope, letters, post, post_all, smtp
from workspace.mail.servers import server_of
from workspace.mail.smtp import MOST, Smtp

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
BASE = "https://reseau.example.org"


def time_passes(db: Database) -> None:
    db.write("MATCH (job:Job) WHERE job.ready_at > 0 SET job.ready_at = 0")


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
