"""A run held while a process is at it: the lease renewed, how far it has come, what stopped it."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from graph.database import Database
from graph.errors import GraphUnavailable, MaillageError
from graph.imports.leases import LEASE_SECONDS, Busy, Claim

BEAT_SECONDS = 1.0

RENEW = """
MATCH (run:Run {id: $id}) WHERE run.owner = $owner
SET run.lease_until = timestamp() + $lease, run.seen = coalesce($seen, run.seen)
RETURN run.id AS id
"""
LET_GO = """
MATCH (run:Run {id: $id}) WHERE run.owner = $owner
SET run.lease_until = 0, run.seen = coalesce($seen, run.seen), run.error = $error
"""


class Hold:
    """A claim kept alive by a thread of its own, however long a batch or a file takes. `seen` is written with it."""

    def __init__(self, db: Database, claim: Claim) -> None:
        self.db, self.claim = db, claim
        self.seen: int | None = None
        self.lost = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"lease {claim.run}", daemon=True)

    def check(self) -> None:
        """Busy once somebody else took the run up: this process was asleep for longer than its lease."""
        if self.lost:
            raise Busy(self.claim.run)

    def renew(self) -> None:
        """Holds it for a further while, and tells how far it has come."""
        with suppress(GraphUnavailable):
            row = self.db.write(RENEW, **self._params(), lease=LEASE_SECONDS * 1000)
            self.lost = not row

    def let_go(self, error: BaseException) -> None:
        """Says what stopped the run, so that it can be taken up at once; a graph that is down will know later."""
        with suppress(GraphUnavailable):
            self.db.write(LET_GO, **self._params(), error=told(error))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; may be called again."""
        self._over.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            self.renew()

    def _params(self) -> dict[str, object]:
        return {"id": self.claim.run, "owner": self.claim.owner, "seen": self.seen}


@contextmanager
def held(db: Database, claim: Claim) -> Iterator[Hold]:
    """Keeps the claim while the block lasts; what breaks the block is told on the run."""
    hold = Hold(db, claim)
    hold.start()
    try:
        yield hold
    except BaseException as error:
        hold.stop()
        hold.let_go(error)
        raise
    finally:
        hold.stop()


def told(error: BaseException) -> str:
    """What stopped a run, in words for its report."""
    if isinstance(error, GraphUnavailable):
        return f"le graphe n'a pas répondu ({error.cause[:200]})"
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "le disque est plein"
    if isinstance(error, MaillageError):
        return str(error)[:300]
    if isinstance(error, OSError):
        return f"un fichier n'a pas pu être lu ou écrit ({error.strerror or type(error).__name__})"
    return f"arrêt inattendu ({type(error).__name__})"
