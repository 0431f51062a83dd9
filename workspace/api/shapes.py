"""The JSON shapes that the API promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.chains import Chain
from graph.entities import FieldValue, Record
from graph.files import File
from graph.licences import Openness
from graph.links import Brief, Link
from graph.lists import Page
from graph.neighbourhood import Neighbourhood
from graph.network import Columns
from graph.paths import Path, Paths
from graph.tracing import Gap, PolicyTrace, ResourceTrace
from graph.whatif import Fall
from graph.whatif_told import Told
from workspace.language import language
from workspace.licences import licences_of

Json = dict[str, Any]


def brief(record: Brief) -> Json:
    """A record in a list."""
    return {
        "id": record.id, "kind": record.kind, "name": record.name, "summary": record.summary, "url": record.url,
    }  # fmt: skip


def page(found: Page) -> Json:
    """A list with its total and facets."""
    return {
        "items": [brief(item.brief) for item in found.items],
        "total": found.total,
        "page": found.page,
        "size": found.size,
        "facets": {
            facet.name: [
                {"key": value.key, "label": value.label.in_language(language()), "count": value.count}
                for value in facet.values
            ]
            for facet in found.facets
        },
    }


def record(found: Record) -> Json:
    """A record whole: fields in their four states, refs, relations as sentences."""
    return brief(found) | {
        "status": found.status,
        "status_history": [{"status": step.status, "day": step.day} for step in found.statuses],
        "visibility": found.visibility,
        "version": found.version,
        "updated_at": found.updated_at,
        "refs": list(found.refs),
        "former_ids": list(found.former_ids),
        "fields": {value.name: _field(value) for value in found.fields},
        "licences": [_licence(each) for each in licences_of(found.field("licence"))],
        "relations": [link(each, found.id) for each in found.links],
        "relation_count": found.count,
        "files": [file(each) for each in found.files],
    }


def file(kept: File) -> Json:
    """An image or a file of a record; its bytes are at `url`, for who may see the record."""
    return {
        "id": kept.id, "name": kept.name, "mime": kept.mime, "size": kept.size, "sha256": kept.sha256,
        "description": kept.alt, "added_at": kept.at, "url": f"/fichier/{kept.id}",
    }  # fmt: skip


def link(told: Link, id: str) -> Json:
    """A relation told from the record `id`."""
    return edge(told) | {"sentence": told.sentence(language()), "other": brief(told.other)}


def edge(told: Link) -> Json:
    """A relation by its ends."""
    return {
        "id": told.id, "type": told.type, "from": told.source.id, "to": told.target.id, "since": told.since,
        "until": told.until, "undated": told.undated, "source": _source(told), "declared_by": told.declared_by,
        "standing": told.standing, "own": dict(told.own),
    }  # fmt: skip


def neighbourhood(found: Neighbourhood) -> Json:
    """Nodes with their distance, and the relations among them."""
    nodes = [brief(near.record) | {"distance": near.distance, "degree": near.degree} for near in found.nodes]
    return {"nodes": nodes, "relations": [edge(each) for each in found.links], "left_out": found.left_out}


def paths(found: Paths) -> Json:
    """Paths as steps; without any, what the two have in common."""
    return {
        "paths": [_path(each) for each in found.paths],
        "cut": found.cut,
        "nearest": [brief(shared.record) for shared in found.nearest],
    }


def trace(found: PolicyTrace | ResourceTrace) -> Json:
    """Chains with their evidence, direct and indirect apart, and what is missing."""
    gaps = found.gaps if isinstance(found, PolicyTrace) else ()
    return {"chains": [_chain(chain) for chain in found.chains], "gaps": [_gap(gap) for gap in gaps]}


def impact(fall: Fall, told: Sequence[Told]) -> Json:
    """What would be reached, nearest first, with what each loses and keeps; `total` also counts what is not told."""
    return {
        "at": fall.at, "total": len(fall.hits), "lost": len(fall.lost), "cut": fall.more,
        "cycles": [list(ring) for ring in fall.cycles], "items": [_reached(each) for each in told],
    }  # fmt: skip


def network(columns: Columns) -> Json:
    """The whole graph in columns: one list a property, edges as pairs of places in `ids`."""
    return {
        "ids": columns.ids, "names": columns.names, "kinds": columns.kinds.tolist(), "kind_names": columns.kind_names,
        "x": columns.x.round(2).tolist(), "y": columns.y.round(2).tolist(), "edges": columns.edges.tolist(),
        "types": columns.types.tolist(), "type_names": columns.type_names, "seq": columns.seq,
    }  # fmt: skip


def _reached(told: Told) -> Json:
    losses = [
        {"support": loss.sort.name, "only": loss.only, "stops": [_step(link) for link in loss.gone],
         "left": [_step(link) for link in loss.left]}
        for loss in told.losses
    ]  # fmt: skip
    return {"record": brief(told.record), "step": told.hit.step, "lost": told.hit.lost, "losses": losses}


def _field(value: FieldValue) -> Json:
    return {"state": value.state, "value": value.value if value.given else None}


def _licence(told: Openness) -> Json:
    return {
        "text": told.text, "open": told.open, "spdx": told.spdx, "lists": list(told.lists),
        "sentence": told.sentence(language()),
    }  # fmt: skip


def _source(told: Link) -> Json | None:
    if not (told.source_words or told.source_url):
        return None
    return {"words": told.source_words, "url": told.source_url, "date": told.source_date}


def _step(told: Link) -> Json:
    ends = (told.target, told.source) if told.inverse else (told.source, told.target)
    return {
        "id": told.id, "type": told.type, "from": ends[0].id, "to": ends[1].id, "inverse": told.inverse,
        "sentence": told.sentence(language()), "since": told.since, "until": told.until, "source": _source(told),
    }  # fmt: skip


def _path(path: Path) -> Json:
    return {
        "length": path.length, "sentence": path.sentence(language()),
        "records": [brief(each) for each in path.records], "steps": [_step(step) for step in path.steps],
    }  # fmt: skip


def _chain(chain: Chain) -> Json:
    return {
        "target": brief(chain.target), "policy": brief(chain.policy), "direct": chain.direct,
        "strength": str(chain.strength), "sentence": chain.sentence(language()),
        "steps": [_step(step) for step in chain.steps],
    }  # fmt: skip


def _gap(gap: Gap) -> Json:
    return {"sort": gap.sort, "record": brief(gap.record), "about": brief(gap.about), "since": gap.since}
