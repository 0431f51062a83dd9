"""Files dropped on the page: kept apart in the data folder, under a name that nobody can guess, for a week.

Every web worker of a machine reads the same folder; on several machines it is a shared volume."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from graph.errors import NotFound
from graph.operations import now

KEPT_DAYS = 7
MOST_FILES = 20
LONGEST_NAME = 100
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"|?*]")


@dataclass(frozen=True)
class Upload:
    """`files` are their names as they are shown and kept; `by` is the account that dropped them."""

    folder: Path
    files: tuple[str, ...]
    by: str
    by_name: str
    at: str

    @property
    def token(self) -> str:
        return self.folder.name

    @property
    def title(self) -> str:
        """« membres.xlsx », « membres.xlsx et 2 autres »."""
        return self.files[0] if len(self.files) == 1 else ", ".join(self.files)

    @property
    def path(self) -> Path:
        """What the importer reads: the file, or the folder of several."""
        inside = self.folder / "fichiers"
        return inside / self.files[0] if len(self.files) == 1 else inside

    @property
    def mapping(self) -> Path:
        return self.folder / "correspondance.yml"


def keep(root: Path, files: Iterable[tuple[str, IO[bytes]]], by: str, by_name: str) -> Upload:
    """Keeps (name, content) of each file. OSError when the disk is full: nothing is left of it then."""
    sweep(root)
    folder = root / secrets.token_urlsafe(16)
    (folder / "fichiers").mkdir(parents=True, mode=0o700)
    os.chmod(root, 0o700)
    os.chmod(folder, 0o700)
    try:
        names = tuple(_kept(folder / "fichiers", files))
        upload = Upload(folder, names, by, by_name, now())
        told = {name: value for name, value in asdict(upload).items() if name != "folder"}
        write(folder / "depot.json", json.dumps(told, ensure_ascii=False))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return upload


def find(root: Path, token: str) -> Upload:
    """The upload of an address; NotFound when there is none, or no longer."""
    upload = _at(root / token) if _TOKEN.fullmatch(token) else None
    if upload is None:
        raise NotFound(token)
    return upload


def own(root: Path, token: str, user: str | None) -> Upload:
    """The same, for whose file it is and nobody else."""
    found = find(root, token)
    if found.by != user:
        raise NotFound(token)
    return found


def waiting(root: Path) -> list[Upload]:
    """Every upload, the last first."""
    found = (_at(folder) for folder in _folders(root))
    return sorted((upload for upload in found if upload), key=lambda upload: (upload.at, upload.token), reverse=True)


def remove(upload: Upload) -> None:
    """Takes an upload off the disk."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def sweep(root: Path) -> None:
    """Takes off what has been there for a week: these files hold personal data."""
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for folder in _folders(root):
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


def write(path: Path, text: str) -> None:
    """A whole file or none, read by its owner only."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """The last part of a path, composed, without what a file system or a reader trips over."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = " ".join(_NOT_IN_NAMES.sub(" ", plain).encode("utf-8", "ignore").decode().split()).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST_NAME] or "fichier"
    return f"{stem[: LONGEST_NAME - 10].strip('. ') or 'fichier'}.{suffix[:9]}"


def _kept(folder: Path, files: Iterable[tuple[str, IO[bytes]]]) -> Iterator[str]:
    taken: set[str] = set()
    for name, content in files:
        safe = _free(safe_name(name), taken)
        taken.add(safe.casefold())
        with os.fdopen(os.open(folder / safe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            shutil.copyfileobj(content, file)
        yield safe


def _free(name: str, taken: set[str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    tries = (name, *(f"{stem} ({n}){dot}{suffix}" for n in range(2, MOST_FILES + 2)))
    return next(each for each in tries if each.casefold() not in taken)


def _folders(root: Path) -> list[Path]:
    return [path for path in root.iterdir() if _TOKEN.fullmatch(path.name)] if root.is_dir() else []


def _at(folder: Path) -> Upload | None:
    try:
        told = json.loads((folder / "depot.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return Upload(folder, **{**told, "files": tuple(told["files"])})
