"""The letter as its first reader will get it, before it leaves."""

from __future__ import annotations

from graph.campaigns import Campaign
from workspace.campaigns.letters import context, template
from workspace.campaigns.plan import Plan
from workspace.mail.letters import Letter, write
from workspace.public_address import root

PLACEHOLDER = "…"  # what is personal of an address is made when it leaves


def sample(campaign: Campaign, plan: Plan) -> Letter | None:
    """Of the first who is written to; None when nobody is."""
    if not plan.written:
        return None
    first = plan.written[0].person
    own = [line for line in plan.written if line.person.email == first.email]
    at = f"/revue/lien/{PLACEHOLDER}" if campaign.open else ""
    records = [{"name": line.record.name, "reviewed_at": line.reviewed_at,
                "path": line.record.url if campaign.sort == "letter" else at or f"/revue/{line.record.id}"}
               for line in own]  # fmt: skip
    told = context(campaign, records, first.name, 0, f"/desabonner/{PLACEHOLDER}")
    return write(template(campaign), campaign.language, root(), told)
