"""A real SMTP server that keeps what it is given, and the worker that brings it there."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from graph.database import Database
from graph.settings import Settings, load
from workspace.worker import work


class Mailbox:
    """`messages` in the order in which they came. It answers as `answers` (or once: `answers_once`) says, by command,
    else 250. `before_answer` runs once a message is whole, before the server says so."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        self.answers_once: dict[str, str] = {}
        self.connections = 0
        self.logins: list[tuple[str, str]] = []
        self.before_answer: Callable[[], None] = lambda: None
        self.address = ""

    def answer(self, command: str) -> str:
        """What a test wants to be answered, else ""."""
        return self.answers_once.pop(command, "") or self.answers.get(command, "")

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, lines: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += not session.ssl
        return lines

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if refused := self.answer("MAIL"):
            return refused
        envelope.mail_from, envelope.mail_options = address, options
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if refused := self.answer("RCPT"):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self.answer("QUIT") or "221 Bye"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if refused := self.answer("DATA"):
            return refused
        assert isinstance(envelope.content, bytes)
        message = BytesParser(policy=policy.default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients += envelope.rcpt_tos
        self.before_answer()
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=True)


class Doorman(Controller):
    """The server in its thread, on a socket that is listening already: no port is taken meanwhile."""

    def __init__(self, box: Mailbox, door: socket.socket, **options: Any):
        self.door = door
        super().__init__(box, hostname="127.0.0.1", port=door.getsockname()[1], **options)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.door, ssl=self.ssl_context)


@contextmanager
def mailbox(port: int = 0, **options: Any) -> Iterator[Mailbox]:
    """Listens on a free port of the loopback (or the one given) while the block lasts."""
    box = Mailbox()
    door = socket.create_server(("127.0.0.1", port))
    box.address = f"127.0.0.1:{door.getsockname()[1]}"
    doorman = Doorman(box, door, authenticator=box.authenticate, **options)
    doorman.start()
    try:
        yield box
    finally:
        doorman.stop()


def settings(folder: Path, box: Mailbox | None = None, **more: Any) -> Settings:
    """Settings of a site that sends to this mailbox."""
    url = f"smtp://{box.address}" if box else ""
    site = replace(load({}), data=folder, secret_key="for tests only", smtp_url=url)
    site = replace(site, base_url="https://reseau.example.org")
    return replace(site, **more)


def work_once(db: Database, site: Settings) -> None:
    """Carries out all that is due now."""
    work(db, site, threading.Event(), once=True)


def text_of(message: EmailMessage, form: str = "plain") -> str:
    """The words of one of a message's forms, decoded."""
    part = message.get_body((form,))
    assert part is not None
    return str(part.get_content())
