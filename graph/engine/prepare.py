"""Everything an engine needs before it starts: jars, Java, and archives of classes that halve the start."""

import subprocess
import sys
import tempfile
from pathlib import Path

from graph.database import Database
from graph.embedded import Engine
from graph.engine.fetch import fetch_jars, one_at_a_time
from graph.engine.java import Runtime, place_runtime, runtime_in
from graph.errors import GraphUnavailable

# What a page or an import makes the engine load: constraints, full text, writes, paths.
PRACTICE = (
    "CREATE CONSTRAINT p IF NOT EXISTS FOR (n:Practice) REQUIRE n.id IS UNIQUE",
    "CREATE FULLTEXT INDEX f IF NOT EXISTS FOR (n:Practice) ON EACH [n.search]",
    "CALL db.awaitIndexes(60)",
    "UNWIND range(1, 50) AS i MERGE (n:Practice {id: i}) SET n.search = 'mot ' + i, n.name = toString(i)",
    "MATCH (a:Practice), (b:Practice) WHERE b.id = a.id + 1 MERGE (a)-[r:NEXT {key: a.id}]->(b) RETURN count(r)",
    "MATCH (a:Practice {id: 1}), (b:Practice {id: 9}) RETURN length(shortestPath((a)-[:NEXT*..10]-(b))) AS n",
    "CALL db.index.fulltext.queryNodes('f', 'mot* OR mot~1') YIELD node, score RETURN node.id, score LIMIT 5",
    "MATCH (n:Practice) CALL (n) { MATCH (n)--(o) RETURN collect(o.name) AS names } "
    "RETURN n{.id, .name, names: names} AS n ORDER BY n.name SKIP 2 LIMIT 10",
    "MATCH (n:Practice) DETACH DELETE n",
)


def prepare(cache: Path, maven_url: str = "") -> Runtime:
    """The runtime, fetched and made ready when it is not; raises GraphUnavailable with what failed."""
    fetch_jars(cache, maven_url)
    runtime = runtime_in(cache)
    with one_at_a_time(cache):
        place_runtime(runtime)
        if not runtime.prepared:
            print("Préparation du moteur (une seule fois, environ 20 s)…", file=sys.stderr, flush=True)
            make_archives(runtime)
    return runtime


def make_archives(runtime: Runtime) -> None:
    """Write both archives; a machine where this fails starts more slowly, and is not asked again."""
    base, top = runtime.archives
    base.unlink(missing_ok=True)
    dump = ["-Xshare:dump", "-XX:+UseSerialGC", f"-XX:SharedArchiveFile={base}", "-Xlog:disable"]
    try:
        subprocess.run([runtime.home / "bin" / "java", *dump], capture_output=True, check=True)
        practise(runtime, top)
    except (OSError, subprocess.CalledProcessError, GraphUnavailable) as error:
        print(f"Archives de classes non faites, le démarrage sera plus lent : {error}", file=sys.stderr)
    if not runtime.sharing:
        runtime.unshared.touch()


def practise(runtime: Runtime, archive: Path) -> None:
    """Run an engine once on an empty folder, and keep the classes it used."""
    draft = archive.with_suffix(".new")
    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:
        engine = Engine(Path(folder) / "neo4j", runtime, quick=True)
        try:
            address = engine.start(archive=draft)
            with Database(address.uri, address.user, address.password) as db:
                for query in PRACTICE:
                    db.write(query)
        finally:
            engine.stop()
    if draft.exists():
        draft.replace(archive)
