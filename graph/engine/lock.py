"""Resolve the engine's jars anew and write jars.lock: `python -m graph.engine.lock [version]`."""

import hashlib
import sys
import tempfile
import zipfile
from pathlib import Path

from jgo.maven import Dependency, MavenContext

from graph.engine.jars import LOCK, Jar, neo4j_version
from graph.engine.maven import repository
from graph.settings import load


def lock(dependency: Dependency) -> Jar:
    """Download one artifact (jgo checks the repository's SHA-1) and describe it."""
    of = dependency.artifact
    content = of.resolve().read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    return Jar(of.groupId, of.artifactId, of.version, of.classifier, len(content), sha256)


def names_others(dependency: Dependency) -> bool:
    """True for a jar whose manifest has a class path of its own.

    Such jars go last: before the jars they name, class-data sharing finds another class path and is off.
    """
    with zipfile.ZipFile(dependency.artifact.resolve()) as jar:
        return "META-INF/MANIFEST.MF" in jar.namelist() and b"Class-Path:" in jar.read("META-INF/MANIFEST.MF")


def resolve(version: str) -> list[Jar]:
    """Neo4j and all it depends on, in the order of the class path."""
    with tempfile.TemporaryDirectory() as cache:
        remote = {"central": repository(load().maven_url)}
        context = MavenContext(repo_cache=Path(cache), remote_repos=remote, timeout=60)
        neo4j = Dependency(context.project("org.neo4j", "neo4j").at_version(version).artifact())
        _, nodes = context.resolver.get_dependency_list([neo4j])
        found = [(names_others(each), lock(each)) for each in [neo4j, *(node.dep for node in nodes)]]
        return [jar for _, jar in sorted(found, key=lambda pair: (pair[0], pair[1].line))]


def main() -> None:
    """Keep the version of the lock unless another is named."""
    version = sys.argv[1] if len(sys.argv) > 1 else neo4j_version()
    jars = resolve(version)
    LOCK.write_text("".join(f"{jar.line}\n" for jar in jars))
    print(f"{LOCK.name}: {len(jars)} jars, {sum(jar.size for jar in jars) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
