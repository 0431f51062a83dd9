"""Who the tables speak of: each row's refs, and the record that a name or id of theirs means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.folding import fold
from graph.imports.tables.cells import CODE_LENGTHS, LENGTHS, Cell, padded
from graph.imports.tables.mapping import MAILLAGE, End
from graph.schema import SCHEMA, Kind
from graph.shaping import name_key

_ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_REF = re.compile(r"(?!https?:|mailto:|www\.)[a-z][a-z0-9-]*:\S+")


def own_ref(ids: str, kind: Kind, id: str) -> str:
    """A row's id as a ref: "maillage:commun-panoramax", or "table-membres:organisation/12"."""
    return f"{MAILLAGE}:{id}" if ids == MAILLAGE else f"{ids}:{kind.prefix}/{id}"


def name_ref(kinds: Kind | Sequence[Kind], name: str) -> str:
    """By which links find a record from its name: "name:commun/panoramax", or "name:commun|logiciel/panoramax" when it
    may be of several kinds."""
    among = [kinds] if isinstance(kinds, Kind) else kinds
    prefixes = "|".join(kind.prefix for kind in among)
    return f"name:{prefixes}/{name_key(among[0], name).partition('/')[2]}"


def outside_ref(scheme: str, cell: Cell) -> tuple[str, str]:
    """("siren:130025265", what was changed): schemes with a colon end with a slash ("cog:commune/01001")."""
    place = scheme.partition(":")[2].strip("/")
    text, changed = padded(cell, LENGTHS.get(scheme, 0) or CODE_LENGTHS.get(place, 0))
    value = re.sub(r"[\s\u00a0\u202f.]", "", text) if scheme in LENGTHS else " ".join(text.split())
    return f"{scheme.rstrip('/:')}{'/' if place else ':'}{value}", changed


def evidence(kind: Kind, fields: dict[str, Any], territory_type: str) -> Iterable[str]:
    """The outside identifiers that a record's fields amount to: SIREN, official code."""
    siren = re.sub(r"[\s\u00a0\u202f.]", "", str(fields.get("siren", "")))
    if kind.name == "Organisation" and len(siren) == LENGTHS["siren"] and siren.isdigit():
        yield f"siren:{siren}"
    code = fields.get("code")
    if kind.name == "Territory" and isinstance(code, str) and territory_type in CODE_LENGTHS:
        yield f"cog:{territory_type}/{code}"


@dataclass
class Known:
    """The records of all tables. A name that two of them bear means neither."""

    by_name: dict[str, str | None] = field(default_factory=dict)
    by_id: dict[str, str] = field(default_factory=dict)

    def add(self, kind: Kind, id: str, own: str | None, key: str) -> None:
        """Remembers a row's record under its id and the key of its name ("organisation/ademe")."""
        if id and own:
            self.by_id[f"{kind.prefix}/{id}"] = own
        if key:
            ref = own or f"name:{key}"
            self.by_name[key] = ref if self.by_name.get(key, ref) == ref else None

    def shared(self, key: str) -> bool:
        """Do several records of the tables bear this name?"""
        return self.by_name.get(key, "") is None

    def find(self, cell: Cell, end: End, allowed: Iterable[str]) -> tuple[str, str]:
        """(ref, "") of the record that a cell means, or ("", why nobody can tell)."""
        text = " ".join(str(cell).split())
        kinds = [SCHEMA.kinds[name] for name in ([end.kind] if end.kind else sorted(allowed))]
        if end.by == "ref":
            return outside_ref(end.scheme or "", cell)[0], ""
        if end.by in ("auto", "id") and (ref := self._by_id(text, kinds)):
            return ref, ""
        if end.by == "id":
            return "", "aucune fiche de ces tables n'a cet identifiant"
        if end.by == "auto" and _REF.fullmatch(text):
            return text, ""
        return self._by_name(text, kinds)

    def _by_id(self, text: str, kinds: list[Kind]) -> str:
        for kind in kinds:
            if own := self.by_id.get(f"{kind.prefix}/{text}"):
                return own
        return f"{MAILLAGE}:{text}" if _ADDRESS.fullmatch(text) and SCHEMA.kind_of_id(text) else ""

    def _by_name(self, text: str, kinds: list[Kind]) -> tuple[str, str]:
        if not fold(text):
            return "", "ce n'est pas un nom"
        found = [self.by_name[key] for kind in kinds if (key := name_key(kind, text)) in self.by_name]
        if len(found) == 1 and found[0]:
            return found[0], ""
        if found:
            return "", "plusieurs fiches portent ce nom"
        return name_ref(kinds, text), ""


def kinds_of_ref(ref: str) -> frozenset[str]:
    """The kinds that a ref may be of, as far as it tells by itself; none: any."""
    scheme, _, rest = ref.partition(":")
    if scheme == MAILLAGE:
        found = SCHEMA.kind_of_id(rest)
        return frozenset({found.name}) if found else frozenset()
    if scheme in ("siren", "cog"):
        return frozenset({"Organisation" if scheme == "siren" else "Territory"})
    prefixes, slash, _ = rest.partition("/")
    return frozenset(kind.name for kind in SCHEMA.kinds.values() if slash and kind.prefix in prefixes.split("|"))
