"""In what order chains are read, and how many at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.chains import Chain
from graph.evidence import Strength
from graph.folding import fold
from graph.traces import PolicyTrace
from workspace.paging import Paging, page_number

SIZE = 25
ORDERS = ("solidite", "nom", "mesure", "age")


def in_order(chains: Sequence[Chain], order: str) -> list[Chain]:
    """Direct chains first in every order."""
    strengths = list(Strength)
    keys: Mapping[str, Callable[[Chain], Any]] = {
        "solidite": lambda chain: strengths.index(chain.strength),
        "nom": lambda chain: fold(chain.resource.name),
        "mesure": lambda chain: fold(chain.policy.name),
        "age": lambda chain: chain.age or "",
    }
    return sorted(
        chains, key=lambda chain: (not chain.direct, keys[order](chain), len(chain.steps), fold(chain.resource.name))
    )  # fmt: skip


def page_of(chains: Sequence[Chain], found: PolicyTrace) -> tuple[list[tuple[int, Chain]], Paging]:
    """One page of chains, each with its place among all."""
    page = page_number()
    first = (page - 1) * SIZE
    return list(enumerate(chains))[first : first + SIZE], Paging(page, SIZE, len(chains))
