"""Promises of work in the background: queued once, taken by one worker, tried again, given up, never lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph import jobs
from graph.database import Database, Rows, Transaction
from graph.errors import NotFound
from graph.jobs import Job, Wanted
from tests.graph.plans import no_scans


def one(db: Database, *, sort: str = "mail") -> Job:
    (job,) = jobs.take(db, "here", [sort])
    return job


def time_passes(db: Database) -> None:
    """Whatever was to wait, or held a lease, is due now."""
    db.write("MATCH (job:Job) WHERE job.ready_at > 0 SET job.ready_at = 0")


def state(db: Database, key: str) -> str:
    job = jobs.by_key(db, key)
    assert job
    return job.state


def test_a_job_is_taken_with_what_it_is_about_and_ends(db: Database) -> None:
    id = jobs.put(db, "mail", {"to": "a@b.fr", "words": ["é", 1]}, key="k")
    job = one(db)
    assert (job.id, job.payload, job.state, job.tries) == (id, {"to": "a@b.fr", "words": ["é", 1]}, "running", 1)
    assert jobs.take(db, "there", ["mail"]) == []
    assert jobs.done(db, job, {"to": "a@b.fr"})
    ended = jobs.by_key(db, "k")
    assert ended
    assert (ended.state, ended.payload) == ("done", {"to": "a@b.fr"})
    assert jobs.take(db, "there", ["mail"]) == []


def test_one_thing_is_not_queued_twice(db: Database) -> None:
    first = jobs.put(db, "mail", {"n": 1}, key="welcome:alice")
    assert jobs.put(db, "mail", {"n": 2}, key="welcome:alice") == first
    assert one(db).payload == {"n": 1}
    assert jobs.put(db, "mail", {"n": 3}) != jobs.put(db, "mail", {"n": 3})


def test_a_job_is_queued_only_if_the_rest_is_written(db: Database) -> None:
    def work(transaction: Transaction) -> None:
        jobs.put(transaction, "mail", {}, key="k")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        db.transaction(work)
    assert jobs.by_key(db, "k") is None


def test_a_job_waits_until_it_is_due_and_the_oldest_goes_first(db: Database) -> None:
    jobs.put(db, "mail", {}, key="later", due=datetime.now(UTC) + timedelta(hours=1))
    jobs.put(db, "mail", {}, key="old", due=datetime.now(UTC) - timedelta(hours=1))
    jobs.put(db, "mail", {}, key="older", due=datetime.now(UTC) - timedelta(hours=2))
    assert [one(db).key, one(db).key] == ["older", "old"]
    assert jobs.take(db, "here", ["mail"]) == []


def test_a_worker_takes_only_the_sorts_that_it_knows(db: Database) -> None:
    jobs.put(db, "measure", {}, key="m")
    assert jobs.take(db, "here", ["mail", "digest"]) == []
    assert one(db, sort="measure").key == "m"


def test_many_workers_at_once_never_hold_one_job_twice(db: Database) -> None:
    jobs.put_all(db, "mail", [Wanted({}, f"k{n}") for n in range(60)])

    def work(name: str) -> list[str]:
        held: list[str] = []
        while taken := jobs.take(db, name, ["mail"], 4):
            held += [job.key for job in taken]
        return held

    with ThreadPoolExecutor(4) as pool:
        held = [key for keys in pool.map(work, ["w0", "w1", "w2", "w3"]) for key in keys]
    assert sorted(held) == sorted(f"k{n}" for n in range(60))


class Together(Database):
    """Everybody has read what is due before anybody claims it."""

    def __init__(self, db: Database, everybody: threading.Barrier):
        self.db, self.everybody = db, everybody

    def read(self, query: str, /, **params: Any) -> Rows:
        rows = self.db.read(query, **params)
        self.everybody.wait(30)
        return rows

    def write(self, query: str, /, **params: Any) -> Rows:
        return self.db.write(query, **params)


def test_of_workers_that_saw_the_same_job_one_gets_it(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock that comes before the second look, 36 rounds of 40 gave it to two of them."""
    monkeypatch.setattr(jobs, "ROUNDS", 1)
    together = Together(db, threading.Barrier(3))
    with ThreadPoolExecutor(3) as pool:
        for _ in range(10):
            jobs.put(db, "mail", {})
            got = list(pool.map(lambda name: jobs.take(together, name, ["mail"]), ["w0", "w1", "w2"]))
            assert sorted(map(len, got)) == [0, 0, 1]


def test_a_job_whose_worker_was_cut_is_taken_again(db: Database) -> None:
    jobs.put(db, "mail", {})
    first = one(db)
    time_passes(db)
    second = one(db)
    assert (second.id, second.tries) == (first.id, 2)
    assert not jobs.renew(db, first)
    assert not jobs.acting(db, first)
    assert not jobs.done(db, first)
    assert not jobs.failed(db, first, "late")
    assert jobs.done(db, second)


def test_a_lease_that_is_renewed_holds(db: Database) -> None:
    jobs.put(db, "mail", {})
    job = one(db)
    time_passes(db)
    assert jobs.renew(db, job)
    assert jobs.take(db, "there", ["mail"]) == []


def test_a_job_given_back_goes_to_the_next_worker_as_if_it_had_not_been_taken(db: Database) -> None:
    jobs.put(db, "mail", {})
    assert jobs.give_back(db, one(db))
    assert one(db).tries == 1


def test_what_failed_is_tried_again_later_each_time_then_given_up_and_shown(db: Database) -> None:
    jobs.put(db, "mail", {"to": "a@b.fr"}, key="k")
    for _ in range(jobs.MOST_TRIES - 1):
        jobs.failed(db, one(db), "la porte est fermée")
        assert jobs.take(db, "here", ["mail"]) == []
        assert jobs.failing(db) == []
        time_passes(db)
    jobs.failed(db, one(db), "la porte est fermée")
    (job,) = jobs.failing(db)
    assert (job.state, job.cause, job.error, job.payload) == (
        "failed", "exhausted", "la porte est fermée", {"to": "a@b.fr"},
    )  # fmt: skip
    assert [jobs.delay(tries) / 60 for tries in (1, 2, 3, 4, 5, 6, 11)] == [1, 4, 16, 64, 256, 360, 360]


def test_what_was_refused_is_not_tried_again(db: Database) -> None:
    jobs.put(db, "mail", {})
    jobs.failed(db, one(db), "550 inconnu", cause="refused")
    time_passes(db)
    assert jobs.take(db, "here", ["mail"]) == []
    assert [job.cause for job in jobs.failing(db)] == ["refused"]


def test_a_job_that_kills_its_worker_each_time_is_given_up(db: Database) -> None:
    jobs.put(db, "mail", {}, key="k")
    for _ in range(jobs.MOST_TRIES):
        one(db)
        time_passes(db)
    assert jobs.take(db, "here", ["mail"]) == []
    assert [(job.state, job.cause) for job in jobs.failing(db)] == [("failed", "exhausted")]


def test_a_job_cut_in_an_act_that_cannot_be_repeated_is_uncertain(db: Database) -> None:
    jobs.put(db, "mail", {}, key="k")
    job = one(db)
    assert jobs.acting(db, job)
    time_passes(db)
    assert jobs.take(db, "there", ["mail"]) == []
    assert [(each.id, each.state) for each in jobs.failing(db)] == [(job.id, "uncertain")]
    assert jobs.take(db, "there", ["mail"]) == []
    assert jobs.put(db, "mail", {}, key="k") == job.id
    assert jobs.sweep(db, days=-1) == 0


def test_the_worker_that_knows_how_it_ended_may_still_say_so(db: Database) -> None:
    jobs.put(db, "mail", {}, key="k")
    job = one(db)
    jobs.acting(db, job)
    time_passes(db)
    jobs.take(db, "there", ["mail"])
    assert jobs.done(db, job)
    assert (state(db, "k"), jobs.failing(db)) == ("done", [])


def test_an_act_that_is_known_to_have_failed_is_tried_again(db: Database) -> None:
    jobs.put(db, "mail", {}, key="k")
    job = one(db)
    jobs.acting(db, job)
    jobs.failed(db, job, "450 plus tard")
    time_passes(db)
    assert one(db).acting_at == ""


def test_somebody_settles_what_is_uncertain_or_failed(db: Database) -> None:
    for key in ("a", "b"):
        jobs.put(db, "mail", {"to": key}, key=key)
        jobs.uncertain(db, one(db))
    first, second = (jobs.by_key(db, key) for key in ("a", "b"))
    assert first and second
    jobs.again(db, first.id)
    jobs.dismiss(db, second.id)
    assert (state(db, "a"), state(db, "b"), jobs.failing(db)) == ("waiting", "done", [])
    assert one(db).payload == {"to": "a"}
    with pytest.raises(NotFound):
        jobs.again(db, second.id)


def test_a_move_whose_answer_was_lost_may_be_made_again(db: Database) -> None:
    jobs.put_all(db, "mail", [Wanted({}, key) for key in "abc"])
    first, second, third = jobs.take(db, "here", ["mail"], 3)
    assert jobs.done(db, first) and jobs.done(db, first)
    assert jobs.failed(db, second, "x") and jobs.failed(db, second, "x")
    assert jobs.uncertain(db, third) and jobs.uncertain(db, third)


def test_old_jobs_that_are_done_go_away(db: Database) -> None:
    jobs.put_all(db, "mail", [Wanted({}, key) for key in "abc"])
    old, young, failed = jobs.take(db, "here", ["mail"], 3)
    jobs.done(db, old)
    db.write("MATCH (job:Job {id: $id}) SET job.ended_at = '2020-01-01T00:00:00Z'", id=old.id)
    jobs.done(db, young)
    jobs.failed(db, failed, "x", cause="refused")
    assert jobs.sweep(db) == 1
    assert jobs.by_key(db, old.key) is None
    assert (state(db, young.key), state(db, failed.key)) == ("done", "failed")


def test_how_the_work_stands(db: Database) -> None:
    assert jobs.standing(db) == jobs.Standing(0, 0, 0, 0, 0, None)
    jobs.put_all(db, "mail", [Wanted({}, key) for key in "abc"])
    jobs.put(db, "other", {}, due=datetime.now(UTC) - timedelta(hours=1))
    first, second, third = jobs.take(db, "here", ["mail"], 3)
    jobs.failed(db, first, "non", cause="refused")
    jobs.uncertain(db, second)
    jobs.failed(db, third, "plus tard")
    assert jobs.standing(db) == jobs.Standing(
        failed=1, uncertain=1, waiting=2, late=1, retried=1, error="plus tard"
    )  # fmt: skip


def test_several_are_queued_or_none(db: Database) -> None:
    wanted = [Wanted({"n": n}, f"k{n:04}") for n in range(jobs.BATCH + 3)]
    ids = jobs.put_all(db, "mail", wanted)
    assert [job.id for job in jobs.by_prefix(db, "k")] == ids
    assert jobs.put_all(db, "mail", wanted) == ids
    assert jobs.put_all(db, "mail", []) == []


def test_no_question_about_jobs_reads_them_all(db: Database) -> None:
    watched = no_scans(db)
    assert jobs.take(watched, "here", ["mail"]) == []
    assert jobs.failing(watched) == []
    assert jobs.by_prefix(watched, "k") == []
    assert jobs.by_key(watched, "k") is None
    assert jobs.standing(watched).waiting == 0
