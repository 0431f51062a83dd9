"""The network of two days beside each other: what appeared, what is gone, what changed; as one scene and in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from graph.briefs import states_on
from graph.database import Database
from graph.dates import partial_date
from graph.links import Brief, Link, today
from graph.neighbourhood import Near, Neighbourhood
from graph.viewers import Viewer
from workspace.network.scene import Edge, Scene
from workspace.network.seeing import scene_of
from workspace.network.telling import Sentence, told_of
from workspace.network.view import View

NEW, GONE = "new", "gone"
Ends = tuple[str, str, str]


@dataclass(frozen=True)
class Comparison:
    """`scene` is what either day shows, its links marked; `records` and `links` are counts on the first day and on the
    second. A record appears or is gone
    whose links all did; `turned` are states that changed: the
    record, its state before and after. `undated` links are on both days, because nobody knows."""

    scene: Scene
    before: str
    after: str
    records: tuple[int, int]
    links: tuple[int, int]
    appeared: tuple[Brief, ...]
    gone: tuple[Brief, ...]
    new_links: tuple[Sentence, ...]
    gone_links: tuple[Sentence, ...]
    turned: tuple[tuple[Brief, str | None, str | None], ...]
    undated: int


def compared(db: Database, viewer: Viewer, view: View) -> Comparison:
    """The view on its first day (`before`) and on its second; today when it names none."""
    first = scene_of(db, viewer, replace(view, au=view.before, day=view.before_day))
    second = scene_of(db, viewer, replace(view, au=view.au, day=view.day or today()))
    scene = _together(first, second, view.before_day or "", view.day or today())
    briefs = {near.record.id: near.record for near in scene.nodes}
    states = [states_on(db, viewer, list(briefs), day) for day in (view.before_day, view.day or today())]
    marked = {mark: replace(scene, edges=tuple(e for e in scene.edges if e.change == mark)) for mark in (NEW, GONE)}
    return Comparison(
        scene, view.before, view.au, (len(first.nodes), len(second.nodes)), (len(first.edges), len(second.edges)),
        _only(scene, NEW), _only(scene, GONE),
        tuple(told_of(marked[NEW])), tuple(told_of(marked[GONE])),
        tuple((briefs[id], states[0].get(id), states[1].get(id))
              for id in sorted(briefs, key=lambda id: briefs[id].name) if states[0].get(id) != states[1].get(id)),
        second.undated,
    )  # fmt: skip


def shown(db: Database, viewer: Viewer, view: View) -> Scene:
    """What the view draws: one day, or two together."""
    return compared(db, viewer, view).scene if view.before_day else scene_of(db, viewer, view)


def _only(scene: Scene, mark: str) -> tuple[Brief, ...]:
    """Records of which every link bears this mark."""
    marks: dict[int, set[str]] = {}
    for edge in scene.edges:
        for end in (edge.a, edge.b):
            marks.setdefault(end, set()).add(edge.change)
    found = [scene.nodes[place].record for place, borne in marks.items() if borne == {mark}]
    return tuple(sorted(found, key=lambda record: (record.name, record.id)))


def _together(first: Scene, second: Scene, before: str, after: str) -> Scene:
    """The second day's records, then those of the first alone; every link of either, marked."""
    ids = {near.record.id for near in second.nodes}
    nodes = (*second.nodes, *(near for near in first.nodes if near.record.id not in ids))
    place = {near.record.id: number for number, near in enumerate(nodes)}
    then, now = ({_ends(scene)(edge) for edge in scene.edges} for scene in (first, second))
    begun, ended = _begun_after(second, before), _ended_before(first, after)
    shown = [(edge, second, NEW if _ends(second)(edge) not in then and begun(edge) else "") for edge in second.edges]
    shown += [(edge, first, GONE if ended(edge) else "") for edge in first.edges if _ends(first)(edge) not in now]
    return replace(
        second, nodes=nodes, edges=tuple(_moved(edge, scene, place, change) for edge, scene, change in shown),
        total=len(nodes), settled=None, around=_around(first, second, nodes), ties={**first.ties, **second.ties},
        measured=None if second.measured is None else {**(first.measured or {}), **second.measured},
    )  # fmt: skip


def _begun_after(scene: Scene, day: str) -> Callable[[Edge], bool]:
    """Did a link begin after the day? One that is only shown on one of the two, because what tied its end to the
    centre went, has not; of the undated nobody knows."""
    since = {link.id: link.since for link in scene.around.links} if scene.around else {}
    return lambda edge: (
        not edge.undated and (edge.id not in since or bool((text := since[edge.id]) and partial_date(text).first > day))
    )


def _ended_before(scene: Scene, day: str) -> Callable[[Edge], bool]:
    until = {link.id: link.until for link in scene.around.links} if scene.around else {}
    return lambda edge: (
        not edge.undated and (edge.id not in until or bool((text := until[edge.id]) and partial_date(text).last < day))
    )


def _ends(scene: Scene) -> Callable[[Edge], Ends]:
    return lambda edge: (scene.nodes[edge.a].record.id, edge.type, scene.nodes[edge.b].record.id)


def _moved(edge: Edge, scene: Scene, place: dict[str, int], change: str) -> Edge:
    a, _, b = _ends(scene)(edge)
    return replace(edge, a=place[a], b=place[b], change=change)


def _around(first: Scene, second: Scene, nodes: tuple[Near, ...]) -> Neighbourhood | None:
    """What a picture around centres is laid out from."""
    if first.around is None or second.around is None:
        return None
    links: dict[str, Link] = {link.id: link for link in (*first.around.links, *second.around.links)}
    return replace(second.around, nodes=nodes, links=tuple(links[id] for id in sorted(links)))
