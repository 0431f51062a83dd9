"""When two sources speak of the same body: refs that prove it, and likely twins for a person to confirm.

Proof is an outside number (SIREN, annuaire), a site of one's own, or the exact name within one kind. An acronym,
a near name or a shared site prove nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple
from urllib.parse import urlsplit

from graph.folding import fold
from graph.imports.drafts import Draft
from graph.schema import SCHEMA

_ACRONYM = re.compile(r"[A-Z0-9&./-]{1,6}")
_ANNUAIRE = re.compile(
    r"https?://lannuaire\.service-public\.fr/.*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|_\d{4,})/?"
)
_LITTLE_WORDS = frozenset(fold("à, au, aux, d', de, des, du, en, et, l', la, le, les, par, pour, sur, un, une").split())
# Parts of host names that say nothing of whose they are.
_COMMON_LABELS = frozenset(
    ["www", "www2", "beta", "data", "api", "gouv", "fr", "com", "org", "net", "eu", "io", "app", "dev", "site",
     "service"]
)  # fmt: skip
_NEAR = 0.8
_CROWD = 40
_NONE: frozenset[str] = frozenset()


class Body(NamedTuple):
    """What is compared of a record: its ref, kind, name and acronym ("" when none); `folded` is its name, folded, for
    whoever knows it already."""

    ref: str
    kind: str
    name: str
    acronym: str = ""
    folded: str = ""


def name_ref(kind: str, name: str) -> str | None:
    """Like "name:organisation/banque de france", found without a node of its own; None for a bare acronym."""
    folded = fold(name)
    return None if not folded or _ACRONYM.fullmatch(name.strip()) else f"name:{SCHEMA.kinds[kind].prefix}/{folded}"


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


def body_of(draft: Draft) -> Body:
    """What is compared of a draft."""
    said = {name: str(draft.fields.get(name, "")) for name in ("name", "acronym")}
    return Body(draft.refs[0], draft.kind, **said)


def key_of(words: str) -> str:
    """Words as the end of a ref, the same for all their spellings: « Île d'Yeu » → "ile-d-yeu"."""
    return fold(words).replace(" ", "-")


def refs(own: str, *evidence: str | None) -> tuple[str, ...]:
    """A draft's refs: the source's own first, each once."""
    return tuple(dict.fromkeys([own, *(ref for ref in evidence if ref)]))


def twins(bodies: Iterable[Body], among: Collection[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """(ref, ref, reason in French) of records of one kind that may be the same. Each pair once; at least one of it
    is `among` the refs asked about, when they are given."""
    by_kind: defaultdict[str, list[Named]] = defaultdict(list)
    for body in bodies:
        by_kind[body.kind].append(named(body))
    for group in by_kind.values():
        yield from twins_of(group, frozenset(each.body.ref for each in group) if among is None else frozenset(among))


def twins_of(group: list[Named], asked: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """The same for records of one kind, made comparable already."""
    told: set[tuple[str, str]] = set()
    for one, other, reason in (*_same_acronym(group, asked), *_near_names(group, asked)):
        pair = (min(one.ref, other.ref), max(one.ref, other.ref))
        if one.ref != other.ref and pair not in told and not asked.isdisjoint(pair):
            told.add(pair)
            yield one.ref, other.ref, reason


class Named(NamedTuple):
    """By what a body is compared: its acronyms as said, its initials as an acronym, the words that tell it."""

    body: Body
    acronyms: frozenset[str]
    initials: str
    words: frozenset[str]


def named(body: Body) -> Named:
    """A record made comparable."""
    # Of forty thousand names: what few have (an acronym) is only looked at where it is.
    name = body.folded or fold(body.name)
    words = [word for word in name.split() if word not in _LITTLE_WORDS]
    initials = "".join([word[0] for word in words]) if len(words) > 2 else ""
    bare = _ACRONYM.fullmatch(body.name.strip()) is not None
    said = frozenset(filter(None, (fold(body.acronym), name if bare else ""))) if body.acronym or bare else _NONE
    return Named(body, said, "" if initials in said else initials, frozenset(words))


def _same_acronym(bodies: list[Named], asked: frozenset[str]) -> Iterator[tuple[Body, Body, str]]:
    """Bodies with one acronym, or whose initials are the acronym of another (CGDD). Only acronyms of those asked about
    are looked at."""
    wanted = {sign for each in bodies if each.body.ref in asked for sign in (*each.acronyms, each.initials)}
    bearing: defaultdict[str, list[tuple[Body, bool]]] = defaultdict(list)
    for body, acronyms, initials, _ in bodies:
        if acronyms:
            for acronym in acronyms & wanted:
                bearing[acronym].append((body, True))
        if initials and initials in wanted:
            bearing[initials].append((body, False))
    for acronym, sharing in bearing.items():
        for (one, said), (other, told) in combinations(sharing[:_CROWD], 2):
            if said or told:
                reason = "même sigle" if said and told else "sigle de l'une, initiales de l'autre :"
                yield one, other, f"{reason} « {acronym.upper()} »"


def _near_names(bodies: list[Named], asked: frozenset[str]) -> Iterator[tuple[Body, Body, str]]:
    """Names whose words are nearly the same; each asked about is compared with those that share its two rarest words
    only."""
    wanted = {word for each in bodies if each.body.ref in asked for word in each.words}
    bearing: defaultdict[str, list[Named]] = defaultdict(list)
    for each in bodies:
        for word in each.words & wanted:
            bearing[word].append(each)
    for each in (each for each in bodies if each.body.ref in asked):
        own = each.words
        size = len(own)
        rarest = sorted(own, key=lambda word: (len(bearing[word]), word))[:2]
        for other in {id(b): b for word in rarest for b in bearing[word][:_CROWD]}.values():
            most = len(other.words)
            # Names of 4 and 7 words never are near: their words need no comparing.
            if other is not each and size >= 2 <= most and min(size, most) / max(size, most) >= _NEAR:
                both = len(own & other.words)
                share = both / (size + most - both)
                if share >= _NEAR:
                    yield each.body, other.body, "noms identiques" if share == 1 else "noms proches"


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
