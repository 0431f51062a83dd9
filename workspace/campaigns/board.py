"""What came of a campaign: how many at each stage, each ask, and the same as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flask import request
from flask.typing import ResponseReturnValue

from graph.asks import STAGES, Ask, Stage, asks
from graph.campaigns import Campaign
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.paging import Paging, page_number
from workspace.rendering import render
from workspace.words import initial, word

SHOWN = 100  # lines a page
# What asks something of the facilitator comes first.
ORDER: Sequence[Stage] = (
    "left", "changed", "uncertain", "failed", "bounced", "waiting", "invited", "opened", "confirmed", "silent",
)  # fmt: skip


def page(campaign: Campaign) -> ResponseReturnValue:
    """The board of a campaign that was sent; `?etape=` keeps to one stage."""
    found = asks(database(), viewer(), campaign)
    counts = Counter(ask.stage for ask in found)
    stage, number = request.args.get("etape", ""), page_number()
    chosen = sorted((ask for ask in found if stage in ("", ask.stage)), key=_rank)
    return render(
        "campaigns/board.html", campaign=campaign, total=len(found), stage=stage,
        stages=[(name, STAGES[name], counts[name]) for name in STAGES if counts[name]],
        shown=chosen[(number - 1) * SHOWN : number * SHOWN], paging=Paging(number, SHOWN, len(chosen)), names=STAGES,
        answered=sum(1 for ask in found if ask.stage in ("confirmed", "changed", "left")),
    )  # fmt: skip


def file(campaign: Campaign) -> ResponseReturnValue:
    """The board as a table, without addresses."""
    return csv_file(_rows(asks(database(), viewer(), campaign)), f"campagne-{(campaign.sent_at or '')[:10]}")


def _rank(ask: Ask) -> tuple[bool, int]:
    return (not ask.to_review, ORDER.index(ask.stage))


def _rows(found: Sequence[Ask]) -> Iterator[list[str]]:
    yield [gettext("Fiche"), gettext("Adresse"), gettext("Personne"), gettext("Étape"), gettext("Ouvert le"),
           gettext("Répondu le"), gettext("Relances")]  # fmt: skip
    for ask in found:
        yield [ask.record.name, ask.record.url, ask.name, initial(word(STAGES[ask.stage])), ask.opened_at or "",
               ask.answered_at or "", str(ask.reminders)]  # fmt: skip
