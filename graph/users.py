"""Accounts: who may sign in, and the viewer that each of them is."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from graph.database import Database
from graph.errors import AlreadyExists, Invalid, NotFound

ROLES = ("member", "facilitator", "administrator")
SHORTEST_PASSWORD = 12
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")

USER = "user {.id, .email, .name, .role, .groups, .session, .password, .person}"
ADD = f"CREATE (user:User) SET user = $user RETURN {USER} AS user"
BY_EMAIL = f"MATCH (user:User {{email: $email}}) RETURN {USER} AS user"
BY_ID = f"MATCH (user:User {{id: $id}}) RETURN {USER} AS user"
ALL = f"MATCH (user:User) WHERE user.email > '' RETURN {USER} AS user ORDER BY user.email"
RENEW = "MATCH (user:User {id: $id}) SET user.password = $password, user.session = $session RETURN user.id AS id"


@dataclass(frozen=True)
class User:
    """An account. `session` changes with the password: a cookie that bears an older one is no longer good. `person`
    is the id of the record of who holds it: its links say what the account may write."""

    id: str
    email: str
    name: str
    role: str
    groups: tuple[str, ...]
    session: str
    person: str | None = None


def add_user(
    db: Database, email: str, name: str, password: str, role: str = "member", groups: Iterable[str] = (),
    person: str | None = None,
) -> User:  # fmt: skip
    """Creates an account. Invalid tells each wrong field; AlreadyExists("email") when the address has one."""
    email = email.strip().lower()
    wrong = {}
    if not _EMAIL.fullmatch(email):
        wrong["email"] = "adresse électronique attendue"
    if role not in ROLES:
        wrong["role"] = f"rôle attendu : {', '.join(ROLES)}"
    if not name.strip():
        wrong["name"] = "un nom est nécessaire"
    if wrong:
        raise Invalid(wrong)
    _strong(password)
    if user_by_email(db, email):
        raise AlreadyExists("email", email)
    user = {
        "id": f"u-{secrets.token_hex(6)}", "email": email, "name": name.strip(), "role": role,
        "groups": list(groups), "session": secrets.token_urlsafe(12), "password": _hasher().hash(password),
        "person": person,
    }  # fmt: skip
    return _user(db.write(ADD, user=user)[0]["user"])


def user_by_email(db: Database, email: str) -> User | None:
    """The account of an address, in whatever case it is typed."""
    return _found(db.read(BY_EMAIL, email=email.strip().lower()))


def user_by_id(db: Database, id: str) -> User | None:
    """The account of an id."""
    return _found(db.read(BY_ID, id=id))


def users(db: Database) -> list[User]:
    """Every account, by address."""
    return [_user(row["user"]) for row in db.read(ALL)]


def authenticate(db: Database, email: str, password: str) -> User | None:
    """The account, when the password is its own. An unknown address costs the same time as a wrong password."""
    rows = db.read(BY_EMAIL, email=email.strip().lower())
    kept = rows[0]["user"]["password"] if rows else _nobodys_hash()
    try:
        _hasher().verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return _found(rows)


def set_password(db: Database, id: str, password: str) -> None:
    """Changes a password, and ends the sessions opened before."""
    _strong(password)
    session = secrets.token_urlsafe(12)
    if not db.write(RENEW, id=id, password=_hasher().hash(password), session=session):
        raise NotFound(id)


def _strong(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid({"password": f"au moins {SHORTEST_PASSWORD} caractères sont attendus"})


def _found(rows: list[dict[str, Any]]) -> User | None:
    return _user(rows[0]["user"]) if rows else None


def _user(row: Mapping[str, Any]) -> User:
    groups = tuple(row["groups"] or ())
    return User(row["id"], row["email"], row["name"], row["role"], groups, row["session"], row["person"])


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(24))
