"""Who gets what, before anything is sent: each record with each person, and why somebody gets nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from graph.addressees import Addressee, addressees
from graph.campaigns import Campaign
from graph.links import Brief
from graph.unsubscribing import unsubscribed
from workspace.current import database, viewer
from workspace.list_filters import filters_of, parameters
from workspace.listings import LISTINGS

Why = Literal["", "nobody", "no_address", "no_account", "unsubscribed", "excluded"]
NOBODY = Addressee("", "")
SORTS = {"update": "updates", "letter": "letters"}


@dataclass(frozen=True)
class Line:
    """A record and a person (or NOBODY); `why` nothing is sent about it, empty when it is."""

    record: Brief
    person: Addressee
    why: Why
    reviewed_at: str | None = None

    @property
    def key(self) -> str:
        return key_of(self.record, self.person)


@dataclass(frozen=True)
class Plan:
    """`written` get a letter, `left` do not; `letters` is how many: one a person, whatever they bear."""

    written: Sequence[Line]
    left: Sequence[Line]

    @property
    def letters(self) -> int:
        return len({line.person.email for line in self.written})

    @property
    def stamp(self) -> str:
        """Differs when other people would be written to."""
        return sha256("\n".join(line.key for line in self.written).encode()).hexdigest()[:16]


def plan(campaign: Campaign) -> Plan:
    """For a draft, as the network is now. Invalid when its filter means nothing any more."""
    listing = LISTINGS[campaign.place]
    borne = addressees(database(), viewer(), filters_of(parameters(campaign.query), listing))
    emails = {person.email for each in borne for person in each.people if person.email}
    stopped = unsubscribed(database(), emails, SORTS[campaign.sort])
    lines = [Line(each.record, person, _why(campaign, each.record, person, stopped), each.reviewed_at)
             for each in borne for person in each.people or (NOBODY,)]  # fmt: skip
    return Plan([line for line in lines if not line.why], [line for line in lines if line.why])


def key_of(record: Brief, person: Addressee) -> str:
    """What tells an ask apart before it is one."""
    return f"{record.id}|{person.id}"


def _why(campaign: Campaign, record: Brief, person: Addressee, stopped: frozenset[str]) -> Why:
    if person == NOBODY:
        return "nobody"
    if not person.email:
        return "no_address"
    if person.email in stopped:
        return "unsubscribed"
    if campaign.sort == "update" and not campaign.open and not person.user:
        return "no_account"
    return "excluded" if key_of(record, person) in campaign.excluded else ""
