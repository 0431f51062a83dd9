"""A folder instead of a server, for who only tries."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

log = logging.getLogger(__name__)


class Folder:
    """Keeps messages as files that a mail program opens."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __str__(self) -> str:
        return f"fichiers dans {self.folder}"

    def deliver(self, message: EmailMessage, name: str, acting: Callable[[], None]) -> None:
        """Writes the file whole or not at all. Written again it is the same file: the act may be repeated."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path, draft = self.folder / f"{name}.eml", self.folder / f".{name}.part"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message.as_bytes())
        draft.replace(path)
        log.info("Message pour %s gardé : %s", message["To"], path)

    def hang_up(self) -> None:
        """Nothing is open."""
