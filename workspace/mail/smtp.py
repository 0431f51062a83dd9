"""An SMTP server: one connection for many messages, and an exact account of what became of each."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote

from workspace.public_address import loopback
from workspace.tasks import Refused, Uncertain

RELAY, SUBMISSION, TLS = 25, 587, 465
SILENCE = 20.0  # seconds
READING = 300.0  # the same while the server looks at a whole message: some search it for viruses
MOST = 50  # messages a connection; servers hang up after some number
# About this recipient or this message; other 5xx are about how we are set up.
NEVER = (521, *range(550, 560))
GO_ON = 354


class Delayed(Exception):
    """The server says: not now, or not like this."""


class Smtp:
    """A server by its URL; the password travels only over TLS, or on this machine. Of one thread."""

    def __init__(self, url: SplitResult):
        self.host, self.tls = url.hostname or "", url.scheme == "smtps"
        self.user, self.password = unquote(url.username or ""), unquote(url.password or "")
        self.port = url.port or (TLS if self.tls else SUBMISSION if self.user else RELAY)
        self.line: smtplib.SMTP | None = None
        self.carried = 0

    def __str__(self) -> str:
        return f"serveur {self.host}:{self.port}"

    def deliver(self, message: EmailMessage, name: str, acting: Callable[[], None]) -> None:
        """On the open connection, else on a new one."""
        try:
            hand_over(self.ready(), message, acting)
        except BaseException:
            self.hang_up()
            raise
        self.carried += 1

    def ready(self) -> smtplib.SMTP:
        """A connection that answers."""
        if self.line and (self.carried >= MOST or not answers(self.line)):
            self.hang_up()
        if self.line is None:
            self.line, self.carried = self.connect(), 0
        return self.line

    def hang_up(self) -> None:
        """Whatever the server says to that: its messages are accounted for."""
        if self.line:
            with suppress(smtplib.SMTPException, OSError):
                self.line.quit()
            self.line.close()
        self.line = None

    def connect(self) -> smtplib.SMTP:
        """A new connection, with TLS where there is any, signed in where there is a user."""
        line: smtplib.SMTP
        if self.tls:
            line = smtplib.SMTP_SSL(self.host, self.port, timeout=SILENCE, context=self.context())
        else:
            line = smtplib.SMTP(self.host, self.port, timeout=SILENCE)
        try:
            self.introduce(line)
        except BaseException:
            line.close()
            raise
        return line

    def introduce(self, line: smtplib.SMTP) -> None:
        """TLS before the password."""
        line.ehlo_or_helo_if_needed()
        if not self.tls and line.has_extn("starttls"):
            line.starttls(context=self.context())
            line.ehlo()
        elif not self.tls and self.user and not loopback(self.host):
            raise Delayed(f"{self.host} n'offre pas STARTTLS : le mot de passe n'est pas envoyé en clair")
        if self.user:
            line.login(self.user, self.password)

    def context(self) -> ssl.SSLContext:
        """Certificates are checked, but for a relay on this machine, which has none of its name."""
        context = ssl.create_default_context()
        if loopback(self.host):
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def answers(line: smtplib.SMTP) -> bool:
    """Does the server still listen?"""
    try:
        return bool(line.noop()[0] == 250)
    except (smtplib.SMTPException, OSError):
        return False


def hand_over(line: smtplib.SMTP, message: EmailMessage, acting: Callable[[], None]) -> None:
    """One message. Before its text is sent it surely has not left; after, only the answer tells."""
    by, to = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    expect(line.mail(by), never=())
    expect(line.rcpt(to))
    acting()
    expect(line.docmd("DATA"), GO_ON)
    expect(send_text(line, message.as_bytes()))


def send_text(line: smtplib.SMTP, text: bytes) -> tuple[int, bytes]:
    """The server's answer to a whole message; Uncertain when there is none."""
    dotted = re.sub(rb"(?m)^\.", b"..", text)
    try:
        line.send(dotted + (b"" if dotted.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        if line.sock:
            line.sock.settimeout(READING)
        answer = line.getreply()
        if line.sock:
            line.sock.settimeout(SILENCE)
    except (smtplib.SMTPException, OSError) as error:
        raise Uncertain(f"la connexion a été coupée pendant l'envoi : {error}") from error
    return answer


def expect(answer: tuple[int, bytes], wanted: int = 0, *, never: tuple[int, ...] = NEVER) -> None:
    """Refused or Delayed, with the server's own words, unless it said yes (2xx, or the code wanted)."""
    code, said = answer
    if code == wanted or (not wanted and 200 <= code < 300):
        return
    told = f"{code} {said.decode(errors='replace')}"
    raise Refused(told) if code in never else Delayed(told)
