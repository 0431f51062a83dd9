"""Bytes of images and files: in the data folder, by the hash of their content, whole or not there.

Every web worker and the worker beside them read the same folder; on several machines it is a shared volume."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph import file_writing
from graph.database import Database
from graph.settings import Settings

SMALL = ".small"  # after the hash: the smaller version of an image
DAY = 24 * 3600
AT_A_TIME = 200
_HASH = re.compile(r"[0-9a-f]{64}")


def folder(settings: Settings) -> Path:
    """Where they are kept."""
    return settings.data / "files"


def path_of(root: Path, sha256: str, *, small: bool = False) -> Path:
    """Where a content is, or would be."""
    return root / sha256[:2] / (sha256 + (SMALL if small else ""))


@contextmanager
def bench(root: Path) -> Iterator[Path]:
    """A folder to work in, on the same disk as what is kept, gone afterwards."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=root) as made:
        yield Path(made)


def keep(root: Path, whole: Path, small: Path | None) -> str:
    """Moves a cleaned file among what is kept, and gives its hash. Sent twice, it is there once and is new again."""
    sha256 = _hash(whole)
    path_of(root, sha256).parent.mkdir(exist_ok=True, mode=0o700)
    for made, kept in ((small, path_of(root, sha256, small=True)), (whole, path_of(root, sha256))):
        if made is not None and made.exists():
            made.chmod(0o600)
            made.replace(kept)
            os.utime(kept)
    return sha256


def sweep(root: Path, db: Database) -> int:
    """Takes off the disk what no record bears any more; gives how many. What is a day young may be on its way."""
    file_writing.purge(db)
    if not root.is_dir():
        return 0
    for bench in root.glob(".bench-*"):
        if _is_old(bench):
            shutil.rmtree(bench, ignore_errors=True)
    old = sorted(path.name for path in root.glob("??/*") if _HASH.fullmatch(path.name) and _is_old(path))
    return sum(_sweep(root, db, old[i : i + AT_A_TIME]) for i in range(0, len(old), AT_A_TIME))


def _sweep(root: Path, db: Database, hashes: list[str]) -> int:
    kept = file_writing.referred(db, hashes)
    left = [each for each in hashes if each not in kept]
    for each in left:
        if _is_old(path_of(root, each)):  # asked again: the same content may have been sent meanwhile
            path_of(root, each).unlink(missing_ok=True)
            path_of(root, each, small=True).unlink(missing_ok=True)
    return len(left)


def _is_old(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < time.time() - DAY
    return False


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
