"""Work in the background: what is to be done, when, and whose turn it is.

A job waits, is running under a lease on the clock of the graph, and ends as done or failed. One that was cut after it
had announced an act that cannot be repeated (`acting`, such as handing an e-mail over) is `uncertain`: nobody takes it
again, and nobody forgets it, until a person settles it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from graph.database import Database, Transaction
from graph.errors import NotFound
from graph.operations import new_op, now

State = Literal["waiting", "running", "done", "failed", "uncertain"]
Cause = Literal["refused", "exhausted", ""]

LEASE_SECONDS = 30
MOST_TRIES = 12  # with the delays below, the last try comes two days after the first
FIRST_DELAY, LONGEST_DELAY = 60.0, 6 * 3600.0
KEPT_DAYS = 14
LATE_SECONDS = 600
ROUNDS = 3
BATCH = 500

JOB = """job {.id, .key, .sort, .state, .payload, .tries, .owner, .error, .cause, .acting_at, .created_at, .ended_at}"""
PUT = """
UNWIND range(0, size($jobs) - 1) AS place
WITH place, $jobs[place] AS new
MERGE (job:Job {key: new.key})
ON CREATE SET job += new, job.state = 'waiting', job.tries = 0, job.ready_at = coalesce(new.ready_at, timestamp())
RETURN job.id AS id ORDER BY place
"""
# `ready_at` is the one moment from which anybody may take a job: when it is due, or when its lease is over.
DUE = """
UNWIND $sorts AS sort
MATCH (job:Job) WHERE job.sort = sort AND job.ready_at <= timestamp()
RETURN job.id AS id, job.ready_at AS at ORDER BY at, id LIMIT $limit
"""
# Writing first takes the lock: what is read after it is what the last writer left. `ready_at` is not trusted before,
# as an index gave it. A claim whose answer was lost is asked again with the same owner, and gets the same jobs.
CLAIM = f"""
UNWIND $ids AS id
MATCH (job:Job {{id: id}})
SET job.touched_at = $at
WITH job WHERE job.ready_at <= timestamp() OR job.owner = $owner AND job.state = 'running'
SET job += CASE
  WHEN job.owner = $owner THEN {{}}
  WHEN job.acting_at IS NOT NULL THEN {{state: 'uncertain', ready_at: null, ended_at: $at, error: $cut}}
  WHEN job.tries >= $most THEN {{state: 'failed', ready_at: null, ended_at: $at, cause: 'exhausted', error: $cut}}
  ELSE {{state: 'running', owner: $owner, tries: job.tries + 1, ready_at: timestamp() + $lease}} END
WITH job WHERE job.state = 'running'
RETURN {JOB} AS job ORDER BY job.id
"""
MOVE = """
MATCH (job:Job {id: $id})
SET job.touched_at = $at
WITH job
WHERE job.owner = $owner AND job.state IN $states AND NOT ($idle AND job.acting_at IS NOT NULL)
SET job += $changes, job.ready_at = timestamp() + $wait
RETURN job.id AS id
"""
SETTLE = """
MATCH (job:Job {id: $id}) WHERE job.state IN ['failed', 'uncertain']
SET job += $changes, job.ready_at = CASE WHEN $ready THEN timestamp() END
RETURN job.id AS id
"""
BY_KEY = f"MATCH (job:Job {{key: $key}}) RETURN {JOB} AS job"
BY_PREFIX = f"MATCH (job:Job) WHERE job.key STARTS WITH $prefix RETURN {JOB} AS job ORDER BY job.key"
FAILING = f"""
UNWIND ['uncertain', 'failed'] AS state
MATCH (job:Job) WHERE job.state = state AND job.ended_at > ''
RETURN {JOB} AS job ORDER BY job.ended_at DESC, job.id LIMIT $limit
"""
STANDING = """
CALL () { MATCH (job:Job) WHERE job.state = 'failed' AND job.ended_at > '' RETURN count(job) AS failed }
CALL () { MATCH (job:Job) WHERE job.state = 'uncertain' AND job.ended_at > '' RETURN count(job) AS uncertain }
CALL () {
  MATCH (job:Job) WHERE job.sort > '' AND job.ready_at > 0
  RETURN count(job) AS waiting, count(CASE WHEN job.ready_at < timestamp() - $late THEN 1 END) AS late,
         count(job.error) AS retried, max(job.error) AS error
}
RETURN failed, uncertain, waiting, late, retried, error
"""
OLD = """
MATCH (job:Job) WHERE job.state = 'done' AND job.ended_at < $before
WITH job ORDER BY job.ended_at LIMIT $limit
DETACH DELETE job RETURN count(*) AS n
"""
CUT = "le travail a été coupé avant de pouvoir dire comment il s'est terminé"


@dataclass(frozen=True)
class Job:
    """A job as read. `owner` is the claim under which it runs; times are ISO, UTC."""

    id: str
    key: str
    sort: str
    state: State
    payload: Mapping[str, Any]
    tries: int
    owner: str = ""
    error: str = ""
    cause: Cause = ""
    acting_at: str = ""
    created_at: str = ""
    ended_at: str = ""


@dataclass(frozen=True)
class Standing:
    """How many jobs failed, are uncertain, wait or run; of these, `late` should have been taken LATE_SECONDS ago, and
    `retried` failed before, one of them with `error`."""

    failed: int
    uncertain: int
    waiting: int
    late: int
    retried: int
    error: str | None


@dataclass(frozen=True)
class Wanted:
    """A job to put. `key` names the thing that is not to be done twice; `due` is now when it is not given."""

    payload: Mapping[str, Any]
    key: str | None = None
    due: datetime | None = None


def put(
    db: Database | Transaction,
    sort: str,
    payload: Mapping[str, Any],
    *,
    key: str | None = None,
    due: datetime | None = None,
) -> str:
    """Queues a job and gives its id; with a key that was put before, that job's id, and nothing is changed.
    In a Transaction it is queued if and only if the rest is written. `payload` goes through JSON."""
    return put_all(db, sort, [Wanted(payload, key, due)])[0]


def put_all(db: Database | Transaction, sort: str, jobs: Sequence[Wanted]) -> list[str]:
    """Queues several jobs of a sort, all or none; their ids, in order."""
    rows = [_row(sort, job) for job in jobs]
    batches = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]

    def work(transaction: Transaction) -> list[str]:
        return [row["id"] for batch in batches for row in transaction.run(PUT, jobs=batch)]

    return work(db) if isinstance(db, Transaction) else db.transaction(work)


def take(db: Database, worker: str, sorts: Iterable[str], limit: int = 1) -> list[Job]:
    """Claims up to `limit` jobs that are due, oldest first, for a lease of LEASE_SECONDS: no two claims hold one job.
    On the way, a job whose worker was cut is taken again, given up, or called uncertain."""
    owner = f"{worker}/{secrets.token_hex(8)}"
    for _ in range(ROUNDS):  # another worker may have been quicker to all of them
        due = db.read(DUE, sorts=list(sorts), limit=limit)
        if not due:
            break
        if taken := _claim(db, sorted(row["id"] for row in due), owner):
            return taken
    return []


def renew(db: Database, job: Job) -> bool:
    """Lengthens the lease; False when the job is no longer ours."""
    return _move(db, job, {"state": "running"}, wait=LEASE_SECONDS)


def acting(db: Database, job: Job) -> bool:
    """Writes that the act which cannot be repeated begins. False: it is no longer ours, and must not begin."""
    return _move(db, job, {"acting_at": now()}, wait=LEASE_SECONDS)


def done(db: Database, job: Job, kept: Mapping[str, Any] | None = None) -> bool:
    """Ends a job; of its payload only `kept` stays. Also of one called uncertain meanwhile: its worker knows better."""
    told = {"state": "done", "ended_at": now(), "payload": _json(kept or {}), "error": None, "cause": None}
    return _move(db, job, told, states=("running", "uncertain", "done"))


def failed(db: Database, job: Job, error: str, *, cause: Cause = "", wait: float | None = None) -> bool:
    """Notes why a job failed. It is tried again after `wait` seconds (longer each time when not given), and given up
    after MOST_TRIES, or at once for a `cause`. What failed was not done: the act may begin again."""
    told: dict[str, Any] = {"error": error, "acting_at": None}
    if not cause and job.tries < MOST_TRIES:
        return _move(db, job, {**told, "state": "waiting"}, wait=delay(job.tries) if wait is None else wait)
    return _move(db, job, {**told, "state": "failed", "cause": cause or "exhausted", "ended_at": now()})


def uncertain(db: Database, job: Job, error: str = CUT) -> bool:
    """Ends a job of which nobody can say whether it was done: it is shown, and not done again by itself."""
    return _move(db, job, {"state": "uncertain", "error": error, "ended_at": now()}, states=("running", "uncertain"))


def give_back(db: Database, job: Job) -> bool:
    """Leaves a job to the next worker, as if it had not been taken; uncertain when its act has begun."""
    waiting = {"state": "waiting", "tries": max(0, job.tries - 1)}
    return _move(db, job, waiting, wait=0, idle=True) or uncertain(db, job)


def again(db: Database, id: str) -> None:
    """Somebody decided that a failed or uncertain job is to be done again. NotFound when it is neither."""
    _settle(db, id, {"state": "waiting", "tries": 0, "ended_at": None, "acting_at": None, "cause": None}, ready=True)


def dismiss(db: Database, id: str) -> None:
    """Somebody decided that a failed or uncertain job is settled. NotFound when it is neither."""
    _settle(db, id, {"state": "done", "ended_at": now(), "payload": "{}"}, ready=False)


def by_key(db: Database, key: str) -> Job | None:
    """The job that was put under a key."""
    rows = db.read(BY_KEY, key=key)
    return _job(rows[0]) if rows else None


def by_prefix(db: Database, prefix: str) -> list[Job]:
    """The jobs whose keys begin so, by key: all those of a campaign, say."""
    return [_job(row) for row in db.read(BY_PREFIX, prefix=prefix)]


def failing(db: Database, limit: int = 200) -> list[Job]:
    """The uncertain and the failed jobs, last first."""
    return [_job(row) for row in db.read(FAILING, limit=limit)]


def standing(db: Database) -> Standing:
    """How the work in the background stands."""
    return Standing(**db.read(STANDING, late=LATE_SECONDS * 1000)[0])


def sweep(db: Database, days: float = KEPT_DAYS, limit: int = 5000) -> int:
    """Removes jobs done more than `days` ago; how many. Their keys may be put again then."""
    before = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return int(db.write(OLD, before=before, limit=limit)[0]["n"])


def delay(tries: int) -> float:
    """Seconds to wait after so many tries: 1, 4, 16, 64 minutes, then some hours."""
    return min(LONGEST_DELAY, FIRST_DELAY * 4.0 ** max(0, tries - 1))


def _claim(db: Database, ids: list[str], owner: str) -> list[Job]:
    told = {"at": now(), "most": MOST_TRIES, "lease": LEASE_SECONDS * 1000, "cut": CUT}
    return [_job(row) for row in db.write(CLAIM, ids=ids, owner=owner, **told)]


def _move(
    db: Database,
    job: Job,
    changes: Mapping[str, Any],
    *,
    states: Sequence[State] = ("running",),
    wait: float | None = None,
    idle: bool = False,
) -> bool:
    """Changes a job that is ours still (`idle`: and whose act has not begun); it may be taken after `wait` seconds, or
    never."""
    allowed = sorted({*states, changes.get("state", "running")})
    milliseconds = None if wait is None else int(wait * 1000)
    told = {"states": allowed, "changes": dict(changes), "idle": idle, "wait": milliseconds}
    return bool(db.write(MOVE, id=job.id, owner=job.owner, at=now(), **told))


def _settle(db: Database, id: str, changes: Mapping[str, Any], *, ready: bool) -> None:
    if not db.write(SETTLE, id=id, changes=dict(changes), ready=ready):
        raise NotFound(id)


def _row(sort: str, job: Wanted) -> dict[str, Any]:
    id = new_op("job")
    ready = int(job.due.timestamp() * 1000) if job.due else None
    return {
        "id": id, "key": job.key or id, "sort": sort, "payload": _json(job.payload), "ready_at": ready,
        "created_at": now(),
    }  # fmt: skip


def _json(payload: Mapping[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False)


def _job(row: Mapping[str, Any]) -> Job:
    known = {name: value for name, value in row["job"].items() if value is not None}
    return Job(**{**known, "payload": json.loads(known["payload"])})
