"""The figures as pages and the API read them: those of the reader's layer, unpacked once a process and run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from graph.database import Database
from graph.freshness import last_write
from graph.measures.figures import Figures
from graph.measures.keeping import Head, figures, heads, latest
from graph.measures.layers import layer_of
from graph.viewers import Viewer

_kept: WeakKeyDictionary[Database, dict[str, tuple[Head, Figures]]] = WeakKeyDictionary()
_looked: WeakKeyDictionary[Database, dict[str, float]] = WeakKeyDictionary()
_guard = Lock()
LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Measures:
    """Figures of the reader's layer, the moment when they were right (`at`, ISO, UTC), and whether they still are:
    when not, they are being measured anew."""

    figures: Figures
    seq: int
    at: str
    current: bool


def measures(db: Database, viewer: Viewer) -> Measures | None:
    """What is known of the viewer's layer; None until the first run is over."""
    layer = layer_of(viewer)
    found = _figures(db, layer)
    if found is None:
        return None
    head, columns = found
    return Measures(columns, head.seq, head.at, head.current(last_write(db)))


def glimpse(db: Database, viewer: Viewer) -> Figures | None:
    """The figures of the viewer's layer for a page about something else: asked of the graph once a second at most."""
    layer, now = layer_of(viewer), time.monotonic()
    with _guard:
        looked, kept = _looked.setdefault(db, {}).get(layer, 0.0), _kept.setdefault(db, {}).get(layer)
        fresh = now - looked < LOOK_SECONDS
        if not fresh:
            _looked[db][layer] = now
    found = kept if fresh else _figures(db, layer)
    return found[1] if found else None


def _figures(db: Database, layer: str) -> tuple[Head, Figures] | None:
    head = heads(db, layer).get(layer)
    if head is None:
        with _guard:
            _kept.setdefault(db, {}).pop(layer, None)
        return None
    with _guard:
        kept = _kept.setdefault(db, {}).get(layer)
    columns = kept[1] if kept and kept[0].run == head.run else figures(db, head)
    made = (head, columns) if columns else latest(db, layer)
    if made:
        with _guard:
            _kept[db][layer] = made
    return made
