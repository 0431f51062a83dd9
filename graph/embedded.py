"""Neo4j as a child process: one for a data folder, joined by the user's other processes."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from graph.engine.child import IN_USE, Options
from graph.engine.java import Runtime, flags
from graph.errors import GraphUnavailable

START_SECONDS = 120
STOP_SECONDS = 20


@dataclass(frozen=True)
class Address:
    """Where a graph answers, and as whom to ask."""

    uri: str
    user: str
    password: str


class FolderInUse(GraphUnavailable):
    """Another engine holds the folder."""


def is_held(folder: Path) -> bool:
    """True while an engine holds the folder, even if nobody answers yet."""
    try:
        with (folder / "engine.lock").open() as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def published(folder: Path) -> Address | None:
    """Address of the engine that holds the folder now, None when there is none that answers."""
    if not is_held(folder):
        return None
    try:
        known = json.loads((folder / "engine.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return Address(known["uri"], known["user"], known["password"])


def is_free(port: int) -> bool:
    """True when nobody listens on this port of the loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def last_port(folder: Path) -> int:
    """The port used last, so that clients find the engine again; 0 (any) when it is taken or unknown."""
    file = folder / "port"
    port = int(file.read_text()) if file.exists() else 0
    return port if is_free(port) else 0


def page_cache(folder: Path) -> int:
    """Megabytes for the page cache: the store and a fifth, within 128 and 1024."""
    store = folder / "data" / "databases"
    size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) if store.exists() else 0
    return max(128, min(1024, int(size * 1.2 / 1e6)))


class Engine:
    """A Neo4j child on a folder; it dies with us, even when we are killed.

    `quick` compiles less, for short runs; `keep_plans` plans a question once, for a graph that stays small:
    neither a change of the graph nor the size of a parameter has it planned anew, and what plans is compiled well."""

    def __init__(
        self, folder: Path, runtime: Runtime, *, heap: str = "512m", quick: bool = False, keep_plans: bool = False
    ):
        self.folder, self.runtime, self.heap = folder.resolve(), runtime, heap
        self.quick, self.keep_plans = quick, keep_plans
        self.process: subprocess.Popen[str] | None = None

    def start(self, *, archive: Path | None = None) -> Address:
        """Start and wait for the first answer; FolderInUse, or GraphUnavailable with the engine's own words.

        `archive` names a file where the classes used are written at the end (class-data sharing).
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        command = [sys.executable, "-m", "graph.engine.child", str(self.folder)]
        with self.log.open("a") as log:
            said = log.tell()
            # A session of its own: Ctrl-C is for us, who then stop it in order.
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                start_new_session=True,
            )  # fmt: skip
        return self.answer(self.process, self.options(archive), said)

    @property
    def log(self) -> Path:
        """What the child writes that is not for us."""
        return self.folder / "output.log"

    def options(self, archive: Path | None) -> Options:
        """What the child is told."""
        dumping = [f"-XX:SharedArchiveFile={self.runtime.archives[0]}", f"-XX:ArchiveClassesAtExit={archive}"]
        sharing = dumping if archive else self.runtime.sharing
        return Options(
            home=str(self.folder),
            port=last_port(self.folder),
            pagecache=page_cache(self.folder),
            jvm=[
                *flags(self.heap, quick=self.quick, planning=self.keep_plans, sharing=sharing),
                f"-XX:ErrorFile={self.folder}/crash-%p.log",
            ],
            class_path=self.runtime.class_path,
            library=str(self.runtime.library),
            parent=os.getpid(),
            dump=archive is not None,
            keep_plans=self.keep_plans,
        )

    def answer(self, process: "subprocess.Popen[str]", options: Options, said: int) -> Address:
        """Tell the child its options, read its one line; what it said before stands in the log up to `said`."""
        assert process.stdin
        assert process.stdout
        process.stdin.write(options.text() + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        told = json.loads(line) if line else {}
        if "uri" in told:
            return Address(told["uri"], told["user"], told["password"])
        code = process.wait()
        self.close_pipes(process)
        if code == IN_USE:
            raise FolderInUse(f"le dossier {self.folder} est déjà utilisé par un autre moteur")
        raise GraphUnavailable(f"le moteur n'a pas démarré : {told.get('error') or self.last_words(said, code)}")

    def last_words(self, said: int, code: int) -> str:
        """The last line the child wrote before it left, else its exit code."""
        lines = self.log.read_bytes()[said:].decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"code {code}"

    @property
    def running(self) -> bool:
        """True while the child lives."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Close its standard input, which is its signal to stop in order (0.25 s), and wait."""
        if self.process is None:
            return
        self.close_pipes(self.process)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    @staticmethod
    def close_pipes(process: "subprocess.Popen[str]") -> None:
        """Close our ends."""
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def join_or_start(own: Engine, deadline: float) -> Address:
    """Whoever takes the folder first starts; the others wait for its address."""
    while time.monotonic() < deadline:
        if address := published(own.folder):
            return address
        try:
            return own.start()
        except FolderInUse:
            own.process = None
            time.sleep(0.2)
    raise FolderInUse(f"le dossier {own.folder} est utilisé par un moteur qui ne répond pas")
