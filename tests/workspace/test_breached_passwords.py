"""Promises of the list of leaked passwords: asked only where it is set up, by five digits, and never in the way."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from tests.applications import DownDatabase, application
from workspace.accounts.breached import breached

LEAKED, SAFE, PADDING = "motdepasse123456", "une phrase que personne ne connaît", "remplissage du serveur"


def digest(password: str) -> str:
    return sha1(password.encode()).hexdigest().upper()


@contextmanager
def range_api(*, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """A local server of the range API that knows LEAKED; gives its address and the paths it was asked."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()
            lines = [f"{digest(LEAKED)[5:]}:37", f"{digest(PADDING)[5:]}:0", f"{'0' * 35}:2"]
            self.wfile.write("\r\n".join(lines).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/range/", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def site(folder: Path, address: str) -> Flask:
    return application(folder, DownDatabase(), breached_passwords=address)


def test_a_leaked_password_is_known_by_five_digits_of_its_digest(tmp_path: Path) -> None:
    with range_api() as (address, asked), site(tmp_path, address).app_context():
        assert breached(LEAKED)
        assert not breached(SAFE)
        assert not breached(PADDING)
    assert asked == [f"/range/{digest(each)[:5]}" for each in (LEAKED, SAFE, PADDING)]


def test_nothing_is_asked_unless_it_is_set_up(tmp_path: Path) -> None:
    with range_api() as (_, asked), site(tmp_path, "").app_context():
        assert not breached(LEAKED)
    assert asked == []


@pytest.mark.parametrize("status", [500, 404, None])
def test_a_list_that_does_not_answer_accepts_the_password_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: int | None
) -> None:
    with range_api(status=status or 200) as (address, _):
        reached = address if status else "http://127.0.0.1:9/range"
        with site(tmp_path, reached).app_context(), caplog.at_level(logging.WARNING):
            assert not breached(LEAKED)
    assert "breached passwords does not answer" in caplog.text
    assert LEAKED not in caplog.text
