"""What an account may do, and whether it may come in: kept by administrators, and there is always one left."""

from __future__ import annotations

from graph.database import Database, Transaction
from graph.errors import Invalid, NotAllowed, NotFound
from graph.operations import now
from graph.users import ROLES

SYSTEM = "système"  # whoever has the machine

# Taken first by everything that could end the last administrator: one after the other.
TURN = "MERGE (k:Counter {name: 'accounts'}) SET k.n = coalesce(k.n, 0) + 1"
ASKED = """
OPTIONAL MATCH (user:User {id: $id}) WHERE user.email > ''
RETURN user.role AS role, user.suspended_at AS suspended_at,
  $by = 'système' OR EXISTS {
    MATCH (by:User {id: $by}) WHERE by.email > '' AND by.suspended_at IS NULL AND by.role = 'administrator' } AS may,
  NOT EXISTS {
    MATCH (other:User) WHERE other.email > '' AND other.role = 'administrator' AND other.suspended_at IS NULL
      AND NOT other.id = $id } AS alone
"""
SET_ROLE = "MATCH (user:User {id: $id}) SET user.role = $role"
SUSPEND = """
MATCH (user:User {id: $id}) SET user.suspended_at = coalesce(user.suspended_at, $now)
REMOVE user.reset, user.reset_until
WITH user
CALL (user) { MATCH (s:Session {user: user.id}) DELETE s }
"""
LIFT = "MATCH (user:User {id: $id}) REMOVE user.suspended_at"


def set_role(db: Database, by: str, id: str, role: str) -> None:
    """Changes what an account may do. NotAllowed for who does not administer, and for the last who does."""
    if role not in ROLES:
        raise Invalid({"role": f"rôle attendu : {', '.join(ROLES)}"})

    def work(tx: Transaction) -> None:
        must_administer(tx, by, id, ends_administrator=role != "administrator")
        tx.run(SET_ROLE, id=id, role=role)

    db.transaction(work)


def suspend(db: Database, by: str, id: str) -> None:
    """Ends an account's sessions and lets it in no more. Nobody suspends themselves."""
    if by == id:
        raise NotAllowed("On ne suspend pas son propre compte.")

    def work(tx: Transaction) -> None:
        must_administer(tx, by, id, ends_administrator=True)
        tx.run(SUSPEND, id=id, now=now())

    db.transaction(work)


def lift(db: Database, by: str, id: str) -> None:
    """Lets a suspended account in again."""

    def work(tx: Transaction) -> None:
        must_administer(tx, by, id, ends_administrator=False)
        tx.run(LIFT, id=id)

    db.transaction(work)


def must_administer(tx: Transaction, by: str, id: str, *, ends_administrator: bool) -> None:
    """Raises NotFound for an unknown account; NotAllowed when `by` does not administer, or when the site would be left
    without anybody who does."""
    tx.run(TURN)
    asked = tx.run(ASKED, by=by, id=id)[0]
    if not asked["may"]:
        raise NotAllowed("Seule l'administration tient les comptes.")
    if asked["role"] is None:
        raise NotFound(id)
    last = asked["role"] == "administrator" and asked["suspended_at"] is None and asked["alone"]
    if ends_administrator and last and by != SYSTEM:
        raise NotAllowed("Ce compte est le dernier qui administre : nommez d'abord quelqu'un d'autre.")
