"""The process that holds Neo4j: `python -m graph.engine.child FOLDER`, started and told by graph.embedded.

It lives as long as its standard input stays open and its parent alive, whatever becomes of the parent.
"""

import fcntl
import gc
import json
import os
import secrets
import sys
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from graph.engine.lifeline import Lifeline

IN_USE = 75
BROKEN = 70
SETTINGS = """\
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
dbms.security.auth_enabled=true
dbms.security.allow_csv_import_from_file_urls=false
dbms.usage_report.enabled=false
server.memory.pagecache.size={pagecache}m
db.tx_log.preallocate=false
db.tx_log.rotation.size=16m
db.tx_log.rotation.retention_policy=2 files
db.logs.query.enabled=off
db.index_sampling.update_percentage=20
internal.server.bolt.thread_pool_shutdown_wait_time=500ms
internal.server.bolt.connection_shutdown_wait_time=500ms
"""
# A graph that is emptied every second has each question planned anew every ten: a third of the time of the tests.
# And each of them by the sizes of its lists and texts (none, 1, up to 10, 100, 1,000): a fifth of the engine's time.
KEEPING_PLANS = """\
dbms.cypher.min_replan_interval=1d
server.db.query_cache_size=10000
internal.cypher.use_parameter_size=false
"""


@dataclass(frozen=True)
class Options:
    """What the parent asks for; port 0 takes a free one."""

    home: str
    port: int
    pagecache: int
    jvm: list[str]
    class_path: list[str]
    library: str
    parent: int
    dump: bool = False
    keep_plans: bool = False

    def text(self) -> str:
        """As one line."""
        return json.dumps(asdict(self))


def hold(home: Path) -> IO[str] | None:
    """The folder's lock, kept while this process lives; None when another engine has it."""
    handle = (home / "engine.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    return handle


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def start_java(options: Options) -> None:
    """The Java machine of this process."""
    gc.disable()  # JPype has Java collect all of its memory each time Python does: four times a start
    import jpype
    import jpype.imports

    jpype.startJVM(
        *options.jvm, jvmpath=options.library, classpath=options.class_path, interrupt=False, convertStrings=False
    )


def start_neo4j(options: Options) -> Any:
    """Start Neo4j on the folder, in this process's Java; the management service."""
    from java.nio.file import Path as JavaPath
    from org.neo4j.dbms.api import DatabaseManagementServiceBuilder

    home = Path(options.home)
    settings = home / "neo4j.conf"
    told = SETTINGS.format(port=options.port, pagecache=options.pagecache)
    settings.write_text(told + KEEPING_PLANS * options.keep_plans)
    builder = DatabaseManagementServiceBuilder(JavaPath.of(options.home))
    return builder.loadPropertiesFromFile(JavaPath.of(str(settings))).build()


def bolt_port(service: Any) -> int:
    """The port that Neo4j listens on."""
    from org.neo4j.configuration.connectors import ConnectorPortRegister, ConnectorType

    resolver = service.database("system").getDependencyResolver()
    return int(resolver.resolveDependency(ConnectorPortRegister).getLocalAddress(ConnectorType.BOLT).getPort())


def password_of(home: Path, service: Any) -> str:
    """The password of the folder, made and set in Neo4j the first time."""
    file = home / "password"
    if not file.exists():
        from java.util import Map

        password = secrets.token_urlsafe(24)
        service.database("system").executeTransactionally(
            "ALTER USER neo4j SET PLAINTEXT PASSWORD $p CHANGE NOT REQUIRED", Map.of("p", password)
        )
        write_private(file, password)
    return file.read_text()


def is_sound(service: Any) -> bool:
    """False once Neo4j has given its database up, as when the disk is full.

    An orderly stop would then write the rest of a cut transaction, and the next start could not read the log
    (measured: it runs out of memory); without it, the next start recovers all that was acknowledged."""
    from org.neo4j.monitoring import DatabaseHealth

    database = service.database("neo4j")
    health = database.getDependencyResolver().resolveDependency(DatabaseHealth)
    return bool(database.isAvailable() and health.hasNoPanic())


def publish(home: Path, answer: dict[str, Any], stream: IO[str]) -> None:
    """Tell the parent by the stream, and the user's other processes by engine.json."""
    write_private(home / "engine.json", json.dumps(answer))
    write_private(home / "port", str(answer["port"]))
    stream.write(json.dumps(answer) + "\n")
    stream.flush()


def serve(options: Options, stream: IO[str]) -> Any:
    """Start Neo4j on the folder and tell where it answers; the management service."""
    service, home = start_neo4j(options), Path(options.home)
    if not is_sound(service):
        raise RuntimeError("la base ne s'ouvre pas : logs/debug.log dit pourquoi")
    port = bolt_port(service)
    answer = {"uri": f"bolt://127.0.0.1:{port}", "port": port, "user": "neo4j", "pid": os.getpid()}
    publish(home, answer | {"password": password_of(home, service)}, stream)
    return service


def reason(error: Any) -> str:
    """The first cause of an exception of Java or Python, in its own words."""
    while (cause := getattr(error, "getCause", lambda: None)()) is not None:
        error = cause
    return str(error)


def leave(code: int, *, dump: bool) -> NoReturn:
    """End at once; only a clean exit of Java writes the archive of its classes."""
    if dump:
        from java.lang import System

        System.exit(code)
    os._exit(code)


def run(options: Options, stream: IO[str]) -> int:
    """Hold the folder, serve until told to stop; the exit code."""
    home = Path(options.home)
    lifeline = Lifeline(options.parent)
    lock = hold(home)
    if lock is None:
        return IN_USE
    try:
        start_java(options)
        service = serve(options, stream)
    except Exception as error:
        stream.write(json.dumps({"error": reason(error)}) + "\n")
        stream.flush()
        return BROKEN
    while is_sound(service) and not lifeline.wait(1.0):
        pass
    (home / "engine.json").unlink(missing_ok=True)
    if not is_sound(service):
        return BROKEN
    service.shutdown()
    return 0


def main() -> None:
    """Keep standard output for the parent: Java's own messages go to standard error."""
    options = Options(**json.loads(sys.stdin.readline()))
    stream = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    code = BROKEN
    try:
        code = run(options, stream)
    except OSError:
        # Whoever started us died before we answered. An exception that went on would wait for Java's threads for ever.
        traceback.print_exc()
    leave(code, dump=options.dump)


if __name__ == "__main__":
    main()
