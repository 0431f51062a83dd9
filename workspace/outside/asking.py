"""One request to one machine: through its door, without following anything, and reading little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import certifi
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError, TimeoutError

from workspace.outside.doors import Door

TIMEOUT = Timeout(connect=5.0, read=10.0)

Ask = Callable[[str, str], "Answer"]
Open = Callable[[str], Door]


class Failed(Exception):
    """No answer, and why, as a word of `workspace.outside_words`."""


@dataclass(frozen=True)
class Answer:
    """What came back; `body` is its first bytes, as many as were wanted."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Asking:
    """Says who asks (`agent`), and where each address leads (`open`: see `doors.door`)."""

    agent: str
    open: Open
    timeout: Timeout = TIMEOUT

    def __call__(self, method: str, address: str, most: int = 0) -> Answer:
        """The answer to HEAD or GET, with at most `most` bytes of it. Failed; Closed for what is not asked."""
        try:
            there = self.open(address)
        except OSError as error:
            raise Failed("unknown_host") from error
        with _pool(there, self.timeout) as pool:
            try:
                return self._answer(pool, there, method, most)
            except SSLError as error:
                raise Failed("certificate") from error
            except NewConnectionError as error:
                raise Failed("unreachable") from error
            except TimeoutError as error:
                raise Failed("timeout") from error
            except (HTTPError, OSError, ValueError) as error:
                raise Failed("unreachable") from error

    def _answer(self, pool: HTTPConnectionPool, there: Door, method: str, most: int) -> Answer:
        headers = {"Host": _named(there), "User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        response = pool.urlopen(
            method, there.url.request_uri, headers=headers, retries=False, redirect=False, preload_content=False,
            assert_same_host=False,
        )  # fmt: skip
        try:
            body = response.read(most) if most else b""
            return Answer(response.status, dict(response.headers), body)
        finally:
            response.close()


def _pool(there: Door, timeout: Timeout) -> HTTPConnectionPool:
    if there.url.scheme == "http":
        return HTTPConnectionPool(there.ip, there.port, timeout=timeout)
    return HTTPSConnectionPool(
        there.ip, there.port, timeout=timeout, server_hostname=there.host, assert_hostname=there.host,
        ca_certs=certifi.where(), cert_reqs="CERT_REQUIRED",
    )  # fmt: skip


def _named(there: Door) -> str:
    host = f"[{there.host}]" if ":" in there.host else there.host
    return f"{host}:{there.port}" if there.url.port else host
