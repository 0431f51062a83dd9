"""Addresses outside that records give: since when each no longer answers, and when it last did.

An address is kept once, however many records give it; what a record gives is read from the record itself, so that
nothing has to follow its changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees

PAGE = 5000
MOST_RECORDS = 20  # of one address: a facilitator corrects them one after the other
BROKEN_AFTER = 2  # looks in a row, on different days: many sites are down for an hour
GIVEN = """
MATCH (n:Entity) WHERE n.id > $after
WITH n ORDER BY n.id LIMIT $page
RETURN n.id AS id, [field IN $fields WHERE n[field] IS NOT NULL | n[field]] AS urls ORDER BY id
"""
TOLD = "address {.url, .outcome, .cause, .tries, .failing_since, .worked_at, .moved_to, .ready_at, .told_at}"
KNOWN = f"MATCH (address:Address) WHERE address.url > '' RETURN {TOLD} AS address ORDER BY address.url"
SET = "UNWIND $rows AS row MERGE (a:Address {url: row.url}) SET a += row.set"
FORGET = "UNWIND $urls AS url MATCH (a:Address {url: url}) DELETE a"
# A sentence of a query that has a record `n`: what is wrong with the addresses that it gives.
OF_RECORD = f"""COLLECT {{
    UNWIND $urls AS field MATCH (address:Address {{url: n[field]}})
    WHERE address.tries >= {BROKEN_AFTER} OR address.outcome = 'moved' RETURN DISTINCT {TOLD} }}"""
WRONG = f"""
MATCH (address:Address) WHERE address.outcome IN ['fails', 'moved']
  AND (address.tries >= {BROKEN_AFTER} OR address.outcome = 'moved')
UNWIND address.records AS id
MATCH (n:Entity {{id: id}}) WHERE {sees("n")} AND any(field IN $fields WHERE n[field] = address.url)
RETURN n.id AS id, {TOLD} AS address, COUNT {{ (n)--(:Entity) }} AS links ORDER BY id, address.url
"""
UNTOLD = f"""
MATCH (address:Address) WHERE address.outcome = 'fails' AND address.tries >= {BROKEN_AFTER} AND address.told_at IS NULL
RETURN {TOLD} AS address, address.records AS records ORDER BY address.url LIMIT $most
"""


@dataclass(frozen=True)
class Address:
    """`outcome` is that of the last look (works, moved, fails, unsaid), `tries` how many looks failed since
    `failing_since`; times are ISO, UTC, `ready_at` (when it is looked at again) milliseconds."""

    url: str
    outcome: str = ""
    cause: str = ""
    tries: int = 0
    failing_since: str | None = None
    worked_at: str | None = None
    moved_to: str | None = None
    ready_at: int = 0
    told_at: str | None = None

    @property
    def broken(self) -> bool:
        return self.tries >= BROKEN_AFTER


def fields() -> list[str]:
    """The fields that hold an address and are for everybody, of any kind."""
    kinds = SCHEMA.kinds.values()
    return sorted(
        {field.name for kind in kinds for field in kind.fields if field.type == "url" and not field.visibility}
    )


def given(db: Database) -> dict[str, list[str]]:
    """Ids of the records that give each address, at most so many."""
    found: dict[str, list[str]] = {}
    for id, urls in _given(db):
        for url in urls:
            if len(ids := found.setdefault(url, [])) < MOST_RECORDS and id not in ids:
                ids.append(id)
    return found


def _given(db: Database) -> Iterator[tuple[str, list[str]]]:
    after, names = "", fields()
    while rows := db.read(GIVEN, after=after, page=PAGE, fields=names):
        yield from ((row["id"], row["urls"]) for row in rows if row["urls"])
        after = rows[-1]["id"]


def known(db: Database) -> dict[str, Address]:
    """Every address that was looked at."""
    return {row["address"]["url"]: address_of(row["address"]) for row in db.read(KNOWN)}


def keep(db: Database, told: Mapping[str, Mapping[str, Any]]) -> None:
    """Writes what is new of addresses; None takes a fact away."""
    rows = [{"url": url, "set": dict(facts)} for url, facts in told.items()]
    for start in range(0, len(rows), PAGE):
        db.write(SET, rows=rows[start : start + PAGE])


def forget(db: Database, urls: Iterable[str]) -> None:
    """What no record gives any more."""
    db.write(FORGET, urls=sorted(urls))


def wrong(db: Database, viewer: Viewer) -> list[tuple[str, int, Address]]:
    """Records that the viewer sees with an address that no longer answers, or has moved; how many links they have."""
    rows = db.read(WRONG, fields=fields(), **viewer.params())
    return [(row["id"], row["links"], address_of(row["address"])) for row in rows]


def untold(db: Database, most: int = 500) -> list[tuple[Address, Sequence[str]]]:
    """Broken addresses that nobody was written to about, with the ids of the records that give them."""
    return [(address_of(row["address"]), row["records"] or ()) for row in db.read(UNTOLD, most=most)]


def address_of(found: Mapping[str, Any]) -> Address:
    """From a row; what is not there is as it is before the first look."""
    return Address(**{name: value for name, value in found.items() if value is not None})
