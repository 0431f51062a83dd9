"""Where messages go: an SMTP server, or a folder of files."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from graph.errors import Invalid
from workspace.mail.files import Folder
from workspace.mail.smtp import Smtp


class Server(Protocol):
    """Takes one message to one recipient; as a string, says what it is, without its password."""

    def deliver(self, message: EmailMessage, name: str, acting: Callable[[], None]) -> None:
        """Returns once the message is accepted; Refused and Uncertain as handlers say them; after any other exception
        it surely was not. `acting` is called just before it could be. `name` is unique, for who keeps files."""

    def hang_up(self) -> None:
        """No message comes for a while."""


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
