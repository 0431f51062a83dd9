"""Who a cookie is. The graph is asked at each page: by a question of its own, or along with the page's first one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from graph.database import Database
from graph.freshness import LAST_TOLD
from graph.links import today
from graph.operations import now
from graph.rights import viewer_as
from graph.sessions import OPEN_NOW, SESSION, Session, session_from
from graph.tokens import fingerprint
from graph.users import USER, User, user_of
from graph.viewers import Viewer

# Column of a question: the account of `$cookie`, its session and the end of the feed; a list of one, or none.
WHOSE = f"COLLECT {{ {OPEN_NOW} RETURN [{USER}, {SESSION}, {LAST_TOLD}] }} AS whose"
SIGNED_IN = f"RETURN {WHOSE}"
REMEMBERED = 500  # cookies a process


class SignedIn(NamedTuple):
    """An account with the session that is open and what it may do."""

    user: User
    session: Session
    viewer: Viewer


class Outdated(Exception):
    """The reader is no longer who the cookie was: nothing that was asked in their name may be shown."""


@dataclass(frozen=True)
class Known:
    """What a cookie was at its last page: good again while the graph tells the same, on the same day. What the account
    may do is worked out anew after any write."""

    cookie: str
    told: Sequence[Any]
    day: str
    account: SignedIn

    def check(self, whose: Sequence[Sequence[Any]]) -> None:
        """Raises Outdated unless that is what the graph tells now of the cookie."""
        if [self.told] != whose or self.day != today():
            raise Outdated


_known: WeakKeyDictionary[Database, OrderedDict[str, Known]] = WeakKeyDictionary()
_guard = Lock()


def asked(cookie: str | None) -> dict[str, Any]:
    """The parameters of `WHOSE`; nobody's cookie is None."""
    return {"cookie": cookie, "now": now()}


def signed_in(db: Database, token: str) -> SignedIn | None:
    """The account of a cookie; None when its session is over or the account suspended."""
    cookie, day = fingerprint(token), today()
    whose = db.read(SIGNED_IN, **asked(cookie))[0]["whose"]
    if not whose:
        return None
    known = remembered(db, token)
    if known is None or known.told != whose[0] or known.day != day:
        user = user_of(whose[0][0])
        known = Known(cookie, whose[0], day, SignedIn(user, session_from(whose[0][1]), viewer_as(db, user)))
    _keep(db, known)
    return known.account


def remembered(db: Database, token: str) -> Known | None:
    """What a cookie was at its last page in this process. Only for who asks `WHOSE` along, and checks."""
    with _guard:
        return _known.get(db, OrderedDict()).get(fingerprint(token))


def _keep(db: Database, known: Known) -> None:
    with _guard:
        mine = _known.setdefault(db, OrderedDict())
        mine[known.cookie] = known
        mine.move_to_end(known.cookie)
        if len(mine) > REMEMBERED:
            mine.popitem(last=False)
