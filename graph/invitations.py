"""Invitations: an address, what the account may do, the person that it is; a link that is good once, for 14 days."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from graph.database import Database, Transaction
from graph.errors import AlreadyExists, Invalid, NotAllowed, NotFound
from graph.operations import now
from graph.passwords import hashed, strong
from graph.tokens import after, fingerprint, new_token
from graph.users import ROLES, USER, User, new_user, user_of, well_formed

LASTS = timedelta(days=14)
SYSTEM = "système"  # whoever has the machine

# Facilitators invite members, administrators anybody; the same for sending again and taking back.
MAY = """
($by = 'système' OR EXISTS {
  MATCH (host:User {id: $by}) WHERE host.email > '' AND host.suspended_at IS NULL
    AND (host.role = 'administrator' OR host.role = 'facilitator' AND %s = 'member') })
"""
INVITATION = "i {.id, .email, .role, .person, .by, .language, .sent_at, .expires_at}"
ASKED = f"""
OPTIONAL MATCH (user:User {{email: $email}})
OPTIONAL MATCH (i:Invitation {{email: $email}})
OPTIONAL MATCH (person:Person {{id: $person}}) WHERE person:Entity
OPTIONAL MATCH (other:User {{person: $person}})
RETURN {MAY % "$role"} AS may, user.id AS user, i.id AS invited, i.expires_at AS until, person.id AS person,
       other.id AS other
"""
FORGET = "MATCH (i:Invitation {email: $email}) DELETE i"
SEND = f"CREATE (i:Invitation) SET i = $invitation RETURN {INVITATION} AS invitation"
ALL = f"""
MATCH (i:Invitation) WHERE i.email > ''
OPTIONAL MATCH (user:User {{id: i.by}})
RETURN {INVITATION} AS invitation, user.name AS host ORDER BY i.sent_at DESC, i.email
"""
AGAIN = f"""
MATCH (i:Invitation {{id: $id}}) WHERE {MAY % "i.role"}
SET i.key = $key, i.sent_at = $now, i.expires_at = $until RETURN {INVITATION} AS invitation
"""
TAKE_BACK = f"MATCH (i:Invitation {{id: $id}}) WHERE {MAY % 'i.role'} DELETE i RETURN count(*) AS gone"
OF_TOKEN = f"""
MATCH (i:Invitation {{key: $key}}) WHERE i.expires_at > $now
OPTIONAL MATCH (user:User {{id: i.by}})
RETURN {INVITATION} AS invitation, user.name AS host
"""
OF_EMAIL = f"MATCH (i:Invitation {{email: $email}}) WHERE i.expires_at > $now RETURN {INVITATION} AS invitation"
# The lock is taken before it is looked at again: of two answers to one invitation, one finds it used.
ACCEPT = f"""
MATCH (i:Invitation {{id: $id}}) SET i.tried_at = $now
WITH i WHERE i.expires_at > $now
CREATE (user:User) SET user = $user, user.role = i.role, user.email = i.email,
  user.person = CASE WHEN NOT EXISTS {{ (:User {{person: i.person}}) }} THEN i.person END
DELETE i
RETURN {USER} AS user
"""


@dataclass(frozen=True)
class Invitation:
    """`by` is the account that invites, `host` its name; `person` is the record that the account will be."""

    id: str
    email: str
    role: str
    person: str | None
    by: str
    language: str
    sent_at: str
    expires_at: str
    host: str | None = None

    @property
    def over(self) -> bool:
        return self.expires_at <= now()


def invite(
    tx: Transaction, by: str, email: str, role: str = "member", person: str | None = None, language: str = "fr"
) -> tuple[Invitation, str]:
    """Invites an address; the second is the token of the link to send. Invalid tells each wrong field; AlreadyExists
    when the address has an account, or an invitation that is still good; NotAllowed when `by` may not."""
    email, token = email.strip().lower(), new_token()
    if not well_formed(email):
        raise Invalid({"email": "adresse électronique attendue"})
    if role not in ROLES:
        raise Invalid({"role": f"rôle attendu : {', '.join(ROLES)}"})
    _check(tx.run(ASKED, by=by, email=email, role=role, person=person)[0], email, person)
    tx.run(FORGET, email=email)
    invitation = {
        "id": f"i-{secrets.token_hex(6)}", "key": fingerprint(token), "email": email, "role": role, "person": person,
        "by": by, "language": language, "sent_at": now(), "expires_at": after(LASTS),
    }  # fmt: skip
    return _invitation(tx.run(SEND, invitation=invitation)[0]), token


def send_again(tx: Transaction, by: str, id: str) -> tuple[Invitation, str]:
    """Another link for an invitation, good for 14 days from now; the one before is dead."""
    token = new_token()
    rows = tx.run(AGAIN, by=by, id=id, key=fingerprint(token), now=now(), until=after(LASTS))
    if not rows:
        raise NotFound(id)
    return _invitation(rows[0]), token


def take_back(db: Database, by: str, id: str) -> None:
    """Ends an invitation. NotFound when there is none, or when it is not one's to take back."""
    if not db.write(TAKE_BACK, by=by, id=id)[0]["gone"]:
        raise NotFound(id)


def invitations(db: Database) -> list[Invitation]:
    """Those that nobody answered, the last sent first."""
    return [_invitation(row) for row in db.read(ALL)]


def invited(db: Database, token: str) -> Invitation | None:
    """The invitation of a link; None when it was used or taken back, is too old or never was."""
    rows = db.read(OF_TOKEN, key=fingerprint(token), now=now())
    return _invitation(rows[0]) if rows else None


def invited_address(db: Database, email: str) -> Invitation | None:
    """The invitation that an address has, for who proves to be behind it."""
    rows = db.read(OF_EMAIL, email=email.strip().lower(), now=now())
    return _invitation(rows[0]) if rows else None


def accept(tx: Transaction, invitation: Invitation, name: str, password: str | None) -> User:
    """Makes the account of an invitation, which is used by that; without password for who signs in by a provider.
    NotFound when it was used meanwhile; AlreadyExists when the address has an account."""
    user: dict[str, Any] = new_user(invitation.email, name, invitation.role)
    if password is not None:
        strong(password)
        user["password"] = hashed(password)
    rows = tx.run(ACCEPT, id=invitation.id, user=user, now=now())
    if not rows:
        raise NotFound(invitation.id)
    return user_of(rows[0]["user"])


def _check(asked: Mapping[str, Any], email: str, person: str | None) -> None:
    if not asked["may"]:
        raise NotAllowed("Seule l'administration invite à animer ou à administrer.")
    if asked["user"] or (asked["invited"] and asked["until"] > now()):
        raise AlreadyExists("account" if asked["user"] else "invitation", email)
    if person and not asked["person"]:
        raise Invalid({"person": "une fiche de personne est attendue"})
    if person and asked["other"]:
        raise Invalid({"person": "cette fiche est déjà celle d'un compte"})


def _invitation(row: Mapping[str, Any]) -> Invitation:
    return Invitation(**row["invitation"], host=row.get("host"))
