"""Fetch the jars of the lock into the user's cache: many at once, resumed, verified, by one process."""

import fcntl
import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from graph.engine.jars import Jar, is_fetched, locked_jars, neo4j_version, verified_mark
from graph.engine.maven import repository
from graph.engine.progress import Progress
from graph.errors import GraphUnavailable

THREADS = 16
ATTEMPTS = 5
CHUNK = 1 << 16
TIMEOUT = (10, 60)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the cache against every other process of the user, waiting for our turn."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "fetch.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def session() -> requests.Session:
    """A client that waits and asks again when the repository is busy."""
    client = requests.Session()
    retry = Retry(total=ATTEMPTS, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504))
    client.mount("https://", HTTPAdapter(max_retries=retry, pool_maxsize=THREADS))
    client.mount("http://", HTTPAdapter(max_retries=retry, pool_maxsize=THREADS))
    return client


def is_whole(path: Path, jar: Jar) -> bool:
    """True when a file is exactly the jar of the lock."""
    if not path.exists() or path.stat().st_size != jar.size:
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == jar.sha256


@dataclass
class Fetch:
    """One run: where from, where to, who is told, and whether to stop."""

    folder: Path
    source: str
    progress: Progress
    client: requests.Session = field(default_factory=session)
    stopped: threading.Event = field(default_factory=threading.Event)

    def receive(self, jar: Jar, part: Path) -> None:
        """Continue a .part file from where it stopped, or from the start when the server sends it whole."""
        start = part.stat().st_size if part.exists() else 0
        if start >= jar.size:
            return
        headers = {"Range": f"bytes={start}-"} if start else {}
        address = f"{self.source}/{jar.path}"
        with self.client.get(address, headers=headers, stream=True, timeout=TIMEOUT) as response:
            response.raise_for_status()
            resumed = response.status_code == requests.codes.partial_content
            self.progress.add(start if resumed else 0)
            with part.open("ab" if resumed else "wb") as file:
                for chunk in response.iter_content(CHUNK):
                    file.write(chunk)
                    self.progress.add(len(chunk))
                    if self.stopped.is_set() or file.tell() > jar.size:
                        return

    def one(self, jar: Jar) -> None:
        """Fetch one jar unless it is there; what does not match its sum is thrown away and asked again."""
        target = self.folder / jar.name
        if is_whole(target, jar):
            self.progress.add(jar.size)
            return
        part = target.with_name(f"{jar.name}.part")
        for attempt in range(ATTEMPTS):
            try:
                self.receive(jar, part)
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError):
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(2**attempt / 4)
                continue
            if self.stopped.is_set():
                return
            if is_whole(part, jar):
                part.replace(target)
                return
            if part.exists() and part.stat().st_size >= jar.size:
                self.progress.add(-part.stat().st_size)
                part.unlink()
        raise GraphUnavailable(f"{jar.name} ne correspond pas à sa somme de contrôle : dépôt altéré ?")

    def all(self, jars: Sequence[Jar]) -> None:
        """Fetch everything, the largest first; the first failure or Ctrl-C stops the others."""
        largest_first = sorted(jars, key=lambda jar: -jar.size)
        with ThreadPoolExecutor(THREADS) as pool:
            futures = [pool.submit(self.one, jar) for jar in largest_first]
            try:
                for future in futures:
                    future.result()
            except BaseException:
                self.stopped.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise


def fetch_jars(cache: Path, maven_url: str = "") -> None:
    """Fetch and verify the jars unless they are there; raises GraphUnavailable with what failed."""
    if is_fetched(cache):
        return
    with one_at_a_time(cache):
        if is_fetched(cache):
            return
        folder = cache / "jars"
        folder.mkdir(exist_ok=True)
        jars = locked_jars()
        progress = Progress(f"Moteur Neo4j {neo4j_version()}", sum(jar.size for jar in jars))
        try:
            Fetch(folder, repository(maven_url), progress).all(jars)
        except (requests.RequestException, OSError) as error:
            raise GraphUnavailable(f"le moteur Neo4j n'a pas pu être téléchargé : {error}") from error
        verified_mark(cache).touch()
