"""What a look changes of what is known of an address, and when the next one is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from graph.operations import now
from graph.outside import Address
from workspace.outside.looking import Seen

DAY = 86_400
USUAL, SELDOM = 7, 30  # days to the next look; a failing address is seen again sooner, then less and less


def facts(known: Address, seen: Seen) -> Mapping[str, Any]:
    """The properties to write."""
    moment = now()
    told: dict[str, Any] = {
        "outcome": seen.outcome, "cause": seen.cause or None, "moved_to": seen.moved_to, "checked_at": moment,
        "ready_at": int((time.time() + _days(known, seen) * DAY) * 1000),
    }  # fmt: skip
    if seen.outcome == "fails":
        return told | {"tries": known.tries + 1, "failing_since": known.failing_since or moment}
    told |= {"tries": 0, "failing_since": None, "told_at": None}
    return told if seen.outcome == "unsaid" else told | {"worked_at": moment}


def _days(known: Address, seen: Seen) -> float:
    if seen.outcome == "fails":
        return float(min(SELDOM, 2**known.tries))
    # « Too many requests », « not now »: tomorrow is another day.
    return 1 if seen.cause in ("429", "503") else SELDOM if seen.outcome == "unsaid" else USUAL
