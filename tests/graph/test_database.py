"""The handle on the graph: rows out, all or nothing, and errors in our words."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from neo4j.exceptions import ClientError, SessionExpired, TransientError

from graph.database import Bookmarks, Database, SuspectQuery, Transaction, again, carrying, connect
from graph.embedded import Address
from graph.errors import AlreadyExists, GraphUnavailable
from graph.settings import Settings

NOWHERE = "bolt://127.0.0.1:1"


@pytest.fixture
def unstrict(engine: Address, db: Database) -> Iterator[Database]:
    with Database(engine.uri, engine.user, engine.password, timeout=1.0) as handle:
        yield handle


def test_rows_are_dictionaries_named_by_the_query(db: Database) -> None:
    assert db.read("UNWIND [1, 2] AS n RETURN n, {double: 2 * n} AS more ORDER BY n") == [
        {"n": 1, "more": {"double": 2}},
        {"n": 2, "more": {"double": 4}},
    ]


def test_values_are_parameters_whatever_they_hold(db: Database) -> None:
    nasty = "'}) DETACH DELETE n //"
    assert db.read("RETURN $query AS query, $self AS self", query=nasty, self=1) == [{"query": nasty, "self": 1}]


def test_a_write_is_read_afterwards(db: Database) -> None:
    db.write("CREATE (n:Entity {id: 'a'})")
    assert db.read("MATCH (n:Entity) RETURN n.id AS id") == [{"id": "a"}]


def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(Exception, match="read access mode"):
        db.read("CREATE (n:Entity {id: 'a'})")
    assert db.read("MATCH (n:Entity) RETURN n.id AS id") == []


def test_a_transaction_that_fails_leaves_nothing(db: Database) -> None:
    def work(transaction: Transaction) -> None:
        transaction.run("CREATE (n:Entity {id: 'a'})")
        raise KeyError("half way")

    with pytest.raises(KeyError):
        db.transaction(work)
    assert db.read("MATCH (n:Entity) RETURN n.id AS id") == []


def test_a_transaction_gives_back_what_its_work_gives(db: Database) -> None:
    assert db.transaction(lambda transaction: len(transaction.run("UNWIND [1, 2, 3] AS n RETURN n"))) == 3


def test_what_must_be_unique_names_its_field(db: Database) -> None:
    db.write("CREATE (n:Entity {id: 'a'})")
    with pytest.raises(AlreadyExists) as caught:
        db.write("CREATE (n:Entity {id: 'a'})")
    assert (caught.value.field, caught.value.value) == ("id", "a")


def test_writers_that_deadlock_are_tried_again(db: Database) -> None:
    db.write("CREATE (:Entity {id: 'a', n: 0}), (:Entity {id: 'b', n: 0})")
    together = Barrier(2)

    def add(first: str, second: str) -> None:
        waited: list[int] = []

        def work(transaction: Transaction) -> None:
            transaction.run("MATCH (x:Entity {id: $id}) SET x.n = x.n + 1", id=first)
            if not waited:
                waited.append(together.wait())
            transaction.run("MATCH (x:Entity {id: $id}) SET x.n = x.n + 1", id=second)

        db.transaction(work)

    writers = [Thread(target=add, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert db.read("MATCH (x:Entity) RETURN x.id AS id, x.n AS n ORDER BY id") == [
        {"id": "a", "n": 2},
        {"id": "b", "n": 2},
    ]


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (n:NoSuchLabel) RETURN n.id AS id",
        "MATCH (n:Entity) RETURN n.no_such_property AS value",
        "MATCH (:Entity)-[r:NO_SUCH_TYPE]->() RETURN count(r) AS n",
        "MATCH (n:Entity) RETURN id(n) AS internal",
        "CREATE (n:Entity {id: 'a'}) WITH n MATCH (n) RETURN n",
    ],
)
def test_strict_mode_refuses_unknown_names_deprecated_forms_and_nodes(db: Database, query: str) -> None:
    with pytest.raises(SuspectQuery):
        db.write(query)
    assert db.read("MATCH (n:Entity) RETURN n.id AS id") == []


def test_a_query_that_takes_too_long_is_given_up(unstrict: Database) -> None:
    endless = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b < 0 RETURN count(*) AS n"
    with pytest.raises(GraphUnavailable, match="trop de temps"):
        unstrict.read(endless)


def test_a_wrong_password_is_said(engine: Address) -> None:
    with Database(engine.uri, engine.user, "wrong") as db, pytest.raises(GraphUnavailable, match="mot de passe"):
        db.ping()


def test_nobody_there_is_said_with_the_address() -> None:
    with Database(NOWHERE, "neo4j", "x", patience=0.1) as db, pytest.raises(GraphUnavailable, match=NOWHERE):
        db.ping()


def test_what_the_server_could_not_do_just_now_is_asked_again() -> None:
    answers: list[Exception | str] = [TransientError("busy"), SessionExpired("gone"), "done"]

    def ask() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert again(ask, patience=5) == "done"


@pytest.mark.parametrize(("error", "patience"), [(TransientError("busy"), 0.1), (ClientError("no such thing"), 5)])
def test_asking_again_ends_with_patience_and_where_it_would_not_help(error: Exception, patience: float) -> None:
    asked: list[int] = []

    def ask() -> None:
        asked.append(1)
        raise error

    with pytest.raises(type(error)):
        again(ask, patience)
    assert asked == [1]


def test_an_engine_started_again_elsewhere_is_found(engine: Address) -> None:
    with Database(NOWHERE, "neo4j", "x", patience=0.1, find=lambda: engine) as db:
        assert db.read("RETURN 1 AS one") == [{"one": 1}]


def test_bookmarks_grow_with_what_is_written(db: Database) -> None:
    with carrying(Bookmarks()) as mine:
        db.write("CREATE (n:Entity {id: 'a'})")
    written = mine.values
    assert written
    with carrying(Bookmarks(written)) as others:
        assert db.read("MATCH (n:Entity) RETURN n.id AS id") == [{"id": "a"}]
    assert others.values == written


def test_settings_without_an_engine_say_so(tmp_path: Path) -> None:
    with connect(Settings(data=tmp_path)) as db, pytest.raises(GraphUnavailable, match="aucun moteur"):
        db.ping()


def test_settings_that_name_a_server_reach_it(engine: Address) -> None:
    settings = Settings(neo4j_uri=engine.uri, neo4j_user=engine.user, neo4j_password=engine.password)
    with connect(settings) as db:
        db.ping()
