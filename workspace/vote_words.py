"""A recorded vote in sentences, and what the pages of a decision, a meeting and a note say of votes."""

from __future__ import annotations

from graph.links import Brief
from graph.votes import Ballot, Vote, ballot, votes_around
from workspace.current import database, viewer
from workspace.language import gettext, ngettext


def said(vote: Vote) -> str:
    """« À main levée : 12 pour, 1 contre, 2 abstentions. »"""
    counts = [
        ngettext("%(num)s pour", "%(num)s pour", vote.votes_for) if vote.votes_for is not None else "",
        ngettext("%(num)s contre", "%(num)s contre", vote.votes_against) if vote.votes_against is not None else "",
        ngettext("%(num)s abstention", "%(num)s abstentions", vote.votes_abstain)
        if vote.votes_abstain is not None else "",
    ]  # fmt: skip
    told = ", ".join(filter(None, counts))
    if vote.mode == "consent":
        return (
            gettext("Par consentement, sans objection : %(counts)s.", counts=told)
            if told
            else gettext("Par consentement, sans objection.")
        )
    return gettext("À main levée : %(counts)s.", counts=told)


def quorum(vote: Vote) -> str:
    """« Quorum atteint : 15 présents, 10 nécessaires. », or what is known of it."""
    if vote.present is None:
        return gettext("Quorum : %(n)s nécessaires, présents non notés.", n=vote.quorum) if vote.quorum else ""
    if vote.quorum is None:
        return ngettext("%(num)s présent.", "%(num)s présents.", vote.present)
    told = {"n": vote.present, "needed": vote.quorum}
    if vote.met:
        return gettext("Quorum atteint : %(n)s présents, %(needed)s nécessaires.", **told)
    return gettext("Quorum non atteint : %(n)s présents, %(needed)s nécessaires.", **told)


def own_vote(record: Brief) -> Ballot:
    """Of a decision that the reader sees."""
    return ballot(database(), viewer(), record.id)


def votes_of(record: Brief) -> list[tuple[Brief, Vote]]:
    """Of a meeting or a note."""
    return votes_around(database(), viewer(), record.id)
