"""The handle on the graph, and the only importer of the driver: access modes, retries, timeouts, errors."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar

import neo4j
from neo4j import exceptions

from graph.driver_tables import lighten
from graph.embedded import Address, published
from graph.errors import AlreadyExists, GraphUnavailable
from graph.settings import Settings

lighten()
T = TypeVar("T")
Rows = list[dict[str, Any]]

RETRY_SECONDS = 5.0  # the embedded engine is back 3 s after a kill
PAUSE_SECONDS = 0.2  # before a question is asked again; then twice as long
CONNECT_SECONDS = 3.0
ACQUIRE_SECONDS = 10.0
# GQL status of what the server notices: 01N0x a deprecated form, 01N5x a name that nobody has.
SUSPECT = re.compile(r"01N[05]\d")
DUPLICATE = re.compile(r"propert(?:y|ies) `([^`]+)`.*?= '?(.*?)'?$", re.DOTALL)
TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"  # …ClientConfiguration when it is our own limit


class SuspectQuery(AssertionError):
    """In strict mode: the server noticed a label or property that nobody has, or a deprecated form."""


class Bookmarks:
    """What a person has written last, so that a cluster shows it to them."""

    def __init__(self, values: frozenset[str] = frozenset()):
        self.values = values


carried: ContextVar[Bookmarks | None] = ContextVar("bookmarks", default=None)


@contextmanager
def carrying(bookmarks: Bookmarks) -> Iterator[Bookmarks]:
    """Read what these bookmarks wrote, and add to them what is written in the block."""
    token = carried.set(bookmarks)
    try:
        yield bookmarks
    finally:
        carried.reset(token)


class Transaction:
    """One transaction: all of its writes, or none."""

    def __init__(self, transaction: neo4j.ManagedTransaction, *, strict: bool):
        self._transaction, self._strict = transaction, strict

    def run(self, query: str, /, **params: Any) -> Rows:
        """Rows as dictionaries; queries return values and maps, never nodes."""
        return rows(self._transaction.run(query, params), strict=self._strict)


def rows(result: neo4j.Result, *, strict: bool) -> Rows:
    """Every row of a result; in strict mode, what the server noticed is an error, and so is a node."""
    names = result.keys()
    found = [dict(zip(names, record.values(), strict=True)) for record in result]
    if strict:
        refuse_suspects(found, result.consume())
    return found


def refuse_suspects(found: Rows, summary: neo4j.ResultSummary) -> None:
    """Raise SuspectQuery for an unknown name, a deprecated form, or a node with its internal number."""
    for status in summary.gql_status_objects:
        if SUSPECT.match(status.gql_status):
            raise SuspectQuery(f"{status.status_description} {status.position or ''}")
    if any(isinstance(value, neo4j.graph.Entity) for row in found for value in row.values()):
        raise SuspectQuery("a node or relation was returned: return values or maps, such as n{.id, .name}")


@contextmanager
def in_our_words(address: str) -> Iterator[None]:
    """Translate the driver's exceptions into those of graph.errors."""
    try:
        yield
    except exceptions.ConstraintError as error:
        named = DUPLICATE.search(error.message or "")
        raise AlreadyExists(*(named.groups() if named else ("",))) from error
    except exceptions.AuthError as error:
        raise GraphUnavailable(f"{address} refuse le mot de passe : {error.message}") from error
    except (exceptions.ServiceUnavailable, exceptions.SessionExpired, exceptions.TransientError) as error:
        raise GraphUnavailable(f"{address} ne répond pas : {error}") from error
    except exceptions.ClientError as error:
        if (error.code or "").startswith(TIMED_OUT):
            raise GraphUnavailable("la question a demandé trop de temps au graphe") from error
        raise
    except exceptions.DatabaseError as error:
        # Measured with a full disk: Neo.DatabaseError.Transaction.TransactionLogError, then no answer at all.
        raise GraphUnavailable(
            f"{address} n'a pas pu lire ou écrire, son disque est peut-être plein : {error}"
        ) from error
    except exceptions.DriverError as error:
        raise GraphUnavailable(f"{address} ne répond pas : {error}") from error


class Database:
    """The graph at an address, shared by threads; it connects at the first question and again when needed."""

    def __init__(
        self,
        uri: str,
        user: str,
        password: str,
        *,
        name: str = "neo4j",
        timeout: float = 30.0,
        patience: float = RETRY_SECONDS,
        strict: bool = False,
        find: Callable[[], Address] | None = None,
    ):
        """`find` gives the address anew when the engine was started again elsewhere.
        `timeout` of one query and `patience` of its retries are in seconds."""
        self._address = Address(uri, user, password)
        self._find = find or (lambda: self._address)
        self._name, self._timeout, self._patience, self._strict = name, timeout, patience, strict
        self._driver: neo4j.Driver | None = None
        self._guard = threading.Lock()

    def read(self, query: str, /, **params: Any) -> Rows:
        """Ask; may be answered by any member of a cluster."""
        return self._found(lambda: self._read(query, params))

    def write(self, query: str, /, **params: Any) -> Rows:
        """Change the graph in a transaction of its own; retried, so it must be idempotent."""
        return self.transaction(lambda transaction: transaction.run(query, **params))

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        """Run several statements as one; `work` is called again after a deadlock or a lost connection."""
        return self._found(lambda: self._write(work))

    def environment(self) -> dict[str, str]:
        """The settings by which another process reaches this graph."""
        self._connected()
        return {
            "MAILLAGE_NEO4J_URI": self._address.uri, "MAILLAGE_NEO4J_USER": self._address.user,
            "MAILLAGE_NEO4J_PASSWORD": self._address.password, "MAILLAGE_NEO4J_DATABASE": self._name,
        }  # fmt: skip

    def ping(self) -> None:
        """Return when the graph answers, else raise GraphUnavailable."""
        self.read("RETURN 1 AS one")

    def close(self) -> None:
        """Close every connection."""
        with self._guard:
            if self._driver:
                self._driver.close()
                self._driver = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _found(self, ask: Callable[[], T]) -> T:
        """What is asked, in our words, of the engine where it is now."""
        with in_our_words(self._address.uri or "le moteur"):
            try:
                return ask()
            except (exceptions.ServiceUnavailable, exceptions.AuthError):
                if not self._moved():
                    raise
                return ask()

    def _read(self, query: str, params: dict[str, Any]) -> Rows:
        """A question alone is sent and answered in one journey, where the driver's own retried transaction makes two:
        2.1 ms against 3.6 for the least of them. Reading again does no harm, so it is we who try again."""
        asked = neo4j.Query(query, timeout=self._timeout)

        def once() -> Rows:
            with self._session(neo4j.READ_ACCESS) as session:
                return rows(session.run(asked, params), strict=self._strict)

        return again(once, self._patience)

    def _write(self, work: Callable[[Transaction], T]) -> T:
        @neo4j.unit_of_work(timeout=self._timeout)
        def unit(transaction: neo4j.ManagedTransaction) -> T:
            return work(Transaction(transaction, strict=self._strict))

        with self._session(neo4j.WRITE_ACCESS) as session:
            done = session.execute_write(unit)
            if kept := carried.get():
                kept.values = session.last_bookmarks().raw_values
            return done

    def _session(self, access: str) -> neo4j.Session:
        """With the bookmarks of this request."""
        kept = carried.get()
        known = neo4j.Bookmarks.from_raw_values(kept.values) if kept else None
        return self._connected().session(database=self._name, bookmarks=known, default_access_mode=access)

    def _moved(self) -> bool:
        """True when the engine is now at another address; the old connections are closed then."""
        address = self._find()
        if address == self._address:
            return False
        self.close()
        self._address = address
        return True

    def _connected(self) -> neo4j.Driver:
        with self._guard:
            if self._driver is None:
                if not self._address.uri:
                    self._address = self._find()
                self._driver = open_driver(self._address, self._patience, strict=self._strict)
            return self._driver


def again(ask: Callable[[], T], patience: float) -> T:
    """Asks until there is an answer, or an error that asking again would not mend, or `patience` seconds are over."""
    until, pause = time.monotonic() + patience, PAUSE_SECONDS
    while True:
        try:
            return ask()
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            if not error.is_retryable() or time.monotonic() + pause > until:
                raise
        time.sleep(pause)
        pause *= 2


def open_driver(address: Address, patience: float, *, strict: bool) -> neo4j.Driver:
    """A pool of connections; nothing is asked yet."""
    return neo4j.GraphDatabase.driver(
        address.uri,
        auth=(address.user, address.password),
        max_transaction_retry_time=patience,
        connection_timeout=CONNECT_SECONDS,
        connection_acquisition_timeout=ACQUIRE_SECONDS,
        liveness_check_timeout=60,
        telemetry_disabled=True,
        notifications_min_severity="WARNING" if strict else "OFF",
    )


def connect(settings: Settings, *, strict: bool = False) -> Database:
    """The graph that the settings name: a server, else the embedded engine that runs on the data folder."""

    def embedded() -> Address:
        if address := published(settings.engine_folder):
            return address
        raise GraphUnavailable(f"aucun moteur ne tourne sur {settings.engine_folder}")

    return Database(
        settings.neo4j_uri,
        settings.neo4j_user,
        settings.neo4j_password,
        name=settings.neo4j_database,
        timeout=settings.query_timeout,
        strict=strict,
        find=embedded if settings.embedded else None,
    )
