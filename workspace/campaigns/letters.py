"""The letters of a campaign: one a person, with what they bear, each record by its own address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from graph.campaigns import Campaign
from graph.settings import Settings
from graph.tokens import fingerprint
from workspace import stopping
from workspace.campaigns.plan import SORTS
from workspace.mail import Recipient


@dataclass(frozen=True)
class Told:
    """What a letter says of one record: its name, its page, when it was last confirmed, and where one answers."""

    ask: str
    email: str
    person: str
    name: str
    path: str
    reviewed_at: str | None = None

    @property
    def shown(self) -> dict[str, str | None]:
        return {"name": self.name, "path": self.path, "reviewed_at": self.reviewed_at}


def recipients(campaign: Campaign, told: Iterable[Told], settings: Settings, number: int = 0) -> list[Recipient]:
    """A letter for each address; `number` is 0 for the first, then that of the reminder."""
    ordered = sorted(told, key=lambda each: (each.email, each.name, each.ask))
    return [_recipient(campaign, email, list(own), settings, number)
            for email, own in groupby(ordered, key=lambda each: each.email)]  # fmt: skip


def key_of(campaign: str, email: str, number: int) -> str:
    """The name of the job of a letter: it is queued once."""
    return f"campaign/{campaign}/{number}/{fingerprint(email)[:24]}"


def context(campaign: Campaign, records: list[dict[str, Any]], person: str, number: int, stop: str) -> dict[str, Any]:
    """What the templates of a letter are written with."""
    return {
        "subject": campaign.subject, "message": campaign.message, "by_name": campaign.by_name, "person": person,
        "until": campaign.until, "records": records, "reminder": number, "stop": stop,
        "open": campaign.open,
    }  # fmt: skip


def template(campaign: Campaign) -> str:
    """The letter's name in templates/mail."""
    return "update" if campaign.sort == "update" else "group"


def _recipient(campaign: Campaign, email: str, own: list[Told], settings: Settings, number: int) -> Recipient:
    stop = stopping.path(settings, email, SORTS[campaign.sort])
    shown: list[Mapping[str, Any]] = [each.shown for each in own]
    return Recipient(
        email, context(campaign, list(map(dict, shown)), own[0].person, number, stop),
        key_of(campaign.id, email, number), campaign.language, campaign.reply_to, stopping.headers(stop),
    )  # fmt: skip
