"""Letters to the accounts that bear a record with an address that no longer answers: once for each address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph import outside
from graph.addressees import addressees_of
from graph.database import Database
from graph.operations import now
from graph.outside import Address
from graph.settings import Settings
from graph.unsubscribing import unsubscribed
from graph.viewers import SYSTEM
from workspace import stopping
from workspace.mail import post
from workspace.outside_words import why

SORT = "outside"


def tell(db: Database, settings: Settings) -> int:
    """How many letters were queued."""
    broken = outside.untold(db)
    letters = _letters(db, broken)
    silent = unsubscribed(db, [email for email, _ in letters], SORT)
    written = {to: lines for to, lines in letters.items() if to[0] not in silent}
    for (email, name), lines in written.items():
        stop = stopping.path(settings, email, SORT)
        post(db, email, "outside", key=f"mail/outside/{email}/{now()[:10]}", headers=stopping.headers(stop), stop=stop,
             name=name, lines=lines)  # fmt: skip
    outside.keep(db, {address.url: {"told_at": now()} for address, _ in broken})
    return len(written)


def _letters(
    db: Database, broken: Sequence[tuple[Address, Sequence[str]]]
) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """Lines by address and name of who has an account."""
    borne = {each.record.id: each for each in addressees_of(db, SYSTEM, [id for _, ids in broken for id in ids])}
    letters: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for address, ids in broken:
        for found in (borne[id] for id in ids if id in borne):
            line = {"record": found.record.name, "path": f"/revue/{found.record.id}", "url": address.url,
                    "why": why(address), "worked_at": address.worked_at}  # fmt: skip
            for person in found.people:
                if person.user and person.email:
                    letters.setdefault((person.email, person.name), []).append(line)
    return letters
