"""The OpenAPI document, made from one table of calls and the schema's kinds and relations."""

from __future__ import annotations

from typing import Any

from graph.schema import SCHEMA

AT = ("at", "string", "As of this day: 2025, 2025-05 or 2025-05-17.")
KINDS = ("kinds", "string", "Kinds, comma-separated.")
RELATIONS = ("relations", "string", "Relation types, comma-separated.")
ID = ("id", "string", "Identifier of a record, such as commun-panoramax.")

Call = tuple[str, str, tuple[tuple[str, str, str], ...], str]

CALLS: tuple[Call, ...] = (
    ("/entities", "A list of records, with its total and facets", (
        ("kind", "string", "Kinds, comma-separated."), ("q", "string", "Words searched."),
        ("theme", "string", "Identifier of a theme."), ("territory", "string", "Identifier of a territory."),
        ("status", "string", "States, comma-separated."), ("ref", "string", "Outside identifier, such as siren:…"),
        ("page", "integer", "From 1."), ("size", "integer", "Up to 200."), AT,
    ), "List"),
    ("/entities/{id}", "A record with its fields, refs and relations", (ID, AT), "Record"),
    ("/entities/{id}/neighbourhood", "What is around a record", (
        ID, ("depth", "integer", "Distance, 1 to 3."), KINDS, RELATIONS, AT, ("limit", "integer", "Up to 1000."),
    ), "Neighbourhood"),
    ("/path", "How two records are connected", (
        ("from", "string", "A record."), ("to", "string", "The other."), ("max", "integer", "Steps, 1 to 10."),
        ("all", "boolean", "Every shortest path, not one."), RELATIONS, AT,
    ), "Paths"),
    ("/entities/{id}/trace", "Which policies a resource serves, or which resources a policy relies on", (
        ID, ("to", "string", "policies or resources."), AT,
    ), "Trace"),
    ("/network", "The whole network in columns", (KINDS, RELATIONS, AT), "Network"),
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


def _schemas() -> dict[str, Any]:
    kind = {"type": "string", "enum": list(SCHEMA.kinds)}
    type = {"type": "string", "enum": list(SCHEMA.relations)}
    return {
        "Brief": _object(id=_TEXT, kind=kind, name=_TEXT, summary=_maybe(_TEXT), url=_TEXT),
        "List": _object(items=_list_of(_ref("Brief")), total=_WHOLE, facets={"type": "object"}),
        "Source": _object(words=_maybe(_TEXT), url=_maybe(_TEXT), date=_maybe(_TEXT)),
        "Relation": _object(**{"id": _TEXT, "type": type, "from": _TEXT, "to": _TEXT, "since": _maybe(_TEXT),
                               "until": _maybe(_TEXT), "source": _maybe(_ref("Source"))}),
        "Record": _object(id=_TEXT, kind=kind, name=_TEXT, version=_WHOLE, refs=_list_of(_TEXT),
                          fields={"type": "object"}, relations=_list_of(_ref("Relation"))),
        "Neighbourhood": _object(nodes=_list_of(_ref("Brief")), relations=_list_of(_ref("Relation"))),
        "Step": _object(**{"from": _TEXT, "type": type, "to": _TEXT, "sentence": _TEXT,
                           "source": _maybe(_ref("Source"))}),
        "Path": _object(length=_WHOLE, steps=_list_of(_ref("Step"))),
        "Paths": _object(paths=_list_of(_ref("Path"))),
        "Chain": _object(target=_ref("Brief"), direct=_YES_NO, strength=_TEXT, steps=_list_of(_ref("Step"))),
        "Trace": _object(chains=_list_of(_ref("Chain")), gaps={"type": "array"}),
        "Network": _object(ids=_list_of(_TEXT), edges=_list_of(_list_of(_WHOLE))),
        "Error": _object(error=_object(code=_TEXT, message=_TEXT, fields={"type": "object"})),
    }  # fmt: skip


def document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Maillage", "version": "1", "description": "Reads of the network, as its pages show it."},
        "servers": [{"url": "/api/v1"}],
        "paths": {path: {"get": _get(path, words, params, shape)} for path, words, params, shape in CALLS},
        "components": {"schemas": _schemas()},
    }


def _get(path: str, words: str, params: tuple[tuple[str, str, str], ...], shape: str) -> dict[str, Any]:
    def content(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": _ref(name)}}

    return {
        "summary": words,
        "parameters": [_parameter(path, *param) for param in params],
        "responses": {
            "200": {"description": words, "content": content(shape)},
            "404": {"description": "Unknown, or hidden from you", "content": content("Error")},
            "422": {"description": "A parameter is wrong; `fields` names it", "content": content("Error")},
        },
    }


def _parameter(path: str, name: str, type: str, words: str) -> dict[str, Any]:
    inside = "{" + name + "}" in path
    place = "path" if inside else "query"
    return {"name": name, "in": place, "required": inside, "description": words, "schema": {"type": type}}
