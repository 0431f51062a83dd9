"""The jars of the engine, as jars.lock pins them."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOCK = Path(__file__).with_name("jars.lock")


@dataclass(frozen=True, slots=True)
class Jar:
    """One jar of the lock: its Maven coordinate, size in bytes and SHA-256 in hexadecimal."""

    group: str
    artifact: str
    version: str
    classifier: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """File name, unique in the lock (a test holds it)."""
        return f"{self.artifact}-{self.version}{self.classifier and '-' + self.classifier}.jar"

    @property
    def path(self) -> str:
        """Address below a Maven repository."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.name}"

    @property
    def line(self) -> str:
        """The jar as the lock writes it."""
        coordinate = ":".join(filter(None, (self.group, self.artifact, self.version, self.classifier)))
        return f"{coordinate} {self.size} {self.sha256}"


def parse(line: str) -> Jar:
    """Read 'group:artifact:version[:classifier] size sha256'."""
    coordinate, size, sha256 = line.split()
    group, artifact, version, *classifier = coordinate.split(":")
    return Jar(group, artifact, version, "".join(classifier), int(size), sha256)


@cache
def locked_jars() -> tuple[Jar, ...]:
    """Every jar of the lock, in its order, which is that of the class path."""
    return tuple(parse(line) for line in LOCK.read_text().splitlines())


@cache
def lock_digest() -> str:
    """Twelve characters that change with the lock."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]


def neo4j_version() -> str:
    """Version of the engine that the lock holds."""
    return next(jar.version for jar in locked_jars() if (jar.group, jar.artifact) == ("org.neo4j", "neo4j"))


def verified_mark(cache: Path) -> Path:
    """The file that says that every jar of this lock was verified once."""
    return cache / f"verified-{lock_digest()}"


def is_fetched(cache: Path) -> bool:
    """True when every jar of this lock was verified and still has its size."""
    sizes = {path.name: path.stat().st_size for path in (cache / "jars").glob("*.jar")}
    return verified_mark(cache).exists() and all(sizes.get(jar.name) == jar.size for jar in locked_jars())
