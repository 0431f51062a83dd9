"""The OpenAPI document, made from one table of calls and the schema's kinds and relations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.schema import SCHEMA, Label


@dataclass(frozen=True)
class Parameter:
    """A parameter of a call; `type` is that of JSON Schema."""

    name: str
    type: str
    words: Label
    required: bool = False


@dataclass(frozen=True)
class Call:
    """A read: its path, what it answers, its parameters, and the shape of its answer."""

    path: str
    words: Label
    parameters: tuple[Parameter, ...]
    shape: str


def _says(name: str, fr: str, en: str, type: str = "string", *, required: bool = False) -> Parameter:
    return Parameter(name, type, Label(fr, en), required)


AT = _says("at", "À ce jour : 2025, 2025-05 ou 2025-05-17.", "As of this day: 2025, 2025-05 or 2025-05-17.")
KINDS = _says("kinds", "Types de fiches, séparés par des virgules.", "Kinds, comma-separated.")
RELATIONS = _says("relations", "Types de liens, séparés par des virgules.", "Relation types, comma-separated.")
ID = _says(
    "id", "Identifiant d'une fiche, comme commun-panoramax.", "Identifier of a record, such as commun-panoramax.",
    required=True,
)  # fmt: skip

PAGE = _says("page", "À partir de 1.", "From 1.", "integer")
SIZE = _says("size", "200 au plus.", "Up to 200.", "integer")
_MEASURED = {"links": "integer", "betweenness": "number", "cut_off": "integer", "pagerank": "number",
             "core": "integer", "component": "integer"}  # fmt: skip

CALLS: tuple[Call, ...] = (
    Call("/entities", Label("Une liste de fiches, avec leur nombre et les facettes",
                            "A list of records, with its total and facets"), (
        _says("kind", "Types de fiches, séparés par des virgules.", "Kinds, comma-separated."),
        _says("q", "Mots cherchés.", "Words searched."),
        _says("theme", "Identifiant d'un thème.", "Identifier of a theme."),
        _says("territory", "Identifiant d'un territoire.", "Identifier of a territory."),
        _says("status", "États, séparés par des virgules.", "States, comma-separated."),
        _says("ref", "Identifiant extérieur, comme siren:…", "Outside identifier, such as siren:…"),
        _says("page", "À partir de 1.", "From 1.", "integer"),
        _says("size", "200 au plus.", "Up to 200.", "integer"), AT,
    ), "List"),
    Call("/entities/{id}", Label("Une fiche : ses champs, ses identifiants, ses liens",
                                 "A record with its fields, refs and relations"),
         (ID, AT), "Record"),
    Call("/entities/{id}/neighbourhood", Label("Ce qui est autour d'une fiche", "What is around a record"), (
        ID, _says("depth", "Distance, de 1 à 3.", "Distance, 1 to 3.", "integer"), KINDS, RELATIONS, AT,
        _says("limit", "1000 au plus.", "Up to 1000.", "integer"),
    ), "Neighbourhood"),
    Call("/path", Label("Comment deux fiches sont reliées", "How two records are connected"), (
        _says("from", "Une fiche.", "A record.", required=True), _says("to", "L'autre.", "The other.", required=True),
        _says("max", "Étapes, de 1 à 10.", "Steps, 1 to 10.", "integer"),
        _says("all", "Tous les plus courts chemins.", "Every shortest path, not one.", "boolean"), RELATIONS, AT,
    ), "Paths"),
    Call("/entities/{id}/trace", Label("Les politiques qu'une ressource sert, ou ce sur quoi une politique s'appuie",
                                       "Which policies a resource serves, or which resources a policy relies on"), (
        ID, _says("to", "policies ou resources.", "policies or resources."), AT,
    ), "Trace"),
    Call("/entities/{id}/impact", Label("Ce qui perdrait son seul appui, ou serait fragilisé, si la fiche s'arrêtait",
                                        "What would lose its only support, or be weakened, if the record stopped"),
         (ID, AT), "Impact"),
    Call("/network", Label("Tout le réseau, en colonnes", "The whole network in columns"), (KINDS, RELATIONS, AT),
         "Network"),
    Call("/metrics", Label("Les mesures du réseau que vous pouvez lire : par fiche, et pour l'ensemble",
                           "The measures of the network that you may read: by record, and of the whole"), (
        _says("id", "Une fiche seulement.", "One record only."),
        _says("sort", "id, links, betweenness, cut_off, pagerank ou core ; les plus hauts d'abord.",
              "id, links, betweenness, cut_off, pagerank or core; the highest first."),
        PAGE, SIZE,
    ), "Metrics"),
    Call("/components", Label("Les ensembles de fiches reliées entre elles, le plus grand d'abord",
                              "The sets of records that hold together, the largest first"), (PAGE, SIZE),
         "Components"),
    Call("/worklists/{name}", Label("Une liste de « À traiter », pour qui anime : ce qui ferait perdre le plus d'abord",
                                    "A list of what to look at, for who animates: the most to lose first"), (
        _says("name", "Nom de la liste, comme cut-points.", "Name of the list, such as cut-points.", required=True),
        _says("view", "Une vue gardée du réseau.", "A saved view of the network."),
        _says("around", "Une communauté, un appel, un territoire.", "A community, a call, a territory."),
        _says("list", "Adresse d'une liste filtrée, comme /communs/?etat=in_use.",
              "Address of a filtered list, such as /communs/?etat=in_use."), PAGE, SIZE,
    ), "Findings"),
)  # fmt: skip

_TEXT, _WHOLE, _YES_NO = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}


def _list_of(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_MOMENT: dict[str, Any] = {
    "layer": _maybe({"type": "string", "enum": ["public", "members"]}), "at": _maybe(_TEXT), "seq": _maybe(_WHOLE),
    "current": _YES_NO,
}  # fmt: skip


def _schemas() -> dict[str, Any]:
    kind = {"type": "string", "enum": list(SCHEMA.kinds)}
    type = {"type": "string", "enum": list(SCHEMA.relations)}
    return {
        "Brief": _object(id=_TEXT, kind=kind, name=_TEXT, summary=_maybe(_TEXT), url=_TEXT),
        "List": _object(items=_list_of(_ref("Brief")), total=_WHOLE, facets={"type": "object"}),
        "Source": _object(words=_maybe(_TEXT), url=_maybe(_TEXT), date=_maybe(_TEXT)),
        "Relation": _object(**{"id": _TEXT, "type": type, "from": _TEXT, "to": _TEXT, "since": _maybe(_TEXT),
                               "until": _maybe(_TEXT), "source": _maybe(_ref("Source"))}),
        "Licence": _object(text=_TEXT, open=_maybe(_YES_NO), spdx=_maybe(_TEXT), lists=_list_of(_TEXT),
                           sentence=_TEXT),
        "Record": _object(id=_TEXT, kind=kind, name=_TEXT, version=_WHOLE, refs=_list_of(_TEXT),
                          fields={"type": "object"}, licences=_list_of(_ref("Licence")),
                          relations=_list_of(_ref("Relation")), files=_list_of(_ref("File"))),
        "File": _object(id=_TEXT, name=_TEXT, mime=_TEXT, size=_WHOLE, sha256=_TEXT, description=_TEXT,
                        added_at=_TEXT, url=_TEXT),
        "Neighbourhood": _object(nodes=_list_of(_ref("Brief")), relations=_list_of(_ref("Relation"))),
        "Step": _object(**{"from": _TEXT, "type": type, "to": _TEXT, "sentence": _TEXT,
                           "source": _maybe(_ref("Source"))}),
        "Path": _object(length=_WHOLE, steps=_list_of(_ref("Step"))),
        "Paths": _object(paths=_list_of(_ref("Path"))),
        "Chain": _object(target=_ref("Brief"), direct=_YES_NO, strength=_TEXT, steps=_list_of(_ref("Step"))),
        "Loss": _object(support=_TEXT, only=_YES_NO, stops=_list_of(_ref("Step")), left=_list_of(_ref("Step"))),
        "Reached": _object(record=_ref("Brief"), step=_WHOLE, lost=_YES_NO, losses=_list_of(_ref("Loss"))),
        "Impact": _object(at=_TEXT, total=_WHOLE, lost=_WHOLE, cut=_WHOLE, cycles=_list_of(_list_of(_TEXT)),
                          items=_list_of(_ref("Reached"))),
        "Trace": _object(chains=_list_of(_ref("Chain")), gaps={"type": "array"}),
        "Network": _object(ids=_list_of(_TEXT), edges=_list_of(_list_of(_WHOLE))),
        "Measured": {"allOf": [_ref("Brief"), _object(**{name: {"type": type} for name, type in _MEASURED.items()},
                                                      community=_maybe(_WHOLE))]},
        "Metrics": _object(**_MOMENT, network=_maybe({"type": "object"}), items=_list_of(_ref("Measured")),
                           total=_WHOLE, page=_WHOLE, size=_WHOLE),
        "Component": _object(number=_WHOLE, size=_WHOLE, records=_list_of(_ref("Brief"))),
        "Components": _object(**_MOMENT, items=_list_of(_ref("Component")), total=_WHOLE, page=_WHOLE, size=_WHOLE),
        "Finding": _object(item=_TEXT, record=_maybe(_ref("Brief")), weight={"type": "number"},
                           facts={"type": "object"}, others=_list_of(_ref("Brief")), assignee=_maybe(_TEXT)),
        "Findings": _object(name=_TEXT, items=_list_of(_ref("Finding")), total=_WHOLE, handled=_WHOLE, page=_WHOLE,
                            size=_WHOLE),
        "Error": _object(error=_object(code=_TEXT, message=_TEXT, fields={"type": "object"})),
    }  # fmt: skip


def document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Maillage", "version": "1", "description": "Reads of the network, as its pages show it."},
        "servers": [{"url": "/api/v1"}],
        "paths": {call.path: {"get": _get(call)} for call in CALLS},
        "components": {"schemas": _schemas()},
    }


def _get(call: Call) -> dict[str, Any]:
    def content(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": _ref(name)}}

    return {
        "summary": call.words.en,
        "parameters": [_parameter(call, parameter) for parameter in call.parameters],
        "responses": {
            "200": {"description": call.words.en, "content": content(call.shape)},
            "404": {"description": "Unknown, or hidden from you", "content": content("Error")},
            "422": {"description": "A parameter is wrong; `fields` names it", "content": content("Error")},
            "503": {"description": "The graph does not answer; see `Retry-After`", "content": content("Error")},
        },
    }


def _parameter(call: Call, parameter: Parameter) -> dict[str, Any]:
    place = "path" if "{" + parameter.name + "}" in call.path else "query"
    return {
        "name": parameter.name, "in": place, "required": parameter.required, "description": parameter.words.en,
        "schema": {"type": parameter.type},
    }  # fmt: skip
