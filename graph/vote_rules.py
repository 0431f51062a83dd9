"""What a recorded vote may say: whole numbers, no more voices than people present, no objection to a consent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.errors import Invalid

COUNTS = ("votes_for", "votes_against", "votes_abstain")
NUMBERS = (*COUNTS, "votes_present", "quorum")
FIELDS = ("vote", *NUMBERS, "reservations")


def wrong_vote(state: Mapping[str, Any]) -> dict[str, str]:
    """A message a wrong field; nothing for a decision without a vote."""
    given = {name: state[name] for name in FIELDS if state.get(name) is not None}
    wrong = {name: "un nombre entier de voix est attendu" for name in NUMBERS
             if name in given and not (isinstance(given[name], int) and given[name] >= 0)}  # fmt: skip
    if wrong or not given:
        return wrong
    if "vote" not in given:
        return {"vote": "dites comment on a décidé"}
    if given["vote"] == "show_of_hands" and "votes_for" not in given:
        return {"votes_for": "dites combien étaient pour"}
    if given["vote"] == "consent" and given.get("votes_against"):
        return {"votes_against": "par consentement, une objection suspend la décision : notez une réserve, ou votez"}
    cast, present = sum(given.get(name, 0) for name in COUNTS), given.get("votes_present")
    if present is not None and cast > present:
        return {"votes_present": f"plus de voix ({cast}) que de présents ({present})"}
    return {}


def must_be_a_vote(state: dict[str, Any]) -> dict[str, Any]:
    """The state of a record as it is. Invalid names the wrong fields of a decision's vote."""
    if wrong := wrong_vote(state):
        raise Invalid(wrong)
    return state
