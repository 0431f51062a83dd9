"""Who an account is at an identity provider: issuer and subject, by fingerprint, each of one account only."""

from __future__ import annotations

from dataclasses import dataclass

from graph.database import Database, Transaction
from graph.operations import now
from graph.tokens import fingerprint
from graph.users import ADD, USER, User, found, new_user, user_of

WHOSE = f"""
MATCH (i:Identity {{key: $key}}) MATCH (user:User {{id: i.user}}) WHERE user.email > '' RETURN {USER} AS user
"""
TIE = "CREATE (i:Identity {key: $key, user: $user, issuer: $issuer, email: $email, since: $now})"
OF_USER = """
MATCH (i:Identity {user: $user}) RETURN i.key AS key, i.issuer AS issuer, i.email AS email, i.since AS since
ORDER BY since, key
"""
UNTIE = "MATCH (i:Identity {key: $key, user: $user}) DELETE i RETURN count(*) AS gone"


@dataclass(frozen=True)
class Identity:
    """What a provider says of somebody. `verified`: it vouches for the address."""

    issuer: str
    subject: str
    email: str
    verified: bool
    name: str

    @property
    def key(self) -> str:
        return fingerprint(f"{self.issuer} {self.subject}")


@dataclass(frozen=True)
class Tie:
    """An identity of an account, as its owner sees it."""

    key: str
    issuer: str
    email: str | None
    since: str


def user_of_identity(db: Database, identity: Identity) -> User | None:
    """The account that an identity was tied to before."""
    return found(db.read(WHOSE, key=identity.key))


def tie(db: Database | Transaction, user: str, identity: Identity) -> None:
    """Ties an identity to an account. AlreadyExists when it is tied, to this account or to another."""
    run = db.run if isinstance(db, Transaction) else db.write
    run(TIE, key=identity.key, user=user, issuer=identity.issuer, email=identity.email, now=now())


def ties(db: Database, user: str) -> list[Tie]:
    """The identities of an account, the oldest first."""
    return [Tie(**row) for row in db.read(OF_USER, user=user)]


def untie(db: Database, user: str, key: str) -> bool:
    """Unties an identity; False when it is not the account's."""
    return bool(db.write(UNTIE, user=user, key=key)[0]["gone"])


def arrive(db: Database, identity: Identity) -> User:
    """A member's account for somebody whom nobody invited, where the site is open. AlreadyExists("email")."""
    user = new_user(identity.email, identity.name, "member")

    def work(tx: Transaction) -> User:
        made = user_of(tx.run(ADD, user=user)[0]["user"])
        tie(tx, made.id, identity)
        return made

    return db.transaction(work)
