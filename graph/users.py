"""Accounts: who may sign in, and the viewer that each of them is."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.errors import AlreadyExists, Invalid, NotFound
from graph.passwords import hashed, opens, strong

ROLES = ("member", "facilitator", "administrator")
LONGEST_NAME, LONGEST_EMAIL = 120, 254
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")

USER = """
user {.id, .email, .name, .role, .groups, .person, .suspended_at, has_password: user.password IS NOT NULL,
      second_factor: user.totp IS NOT NULL}
"""
# What a deleted account leaves behind has no address: it is nobody's, and opens nothing.
BY_EMAIL = f"MATCH (user:User {{email: $email}}) RETURN {USER} AS user, user.password AS password"
BY_ID = f"MATCH (user:User {{id: $id}}) WHERE user.email > '' RETURN {USER} AS user"
ALL = f"MATCH (user:User) WHERE user.email > '' RETURN {USER} AS user ORDER BY user.email"
ADD = f"CREATE (user:User) SET user = $user RETURN {USER} AS user"
KEPT = "MATCH (user:User {id: $id}) WHERE user.email > '' RETURN user.password AS password"
# A reset that was asked for dies with the old password, and so does every session but one.
RENEW = f"""
MATCH (user:User {{id: $id}}) WHERE user.email > ''
SET user.password = $password REMOVE user.reset, user.reset_until
WITH user
CALL (user) {{ MATCH (s:Session {{user: user.id}}) WHERE NOT s.id = $keep DELETE s }}
RETURN {USER} AS user
"""
# Names are told on pages that are kept until something is written: see graph/freshness.py.
RENAME = """
MATCH (user:User {id: $id}) WHERE user.email > '' SET user.name = $name
MERGE (k:Counter {name: 'accounts'}) SET k.n = coalesce(k.n, 0) + 1
"""


@dataclass(frozen=True)
class User:
    """An account. `person` is the id of the record that it is, `suspended_at` when it may no longer sign in."""

    id: str
    email: str
    name: str
    role: str
    groups: tuple[str, ...] = ()
    person: str | None = None
    suspended_at: str | None = None
    has_password: bool = True
    second_factor: bool = False


def add_user(
    db: Database, email: str, name: str, password: str, role: str = "member", groups: Iterable[str] = (),
    person: str | None = None,
) -> User:  # fmt: skip
    """Creates an account. Invalid tells each wrong field; AlreadyExists("email") when the address has one."""
    user = new_user(email, name, role) | {"groups": list(groups), "person": person}
    strong(password)
    if user_by_email(db, user["email"]):
        raise AlreadyExists("email", user["email"])
    return user_of(db.write(ADD, user=user | {"password": hashed(password)})[0]["user"])


def new_user(email: str, name: str, role: str) -> dict[str, Any]:
    """The properties of a new account, without password. Invalid tells each wrong field."""
    wrong = {}
    email, name = email.strip().lower(), name.strip()
    if not well_formed(email):
        wrong["email"] = "adresse électronique attendue"
    if role not in ROLES:
        wrong["role"] = f"rôle attendu : {', '.join(ROLES)}"
    if fault := _fault(name):
        wrong["name"] = fault
    if wrong:
        raise Invalid(wrong)
    return {"id": f"u-{secrets.token_hex(6)}", "email": email, "name": name, "role": role}


def well_formed(email: str) -> bool:
    """Does this look like an e-mail address?"""
    return len(email) <= LONGEST_EMAIL and _EMAIL.fullmatch(email) is not None


def rename(db: Database, id: str, name: str) -> None:
    """Changes the name that an account is shown by, everywhere that it wrote."""
    if fault := _fault(name.strip()):
        raise Invalid({"name": fault})
    db.write(RENAME, id=id, name=name.strip())


def _fault(name: str) -> str:
    """Why this is no name to be shown; "" when it is one."""
    if not name:
        return "un nom est nécessaire"
    if len(name) > LONGEST_NAME:
        return f"{LONGEST_NAME} caractères au plus"
    return "" if name.isprintable() else "un caractère de ce nom ne se lit pas"


def user_by_email(db: Database, email: str) -> User | None:
    """The account of an address, in whatever case it is typed."""
    return found(db.read(BY_EMAIL, email=email.strip().lower()))


def user_by_id(db: Database, id: str) -> User | None:
    """The account of an id."""
    return found(db.read(BY_ID, id=id))


def users(db: Database) -> list[User]:
    """Every account, by address."""
    return [user_of(row["user"]) for row in db.read(ALL)]


def authenticate(db: Database, email: str, password: str) -> User | None:
    """The account, when the password is its own. An unknown address costs the same time as a wrong password, and so
    does an account that is suspended or has none."""
    rows = db.read(BY_EMAIL, email=email.strip().lower())
    kept = rows[0]["password"] if rows and not rows[0]["user"]["suspended_at"] else None
    return found(rows) if opens(kept, password) else None


def confirmed(db: Database, id: str, password: str) -> bool:
    """Is this the account's present password? Never, for an account that has none."""
    rows = db.read(KEPT, id=id)
    return opens(rows[0]["password"] if rows else None, password)


def set_password(db: Database, id: str, password: str, keep: str = "") -> None:
    """Changes a password, and ends every session but `keep` (the id of one)."""
    strong(password)
    if not db.write(RENEW, id=id, password=hashed(password), keep=keep):
        raise NotFound(id)


def found(rows: list[dict[str, Any]]) -> User | None:
    """The account of a row's `user`, None without rows."""
    return user_of(rows[0]["user"]) if rows else None


def user_of(row: Mapping[str, Any]) -> User:
    """An account as it was read by USER."""
    return User(**{**row, "groups": tuple(row["groups"] or ())})
