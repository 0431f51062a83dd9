"""The role of intermediary: by how many of the shortest paths between two others a record is passed.

Brandes' sums, for many sources at once as products of a sparse matrix: at 100,000 records 200 sources take 7 s, where
networkit, one source after the other, takes 28."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.measures.figures import Floats
from graph.positions import Ints

Block = NDArray[np.float32]

SOURCES = 200  # of the estimate: 47 of the top 50 are the same at 10,000 records
SEED = 11
TOGETHER = 50  # sources: 20 MB a block at 100,000 records
DEEPEST = 60  # steps from a source; networks are 10 to 20 deep


def betweenness(count: int, pairs: Ints, *, exact: bool) -> Floats:
    """By place, the share (0 to 1) of shortest paths between two others that pass by it: of all, or estimated from
    SOURCES of the records that have a link. Paths longer than DEEPEST steps are left out."""
    tied = np.unique(pairs)
    if len(tied) < 3:
        return np.zeros(count, dtype=np.float32)
    sources = tied if exact else np.random.default_rng(SEED).permutation(tied)[:SOURCES]
    ends = np.concatenate((pairs, pairs[:, ::-1]))
    ties = csr_array((np.ones(len(ends), dtype=np.float32), (ends[:, 0], ends[:, 1])), shape=(count, count))
    total = np.zeros(count)
    for first in range(0, len(sources), TOGETHER):
        total += _passed(ties, sources[first : first + TOGETHER])
    # Each pair is met from both of its ends.
    share = total * len(tied) / len(sources) / ((count - 1) * (count - 2))
    return np.minimum(1, share).astype(np.float32)


def _passed(ties: csr_array[Any, Any], sources: Ints) -> NDArray[np.float64]:
    """By place, how much of the shortest paths from these sources passes by it."""
    steps, paths = _outward(ties, sources)
    depth = int(steps.max())
    share: Block = np.zeros(paths.shape, dtype=np.float32)
    for step in range(depth, 1, -1):
        here = steps == step
        per_path = np.divide(1 + share, paths, out=np.zeros_like(paths), where=here)
        share += np.where(steps == step - 1, paths * (ties @ per_path), 0)
    share[sources, np.arange(len(sources))] = 0
    return np.asarray(share.sum(axis=1, dtype=np.float64))


def _outward(ties: csr_array[Any, Any], sources: Ints) -> tuple[NDArray[np.int8], Block]:
    """Steps to each record from each source (-1: none), and the number of shortest paths."""
    shape = (ties.shape[0], len(sources))
    steps: NDArray[np.int8] = np.full(shape, -1, dtype=np.int8)
    front: Block = np.zeros(shape, dtype=np.float32)
    front[sources, np.arange(len(sources))] = 1
    steps[front > 0] = 0
    paths = front
    for step in range(1, DEEPEST + 1):
        front = np.where(steps < 0, ties @ front, np.float32(0))
        met = front > 0
        if not met.any():
            break
        steps[met] = step
        paths = paths + front
    return steps, paths
