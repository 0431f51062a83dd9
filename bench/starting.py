"""First and second start of `maillage serve` on an empty folder, and what the processes weigh."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench.measuring import Row

MB = 2**20


def rows() -> Iterator[Row]:
    """Starts the site twice in a folder of its own, asks its pages, weighs it, stops it."""
    with tempfile.TemporaryDirectory() as folder:
        yield Row("start.first", _start(Path(folder))[0], "s")
        seconds, worker, engine = _start(Path(folder))
        yield Row("start.second", seconds, "s", 6)
        yield Row("memory.app_worker", worker, "MB", 120)
        yield Row("memory.engine", engine, "MB")


def _start(folder: Path) -> tuple[float, float, float]:
    """Seconds until the line with the address, then the heaviest worker and the engine in MB."""
    environment = os.environ | {"MAILLAGE_DATA": str(folder), "MAILLAGE_NEO4J_URI": ""}
    command = [sys.executable, "-m", "workspace.cli", "serve", "--port", "0"]
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as site:
        try:
            line = site.stdout.readline() if site.stdout else ""
            seconds = time.perf_counter() - start
            _visit(line)
            weights = [
                (p.memory_info().rss / MB, " ".join(p.cmdline())) for p in psutil.Process(site.pid).children(True)
            ]
        finally:
            site.terminate()
            site.wait(30)
    engine = max((weight for weight, command in weights if "neo4j" in command or "engine" in command), default=0.0)
    worker = max((weight for weight, command in weights if "serve" in command), default=0.0)
    return seconds, worker, engine


def _visit(line: str) -> None:
    """A few pages, so that what is loaded late is loaded."""
    import re
    from urllib.request import urlopen

    address = re.search(r"http://\S+", line)
    assert address, line
    for path in ("/", "/annuaire", "/recherche?q=eau", "/reseau", "/aide") * 4:
        with urlopen(address[0].rstrip("/") + path, timeout=30) as answer:
            answer.read()
