"""A forgotten password is replaced by a link that was sent to the account's address."""

from __future__ import annotations

from datetime import timedelta

from graph.database import Database, Transaction
from graph.errors import NotFound
from graph.operations import now
from graph.passwords import hashed, strong
from graph.tokens import after, fingerprint, new_token
from graph.users import RENEW, USER, User, found

LASTS = timedelta(hours=1)

ASK = """
MATCH (user:User {id: $id}) WHERE user.email > '' AND user.suspended_at IS NULL
SET user.reset = $reset, user.reset_until = $until RETURN user.id AS id
"""
WHOSE = f"""
MATCH (user:User {{reset: $reset}}) WHERE user.reset_until > $now AND user.suspended_at IS NULL
RETURN {USER} AS user
"""
# The lock is taken before the token is looked at again: of two requests with one token, one finds it used.
TAKE = """
MATCH (user:User {reset: $reset}) SET user.tried_at = $now
WITH user WHERE user.reset = $reset AND user.reset_until > $now AND user.suspended_at IS NULL
RETURN user.id AS id
"""


def ask_reset(db: Database, id: str) -> str | None:
    """The token of a link that replaces the account's password, good once and for an hour; one given before dies.
    None for an account that is suspended or gone."""
    token = new_token()
    return token if db.write(ASK, id=id, reset=fingerprint(token), until=after(LASTS)) else None


def resetting(db: Database, token: str) -> User | None:
    """Whose password a link replaces; None when it was used, is too old or never was."""
    return found(db.read(WHOSE, reset=fingerprint(token), now=now()))


def reset_password(db: Database, token: str, password: str) -> User:
    """Replaces the password and ends every session. NotFound when the link is no longer good."""
    strong(password)
    kept = hashed(password)

    def work(tx: Transaction) -> User | None:
        taken = tx.run(TAKE, reset=fingerprint(token), now=now())
        return found(tx.run(RENEW, id=taken[0]["id"], password=kept, keep="")) if taken else None

    user = db.transaction(work)
    if user is None:
        raise NotFound("reset")
    return user
