"""Where messages go: an SMTP server, or a folder of files for who only tries."""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from graph.errors import Invalid
from workspace.public_address import loopback
from workspace.tasks import Refused, Uncertain

TIMEOUT = 20.0  # seconds of silence
RELAY, SUBMISSION, TLS = 25, 587, 465

log = logging.getLogger(__name__)


class Server(Protocol):
    """Takes one message to one recipient. `acting` is called just before the server could have accepted it.

    Returns once it is accepted; Refused and Uncertain as handlers say them; after any other exception it surely was
    not."""

    def deliver(self, message: EmailMessage, name: str, acting: Callable[[], None]) -> None:
        """`name` is a file name, for who keeps files."""


class Delayed(Exception):
    """The server says: not now."""


class Folder:
    """Keeps messages as files that a mail program opens."""

    def __init__(self, folder: Path):
        self.folder = folder

    def deliver(self, message: EmailMessage, name: str, acting: Callable[[], None]) -> None:
        """Writes the file whole or not at all; written again, it is the same file."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path, draft = self.folder / f"{name}.eml", self.folder / f".{name}.part"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message.as_bytes())
        draft.replace(path)
        log.info("Message pour %s gardé : %s", message["To"], path)


class Smtp:
    """A server by its URL; the password travels only over TLS, or on this machine."""

    def __init__(self, url: SplitResult):
        self.host, self.tls = url.hostname or "", url.scheme == "smtps"
        self.user, self.password = unquote(url.username or ""), unquote(url.password or "")
        self.port = url.port or (TLS if self.tls else SUBMISSION if self.user else RELAY)

    def deliver(self, message: EmailMessage, name: str, acting: Callable[[], None]) -> None:
        """Connects, then hands the message over."""
        with self.connected() as smtp:
            acting()
            hand_over(smtp, message)

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        """A connection, with TLS where there is any, signed in where there is a user."""
        context = self.context()
        made: smtplib.SMTP
        if self.tls:
            made = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        else:
            made = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        with made as smtp:
            smtp.ehlo_or_helo_if_needed()
            if not self.tls and smtp.has_extn("starttls"):
                smtp.starttls(context=context)
                smtp.ehlo()
            elif not self.tls and self.user and not loopback(self.host):
                raise Delayed(f"{self.host} n'offre pas STARTTLS : le mot de passe n'est pas envoyé en clair")
            if self.user:
                smtp.login(self.user, self.password)
            yield smtp

    def context(self) -> ssl.SSLContext:
        """Certificates are checked, but for a relay on this machine, which has none of its name."""
        context = ssl.create_default_context()
        if loopback(self.host):
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def hand_over(smtp: smtplib.SMTP, message: EmailMessage) -> None:
    """One message on an open connection. Whatever comes before its last line is known not to have been sent."""
    by, to = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    _expect(smtp.mail(by), never=())
    _expect(smtp.rcpt(to))
    try:
        answer = smtp.data(message.as_bytes())
    except smtplib.SMTPDataError as error:  # before the message
        answer = (error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b"")
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise Uncertain(f"la connexion a été coupée pendant l'envoi : {error}") from error
    _expect(answer)


# 550 to 559 are about this recipient or this message, and so is 521; other 5xx are about how we are set up.
NEVER = (521, *range(550, 560))


def _expect(answer: tuple[int, bytes], never: tuple[int, ...] = NEVER) -> None:
    code, said = answer
    if 200 <= code < 300:
        return
    told = f"{code} {said.decode(errors='replace')}"
    raise Refused(told) if code in never else Delayed(told)


def server_of(url: str) -> Server:
    """The server of MAILLAGE_SMTP_URL; Invalid when it names none."""
    try:
        parts = urlsplit(url)
        if parts.scheme == "file" and parts.path.startswith("/"):
            return Folder(Path(unquote(parts.path)))
        if parts.scheme in ("smtp", "smtps") and parts.hostname:
            return Smtp(parts)
    except ValueError:  # a port that is no number
        pass
    raise Invalid({"MAILLAGE_SMTP_URL": "smtp://hôte:port, smtps://hôte:port ou file:///dossier est attendu"})
