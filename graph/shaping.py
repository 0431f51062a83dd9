"""From parsed values to the state that is stored: what is derived (search, audience, key) is derived here only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from graph.errors import Invalid
from graph.folding import fold
from graph.operations import State
from graph.schema import SCHEMA, Field, Kind, Relation
from graph.stemming import stems
from graph.values import State as ValueState
from graph.values import Value, parse, properties_of
from graph.viewers import audience_of

# Lucene gains nothing from more, and a book pasted in a field would slow every write of the record.
SEARCH_LIMIT = 20_000
TITLE_LIMIT = 1_000
MISSING = ValueState.NOT_GIVEN


def parse_all(declared: Iterable[Field], raw: Mapping[str, object], *, new: bool = False) -> dict[str, Value]:
    """Parses the given fields. Invalid gathers every wrong one and, for something `new`, every required one missing."""
    values: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for field in declared:
        if field.name in raw:
            try:
                values[field.name] = parse(field, raw[field.name])
            except ValueError as error:
                wrong[field.name] = str(error)
        if (
            new
            and field.required
            and field.name not in wrong
            and isinstance(values.get(field.name, MISSING), ValueState)
        ):
            wrong[field.name] = "ce champ est nécessaire"
    if wrong:
        raise Invalid(wrong)
    return values


def own_fields(kind: Kind) -> Mapping[str, Field]:
    """The fields kept on the record itself."""
    return kind.own


def contact_fields(kind: Kind) -> Mapping[str, Field]:
    """The fields kept apart, on the record's contact node."""
    return kind.apart


def shape_record(before: State, kind: Kind, values: Mapping[str, Value]) -> dict[str, Any]:
    """`before` with the values set, and everything derived from them."""
    state = dict(before)
    fields = own_fields(kind)
    state |= properties_of(values, fields)
    for name, word in (("declared_none", ValueState.NONE), ("not_applicable", ValueState.NOT_APPLICABLE)):
        kept = [field for field in state.get(name) or () if field not in values]
        state[name] = sorted(kept + [field for field, value in values.items() if value is word])
    if state.get("starts") and state.get("stops") and state["stops"] <= state["starts"]:
        raise Invalid({"stops": "la fin vient avant le début"})
    return derive_record(state)


def standing_of(kind: Kind, raw: Mapping[str, object], before: Mapping[str, Any], at: str) -> dict[str, Any]:
    """Visibility, group and status from raw input; a new status is added to the dated history."""
    out: dict[str, Any] = {}
    if visibility := str(raw.get("visibility") or ""):
        if visibility not in SCHEMA.vocabularies["visibility"].terms:
            raise Invalid({"visibility": "visibilité inconnue"})
        out["visibility"] = visibility
    if "group" in raw:
        out["group"] = str(raw["group"] or "") or None
    status = str(raw.get("status") or "")
    if status and status != before.get("status"):
        if status not in SCHEMA.vocabularies[kind.statuses].terms:
            raise Invalid({"status": "état inconnu"})
        out["status"] = status
        out["status_states"] = [*(before.get("status_states") or ()), status]
        out["status_days"] = [*(before.get("status_days") or ()), at[:10]]
    return out


def derive_record(state: Mapping[str, Any]) -> dict[str, Any]:
    """Sets `audience`, `name_key` and what is searched in, and drops what is empty."""
    out = dict(state)
    kind = SCHEMA.kinds[out["kind"]]
    out["name_key"] = name_key(kind, out["name"])
    out["title"] = _folded([out.get(name) for name in ("name", "acronym", "aliases")])[:TITLE_LIMIT]
    out["search"] = _folded([out.get(name) for name in kind.searched])[:SEARCH_LIMIT]
    out["stems"] = stems(out["search"])
    out["audience"] = audience_of(out["visibility"], out["id"], out.get("group"))
    return without_empty(out)


def name_key(kind: Kind, name: str) -> str:
    """By which a record is found from its exact name: "organisation/ademe"."""
    return f"{kind.prefix}/{_folded_name(name)}"


@lru_cache(maxsize=8192)
def _folded_name(name: str) -> str:
    return fold(name)


def shape_relation(
    before: State, relation: Relation, source: str, target: str, values: Mapping[str, Value]
) -> dict[str, Any]:
    """The state of a relation with the values set; ends are sorted when it reads both ways."""
    fields = {field.name: field for field in relation.fields}
    state = dict(before) | properties_of(values, fields)
    if relation.symmetric and source > target and SCHEMA.relations[relation.type].sources == relation.targets:
        source, target = target, source
    state |= {"@type": relation.type, "@from": source, "@to": target}
    state["key"] = key_of(relation, source, target, state)
    state.setdefault("id", f"{relation.type.lower()}.{blake2b(state['key'].encode(), digest_size=10).hexdigest()}")
    state["visibility"] = state.get("visibility") or relation.visibility
    state["audience"] = audience_of(state["visibility"], state["id"], state.get("group"))
    return without_empty(state)


def key_of(relation: Relation, source: str, target: str, state: Mapping[str, Any]) -> str:
    """What makes two relations of a type the same: ends, since, and role or object."""
    distinct = state.get(relation.distinct_by) if relation.distinct_by else None
    return "|".join((source, target, str(state.get("since") or ""), fold(str(distinct or ""))))


def without_empty(state: Mapping[str, Any]) -> dict[str, Any]:
    """A property that holds nothing is not stored: absent means not given."""
    return {name: value for name, value in state.items() if value is not None and value != []}


def _folded(values: Iterable[object]) -> str:
    return fold(" ".join([_words(value) for value in values if value]))


def _words(value: object) -> str:
    return " ".join(str(item) for item in value) if isinstance(value, list) else str(value)
