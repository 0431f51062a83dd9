"""Etherpad beside our live notes, in the same run, where it was installed: how long a commit waits to be accepted."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from bench.measuring import Row, summed

PEOPLE = Path(__file__).with_name("etherpad.mjs")
PATIENCE = 120  # seconds: it makes its pages ready when it first starts


def rows(
    folder: Path, groups: tuple[tuple[int, int], ...] = ((40, 1), (600, 100)), seconds: int = 30
) -> Iterator[Row]:  # fmt: skip
    """`folder` holds `src` (the package) and `node_modules`; `groups` are people and the pads that they share."""
    for many, pads in groups:
        with _served(folder) as address:
            told = _written(folder, address, many, pads, seconds)
        name, times = f"etherpad.{many}_on_{pads}", summed(told["times"])
        yield Row(f"{name}.commits_per_second", len(told["times"]) / seconds, "/s")
        yield Row(f"{name}.median", times.median, "ms")
        yield Row(f"{name}.p95", times.p95, "ms")
        yield Row(f"{name}.errors", told["errors"], "errors")
        yield Row(f"{name}.copies_that_differ", told["differ"], "copies")


class Told(TypedDict):
    """Milliseconds of each commit, errors, and pads of which copies differ at the end."""

    times: list[float]
    errors: int
    differ: int


def _written(folder: Path, address: str, many: int, pads: int, seconds: int) -> Told:
    command = ["node", str(PEOPLE), str(folder), address, str(many), str(pads), str(seconds)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=seconds + PATIENCE)
    told: Told = json.loads(done.stdout)
    return told


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """On an empty folder of its own, without the limit that it sets to each address."""
    with tempfile.TemporaryDirectory() as data, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        settings = Path(data) / "settings.json"
        settings.write_text(json.dumps({
            "ip": "127.0.0.1", "port": port, "dbType": "dirty", "dbSettings": {"filename": f"{data}/pads.db"},
            "loglevel": "ERROR", "users": {}, "commitRateLimiting": {"duration": 1, "points": 1_000_000},
            "socketTransportProtocols": ["websocket"],
        }))  # fmt: skip
        command = ["node", str(folder / "src/node/server.js"), "--settings", str(settings)]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                yield _answering(f"http://127.0.0.1:{port}")
            finally:
                server.terminate()
                server.wait(30)


def _answering(address: str) -> str:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{address}/p/banc0", timeout=5).close()
            return address
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
