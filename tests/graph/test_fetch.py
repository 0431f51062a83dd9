"""Fetching the engine: pinned, verified, resumed, from the repository that the user asked for."""

import hashlib
import io
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from graph.engine import fetch, jars
from graph.engine.jars import LOCK, Jar, locked_jars, neo4j_version, parse
from graph.engine.maven import repository
from graph.engine.progress import Progress
from graph.errors import GraphUnavailable

CONTENT = {name: hashlib.shake_256(name.encode()).digest(200_000) for name in ("one", "two", "three")}


def jar_of(name: str) -> Jar:
    content = CONTENT[name]
    return Jar("org.example", name, "1.0", "", len(content), hashlib.sha256(content).hexdigest())


JARS = tuple(jar_of(name) for name in CONTENT)


@dataclass
class Repository:
    """A Maven repository on the loopback: what was asked, and how it misbehaves."""

    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    cut: int = 0
    altered: bool = False
    ranges: bool = True


@pytest.fixture
def maven() -> Iterator[Repository]:
    shop = Repository()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.split("/")[3]
            wanted = self.headers.get("Range", "") if shop.ranges else ""
            shop.asked.append((name, wanted))
            if name not in CONTENT:
                self.send_error(404)
                return
            start = int(found[1]) if (found := re.match(r"bytes=(\d+)-", wanted)) else 0
            body = CONTENT[name][start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if shop.cut:
                shop.cut -= 1
                body = body[: len(body) // 2]
            self.wfile.write(body.swapcase() if shop.altered else body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    shop.address = f"http://127.0.0.1:{server.server_port}"
    yield shop
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache for a lock of three small jars."""
    pin(monkeypatch, *JARS)
    return tmp_path / "cache"


def pin(monkeypatch: pytest.MonkeyPatch, *pinned: Jar) -> None:
    for module in (fetch, jars):
        monkeypatch.setattr(module, "locked_jars", lambda: pinned)
        monkeypatch.setattr(module, "neo4j_version", lambda: "0")


def files(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (cache / "jars").iterdir()}


WHOLE = {jar.name: CONTENT[jar.artifact] for jar in JARS}


def test_the_lock_pins_every_jar_by_its_sum() -> None:
    pinned = locked_jars()
    assert len(pinned) > 200
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in pinned)
    assert len({jar.name for jar in pinned}) == len(pinned)
    assert [parse(jar.line) for jar in pinned] == list(pinned)
    assert neo4j_version() == "5.26.30"


def test_the_lock_names_no_host() -> None:
    assert "://" not in LOCK.read_text()


def test_every_jar_is_fetched_and_verified(cache: Path, maven: Repository) -> None:
    fetch.fetch_jars(cache, maven.address)
    assert files(cache) == WHOLE


def test_a_second_time_asks_nothing(cache: Path, maven: Repository) -> None:
    fetch.fetch_jars(cache, maven.address)
    maven.asked.clear()
    fetch.fetch_jars(cache, maven.address)
    assert maven.asked == []


def test_a_jar_that_was_lost_is_fetched_alone(cache: Path, maven: Repository) -> None:
    fetch.fetch_jars(cache, maven.address)
    (cache / "jars" / JARS[0].name).unlink()
    maven.asked.clear()
    fetch.fetch_jars(cache, maven.address)
    assert maven.asked == [("one", "")]
    assert files(cache) == WHOLE


def test_an_interrupted_fetch_goes_on_where_it_stopped(cache: Path, maven: Repository) -> None:
    (cache / "jars").mkdir(parents=True)
    (cache / "jars" / f"{JARS[1].name}.part").write_bytes(CONTENT["two"][:1234])
    fetch.fetch_jars(cache, maven.address)
    assert ("two", "bytes=1234-") in maven.asked
    assert files(cache) == WHOLE


def test_a_repository_without_ranges_sends_it_whole(cache: Path, maven: Repository) -> None:
    maven.ranges = False
    (cache / "jars").mkdir(parents=True)
    (cache / "jars" / f"{JARS[1].name}.part").write_bytes(b"old")
    fetch.fetch_jars(cache, maven.address)
    assert files(cache) == WHOLE


def test_a_connection_cut_half_way_is_taken_up_again(cache: Path, maven: Repository) -> None:
    maven.cut = 2
    fetch.fetch_jars(cache, maven.address)
    assert files(cache) == WHOLE
    assert sum(wanted != "" for _, wanted in maven.asked) == 2


def test_a_wrong_partial_file_is_thrown_away(cache: Path, maven: Repository) -> None:
    (cache / "jars").mkdir(parents=True)
    (cache / "jars" / f"{JARS[0].name}.part").write_bytes(b"x" * 1000)
    fetch.fetch_jars(cache, maven.address)
    assert files(cache) == WHOLE


def test_an_altered_jar_is_refused_by_name_and_kept_nowhere(cache: Path, maven: Repository) -> None:
    maven.altered = True
    with pytest.raises(GraphUnavailable, match=r"(one|two|three)-1\.0\.jar .* somme de contrôle"):
        fetch.fetch_jars(cache, maven.address)
    assert not [name for name in files(cache) if name.endswith(".jar")]


def test_a_jar_that_the_repository_lacks_is_said(
    cache: Path, maven: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = Jar("org.example", "four", "1.0", "", 3, "0" * 64)
    pin(monkeypatch, *JARS, absent)
    with pytest.raises(GraphUnavailable, match=r"404.*four-1\.0\.jar"):
        fetch.fetch_jars(cache, maven.address)


def test_two_processes_at_once_fetch_once(cache: Path, maven: Repository) -> None:
    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(fetch.fetch_jars, cache, maven.address) for _ in range(2)]:
            each.result()
    assert sorted(maven.asked) == [("one", ""), ("three", ""), ("two", "")]


def test_no_repository_is_said(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "session", requests.Session)
    monkeypatch.setattr(fetch, "ATTEMPTS", 1)
    with pytest.raises(GraphUnavailable, match="n'a pas pu être téléchargé"):
        fetch.fetch_jars(cache, "http://127.0.0.1:1")


def test_the_users_mirror_stands_for_the_central_repository(tmp_path: Path) -> None:
    settings = tmp_path / "settings.xml"
    settings.write_text(
        '<settings xmlns="http://maven.apache.org/SETTINGS/1.2.0"><mirrors>'
        "<mirror><mirrorOf>other</mirrorOf><url>https://other.example/m2</url></mirror>"
        "<mirror><mirrorOf>*,!central</mirrorOf><url>https://not.example/m2</url></mirror>"
        "<mirror><mirrorOf>external:*</mirrorOf><url>https://mirror.example/m2/</url></mirror>"
        "</mirrors></settings>"
    )
    assert repository(settings=settings) == "https://mirror.example/m2"
    assert repository("https://named.example/m2/", settings) == "https://named.example/m2"


def test_without_a_mirror_the_central_repository_is_asked(tmp_path: Path) -> None:
    assert repository(settings=tmp_path / "none.xml").startswith("https://")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere() -> None:
    terminal, log = Terminal(), io.StringIO()
    for stream in (terminal, log):
        progress = Progress("Moteur", 100, stream)
        for _ in range(100):
            progress.add(1)
    assert terminal.getvalue().count("\r") == 100
    assert terminal.getvalue().endswith("100 %  0 / 0 Mo\n")
    assert len(log.getvalue().splitlines()) == 11
