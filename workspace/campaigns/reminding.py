"""The handler of campaign jobs: reminds who did not answer, and ends the campaign on its day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph import asks, campaigns
from graph.campaigns import Campaign
from graph.database import Transaction
from graph.unsubscribing import unsubscribed
from graph.viewers import SYSTEM
from workspace.campaigns.letters import key_of, recipients, template
from workspace.campaigns.plan import SORTS
from workspace.campaigns.sending import addressed, schedule
from workspace.mail import post_all
from workspace.tasks import Task


def carry_on(task: Task) -> Mapping[str, Any]:
    """One reminder, or the end."""
    told = task.job.payload
    campaign = campaigns.running(task.db, told["campaign"])
    if campaign is None:
        return told
    if told["number"]:
        remind(task, campaign, told["number"])
    else:
        campaigns.close(task.db, SYSTEM, campaign.id)
    return told


def remind(task: Task, campaign: Campaign, number: int) -> None:
    """Writes again to who did not answer and still wants to be written to; queues what comes next."""
    rows = [{**row["ask"], "record_name": row["name"], "reviewed_at": row["reviewed_at"]}
            for row in asks.unanswered(task.db, campaign.id)]  # fmt: skip
    stopped = unsubscribed(task.db, {row["email"] for row in rows}, SORTS[campaign.sort])
    rows = [row for row in rows if row["email"] not in stopped]

    def work(tx: Transaction) -> None:
        told = addressed(tx, SYSTEM, campaign, rows)
        post_all(tx, template(campaign), recipients(campaign, told, task.settings, number))
        asks.reminded(tx, [{"id": each.ask, "mail": key_of(campaign.id, each.email, number)} for each in told])
        schedule(tx, campaign, number + 1)

    task.db.transaction(work)
