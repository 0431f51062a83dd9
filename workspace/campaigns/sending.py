"""A campaign leaves: what is asked, the personal addresses, the letters and the next reminder, all or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from graph import asks, campaigns, jobs, personal_links
from graph.campaigns import Campaign
from graph.database import Database, Transaction
from graph.personal_links import Given
from graph.settings import Settings
from graph.viewers import Viewer
from workspace.campaigns.letters import Told, key_of, recipients, template
from workspace.campaigns.plan import Line, Plan
from workspace.mail import post_all

SORT = "campaign"
LETTER_ONLY = ("record_name", "page", "reviewed_at")
GRACE = timedelta(days=30)  # a late answer is an answer
LETTER_DAYS = 7  # after which what became of a plain letter is known


def send(db: Database, viewer: Viewer, settings: Settings, id: str, plan: Plan) -> None:
    """Sends a draft to those of the plan. Conflict when it was sent already."""

    def work(tx: Transaction) -> None:
        campaign = campaigns.start(tx, viewer, id)
        rows = [_row(campaign, line) for line in plan.written]
        asks.make(tx, [{name: value for name, value in row.items() if name not in LETTER_ONLY} for row in rows])
        told = addressed(tx, viewer, campaign, rows)
        post_all(tx, template(campaign), recipients(campaign, told, settings))
        schedule(tx, campaign, 1)

    db.transaction(work)


def addressed(tx: Transaction, viewer: Viewer, campaign: Campaign, rows: Sequence[Mapping[str, Any]]) -> list[Told]:
    """What letters say of each ask, with a personal address where one answers without an account."""
    if campaign.sort == "letter":
        paths = [str(row["page"]) for row in rows]
    elif campaign.open:
        until = (_midnight(campaign.until) + GRACE).strftime("%Y-%m-%dT%H:%M:%SZ")
        given = [Given(row["record"], row["name"], row["id"]) for row in rows]
        paths = [f"/revue/lien/{token}" for token in personal_links.give_all(tx, viewer, given, until)]
    else:
        paths = [f"/revue/{row['record']}" for row in rows]
    return [Told(row["id"], row["email"], row["name"], row["record_name"], path, row.get("reviewed_at"))
            for row, path in zip(rows, paths, strict=True)]  # fmt: skip


def schedule(tx: Transaction | Database, campaign: Campaign, number: int) -> None:
    """Queues the next reminder, or the end when none fits before the day."""
    sent = datetime.fromisoformat((campaign.sent_at or "").replace("Z", "+00:00"))
    due, end = sent + timedelta(days=campaign.every * number), sent + timedelta(days=LETTER_DAYS)
    if campaign.sort == "update":
        end = _midnight(campaign.until) + timedelta(days=1)
    reminds = campaign.sort == "update" and campaign.every > 0 and due < end
    told = {"campaign": campaign.id, "number": number if reminds else 0}
    key = f"campaign/{campaign.id}/{'remind' if reminds else 'close'}/{number if reminds else 0}"
    jobs.put(tx, SORT, told, key=key, due=due if reminds else end)


def _row(campaign: Campaign, line: Line) -> dict[str, Any]:
    person, email = line.person, line.person.email or ""
    return {
        "id": f"a-{secrets.token_urlsafe(9)}", "campaign": campaign.id, "record": line.record.id, "person": person.id,
        "name": person.name, "email": email, "user": person.user, "at": campaign.sent_at,
        "mail": key_of(campaign.id, email, 0), "record_name": line.record.name, "page": line.record.url,
        "reviewed_at": line.reviewed_at,
    }  # fmt: skip


def _midnight(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day).date(), time(), UTC)
