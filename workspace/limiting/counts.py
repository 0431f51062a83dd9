"""Counts of requests, shared by the web workers of a machine: one SQLite file, in which losing a second is no loss."""

from __future__ import annotations

import sqlite3
import threading
import time
import weakref
from pathlib import Path

from limits.storage import Storage

SCHEME = "maillage-counts"
SWEEP_EVERY = 1000  # requests counted
WAIT_SECONDS = 1.0  # for another worker that writes

MAKE = "CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, until REAL NOT NULL, n INTEGER NOT NULL) WITHOUT ROWID"
# One statement counts and begins a new window where the last is over, so that workers never lose a count.
COUNT = """
INSERT INTO counts (key, until, n) VALUES (:key, :now + :lasts, :amount)
ON CONFLICT (key) DO UPDATE SET
  n = CASE WHEN until <= :now THEN excluded.n ELSE n + excluded.n END,
  until = CASE WHEN until <= :now THEN excluded.until ELSE until END
RETURNING n
"""
READ = "SELECT n, until FROM counts WHERE key = ? AND until > ?"


class Counts(Storage):
    """What Flask-Limiter asks of a storage, for windows that begin with their first request."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 (declared so by its base)

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        path = Path(uri.partition("://")[2])
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._guard, self._counted = threading.Lock(), 0
        self._connection = sqlite3.connect(
            path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )  # fmt: skip
        weakref.finalize(self, self._connection.close)
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", MAKE):
            self._connection.execute(statement)

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        with self._guard:
            self._counted += 1
            if self._counted % SWEEP_EVERY == 0:
                self._connection.execute("DELETE FROM counts WHERE until <= ?", (now,))
            counted = self._connection.execute(COUNT, {"key": key, "now": now, "lasts": expiry, "amount": amount})
            return int(counted.fetchone()[0])

    def get(self, key: str) -> int:
        return int(self._read(key)[0])

    def get_expiry(self, key: str) -> float:
        return self._read(key)[1]

    def check(self) -> bool:
        self._read("")
        return True

    def reset(self) -> int | None:
        with self._guard:
            return self._connection.execute("DELETE FROM counts").rowcount

    def clear(self, key: str) -> None:
        with self._guard:
            self._connection.execute("DELETE FROM counts WHERE key = ?", (key,))

    def _read(self, key: str) -> tuple[int, float]:
        now = time.time()
        with self._guard:
            found: tuple[int, float] | None = self._connection.execute(READ, (key, now)).fetchone()
        return found or (0, now)
