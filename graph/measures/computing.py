"""All figures of a layer, by networkit. Only the measuring process imports this."""

from __future__ import annotations

from collections.abc import Mapping

import networkit as nk
import numpy as np

from graph.measures.betweenness import betweenness
from graph.measures.communities import numbered
from graph.measures.figures import Figures, Floats, Whole
from graph.measures.holding import Holding, holding
from graph.measures.layers import Layer
from graph.positions import Ints

SEED = 11
AT_ONCE = 1000  # records: to here the exact role of intermediary takes 0.2 s


def figures_of(layer: Layer, before: Mapping[str, int], *, exact: bool = False) -> Figures:
    """Every figure; `before` is the community of each id at the last run. Intermediaries are estimated unless the layer
    is small, or `exact` is asked (4 s at 5,000 records, and as the square of their number)."""
    count = len(layer.ids)
    pairs, times = _pairs(layer)
    nk.setNumberOfThreads(1)
    nk.setSeed(SEED, False)
    graph = _graph(count, pairs)
    held = _single(holding(count, pairs), count, pairs, times)
    exact = exact or count <= AT_ONCE
    return Figures(
        layer.name, layer.ids, layer.links, betweenness(count, pairs, exact=exact), exact, _rank(graph),
        np.array(nk.centrality.CoreDecomposition(graph).run().scores(), dtype=np.int64),
        numbered(layer.ids, _groups(graph), before), _components(held), held, _whole(layer, pairs),
    )  # fmt: skip


def _pairs(layer: Layer) -> tuple[Ints, Ints]:
    """Distinct pairs, the smaller place first, and by how many links each is tied."""
    pairs, times = np.unique(np.sort(layer.edges, axis=1), axis=0, return_counts=True)
    return pairs.reshape(-1, 2), times


def _graph(count: int, pairs: Ints) -> nk.Graph:
    graph = nk.Graph(count)
    if len(pairs):
        ends = pairs.astype(np.uint64)
        graph.addEdges((np.ascontiguousarray(ends[:, 0]), np.ascontiguousarray(ends[:, 1])))
    return graph


def _rank(graph: nk.Graph) -> Floats:
    if not graph.numberOfNodes():
        return np.zeros(0, dtype=np.float32)
    sinks = nk.centrality.SinkHandling.DistributeSinks
    found = nk.centrality.PageRank(graph, 0.85, 1e-9, distributeSinks=sinks).run().scores()
    return np.array(found, dtype=np.float32) / np.float32(sum(found))


def _groups(graph: nk.Graph) -> Ints:
    """Leiden's communities, numbered from 0; one thread and a seed make them the same each time."""
    if not graph.numberOfEdges():
        return np.arange(graph.numberOfNodes())
    found = nk.community.ParallelLeiden(graph, 3, True).run().getPartition().getVector()
    return np.unique(np.array(found, dtype=np.int64), return_inverse=True)[1]


def _components(held: Holding) -> Ints:
    """The component of each record, the largest being 0."""
    if not len(held.above):
        return held.above
    number, sizes = np.unique(held.starts, return_inverse=True, return_counts=True)[1:]
    rank = np.empty_like(sizes)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.asarray(rank[number])


def _single(held: Holding, count: int, pairs: Ints, times: Ints) -> Holding:
    """Two records tied by several links are not parted when one of them ends."""
    several = pairs[times > 1]
    known = several[:, 0] * count + several[:, 1]
    here, back = np.arange(count), held.above
    own = np.minimum(here, back) * count + np.maximum(here, back)
    return Holding(held.reached, held.below, back, held.hangs, held.bridge & ~np.isin(own, known))


def _whole(layer: Layer, pairs: Ints) -> Whole:
    count = len(layer.ids)
    ways = np.concatenate((layer.edges, layer.edges[layer.both][:, ::-1]))
    keys = np.unique(ways[:, 0] * count + ways[:, 1])
    back = (keys % count) * count + keys // count if count else keys
    possible = count * (count - 1) / 2
    return Whole(
        count, len(layer.edges), len(pairs), len(pairs) / possible if possible else 0.0,
        float(np.isin(back, keys).mean()) if len(keys) else 0.0,
    )  # fmt: skip
