"""When two sources speak of the same body: refs that prove it (see twins.py for what only makes it likely).

Proof is an outside number (SIREN, annuaire), a site of one's own, or the exact name within one kind. An acronym,
a near name or a shared site prove nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from graph.folding import fold
from graph.imports.twins import is_acronym
from graph.schema import SCHEMA

_ANNUAIRE = re.compile(
    r"https?://lannuaire\.service-public\.fr/.*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|_\d{4,})/?"
)
# Parts of host names that say nothing of whose they are.
_COMMON_LABELS = frozenset(
    ["www", "www2", "beta", "data", "api", "gouv", "fr", "com", "org", "net", "eu", "io", "app", "dev", "site",
     "service"]
)  # fmt: skip


def name_ref(kind: str, name: str) -> str | None:
    """Like "name:organisation/banque de france", found without a node of its own; None for a bare acronym."""
    folded = fold(name)
    return None if not folded or is_acronym(name) else f"name:{SCHEMA.kinds[kind].prefix}/{folded}"


def domain_ref(kind: str, url: str | None, *own_words: str) -> str | None:
    """Like "domain:organisation/ign.fr": only for a whole site that bears the name, acronym or id of the body."""
    host = _whole_site(url or "")
    if host is None:
        return None
    label = next((label for label in host.split(".") if label not in _COMMON_LABELS), "")
    borne = any(_bears(label, words, kind) for words in own_words)
    return f"domain:{SCHEMA.kinds[kind].prefix}/{host}" if borne else None


def annuaire_ref(url: str | None) -> str | None:
    """Like "annuaire:170702", from the page of a body in the directory of public services."""
    found = _ANNUAIRE.fullmatch((url or "").strip())
    return f"annuaire:{found[1].lstrip('_')}" if found else None


def key_of(words: str) -> str:
    """Words as the end of a ref, the same for all their spellings: « Île d'Yeu » → "ile-d-yeu"."""
    return fold(words).replace(" ", "-")


def refs(own: str, *evidence: str | None) -> tuple[str, ...]:
    """A draft's refs: the source's own first, each once."""
    return tuple(dict.fromkeys([own, *(ref for ref in evidence if ref)]))


def _whole_site(url: str) -> str | None:
    """The host of an address that is only a host: a page of somebody's site is not a site of one's own."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    whole = parts.scheme in ("http", "https") and parts.path in ("", "/") and not parts.query and not parts.fragment
    return host if whole and host.count(".") >= 1 and host.isascii() else None


def _bears(label: str, words: str, kind: str) -> bool:
    """Agence-cohesion-territoires bears « Agence nationale de la cohésion des territoires », ign bears « IGN ».
    One word of a longer name is enough for a body (interieur), not for a service on the site of its body."""
    own, parts = fold(words).split(), fold(label).split()
    if "".join(parts) == "".join(own):
        return bool(parts)
    return set(parts) <= set(own) and (len(parts) > 1 or (kind == "Organisation" and len(label) > 3))
