"""`/chemin?de=…&a=…&sauf=…&sans=…&sorte=…&au=…`: the shortest paths between two records, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from graph.paths import Common, Path, Paths, all_shortest_paths, common
from graph.schema import SCHEMA
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.paths.asked import Asked, asked_of
from workspace.rendering import render
from workspace.words import initial, word

blueprint = Blueprint("paths", __name__)
MOST = 20


@blueprint.get("/chemin")
def show() -> Response:
    """The form, and its answer once both ends are known."""
    asked = asked_of(request.args)
    found, shared = _answer(asked)
    wrong = asked.same or bool(asked.source.error or asked.target.error or asked.avoiding.error)
    return render(
        "paths/index.html", status=422 if wrong else 200, asked=asked, found=found, shared=shared,
        title=_title(asked, found), on_network=_on_network, types=_types(asked), kinds=_kinds(asked),
        chips=_chips(asked), verbs_of=_verbs_of,
    )  # fmt: skip


def _answer(asked: Asked) -> tuple[Paths | None, Common | None]:
    source, target = asked.source.record, asked.target.record
    if source is None or target is None or asked.same:
        return None, None
    found = all_shortest_paths(
        database(), viewer(), source.id, target.id, avoid=[record.id for record in asked.avoid], at=asked.day,
        relations=asked.relations, kinds=asked.kinds or None, limit=MOST,
    )  # fmt: skip
    return found, common(database(), viewer(), source.id, target.id, at=asked.day)


def _types(asked: Asked) -> list[tuple[str, str]]:
    """The relations that could still be left out, by their sentence."""
    walked = [type for type in SCHEMA.walked() if type not in asked.without]
    return sorted(((type.lower(), _verb(type)) for type in walked), key=lambda pair: pair[1])


def _kinds(asked: Asked) -> list[tuple[str, str]]:
    """The kinds that could still be allowed, in the schema's order."""
    return [(kind.url, initial(word(kind.plural))) for kind in SCHEMA.kinds.values() if kind.name not in asked.kinds]


@dataclass(frozen=True)
class Chip:
    """A relation or a kind chosen: its parameter and word, how it is told, and the address without it."""

    name: str
    value: str
    label: str
    url: str


def _chips(asked: Asked) -> list[Chip]:
    """The relations left out, then the kinds that alone are allowed."""
    types = {type.lower(): f"« {_verb(type)} »" for type in asked.without}
    kinds = {SCHEMA.kinds[kind].url: word(SCHEMA.kinds[kind].plural) for kind in asked.kinds}
    return [
        Chip(name, value, label, asked.address(**{name: tuple(other for other in told if other != value)}))
        for name, told in (("sans", types), ("sorte", kinds)) for value, label in told.items()
    ]  # fmt: skip


def _verb(type: str) -> str:
    return word(SCHEMA.relations[type].sentence)


def _verbs_of(asked: Asked, path: Path) -> list[tuple[str, str]]:
    """The relations of a path's steps, each once, with the address that does without it."""
    left_out = tuple(type.lower() for type in asked.without)
    types = dict.fromkeys(step.type for step in path.steps)
    return [(_verb(type), asked.address(sans=(*left_out, type.lower()))) for type in types]


def _title(asked: Asked, found: Paths | None) -> str:
    if found is None:
        return gettext("Comment sont-ils reliés ?")
    return gettext("De %(source)s à %(target)s", source=found.source.name, target=found.target.name)


def _on_network(path: Path) -> str:
    """The network around every record of a path."""
    return "/reseau?" + urlencode([*(("centre", record.id) for record in path.records), ("distance", "1")])
