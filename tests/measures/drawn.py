"""Small networks as text: `"A-B B-C"`, each letter a record, each dash a link; and a graph measured as it is."""

import numpy as np

from graph.database import Database
from graph.measures import leasing, reading
from graph.measures.layers import Layer
from graph.measures.measuring import measure


def drawn(text: str, alone: str = "", both: bool = False) -> Layer:
    """A layer whose ids are the letters; `alone` are records without a link."""
    links = [tuple(link.split("-")) for link in text.split()]
    ids = sorted({id for link in links for id in link} | set(alone))
    edges = np.array([[ids.index(a), ids.index(b)] for a, b in links], dtype=np.int64).reshape(-1, 2)
    return Layer("public", ids, edges, np.full(len(edges), both), np.bincount(edges.ravel(), minlength=len(ids)))


def measured(db: Database, *, exact: bool = False) -> None:
    """As the measuring process would, at once; pages look at it again."""
    assert leasing.claim(db, "test")
    measure(db, "test", exact=exact)
    leasing.release(db, "test")
    reading._looked.clear()
