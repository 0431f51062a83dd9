"""Addresses that records give and that no longer answer, or have moved."""

from __future__ import annotations

from graph import outside
from graph.database import Database
from graph.viewers import Viewer
from graph.worklists.shapes import Finding, Worklist

BROKEN = 1000  # before what has moved, which still leads somewhere


def broken(db: Database, viewer: Viewer) -> list[Finding]:
    """Each such address of each record; the broken ones first, the best tied first, as more people follow them."""
    return [
        Finding(id, links + BROKEN * address.broken, {"address": dict(vars(address))}, item=f"{id} {address.url}")
        for id, links, address in outside.wrong(db, viewer)
    ]


BROKEN_ADDRESSES = Worklist("broken-addresses", broken, None)
