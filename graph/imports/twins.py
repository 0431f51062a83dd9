"""Records of one kind that may be the same, for a person to confirm: one acronym, or nearly the same words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from graph.folding import fold
from graph.imports.drafts import Draft

# Longest of a name that is an acronym.
LETTERS = 6
_ACRONYM = re.compile(rf"[A-Z0-9&./-]{{1,{LETTERS}}}")
_LITTLE_WORDS = frozenset(fold("à, au, aux, d', de, des, du, en, et, l', la, le, les, par, pour, sur, un, une").split())
_NEAR = 0.8
_CROWD = 40
Pair = tuple[int, int, str]


class Body(NamedTuple):
    """What is compared of a record: its ref, kind, name and acronym ("" when none)."""

    ref: str
    kind: str
    name: str
    acronym: str = ""


def body_of(draft: Draft) -> Body:
    """What is compared of a draft."""
    said = {name: str(draft.fields.get(name, "")) for name in ("name", "acronym")}
    return Body(draft.refs[0], draft.kind, **said)


def is_acronym(name: str) -> bool:
    """Is the whole name one?"""
    return _ACRONYM.fullmatch(name.strip()) is not None


def signs(name: str, acronym: str) -> frozenset[str]:
    """The acronyms that a record says, folded."""
    return frozenset(filter(None, (fold(acronym), fold(name) if is_acronym(name) else "")))


def twins(bodies: Iterable[Body], among: Collection[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """(ref, ref, reason in French) of records of one kind that may be the same. Each pair once; at least one of it
    is `among` the refs asked about, when they are given."""
    by_kind: defaultdict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        by_kind[body.kind].append(body)
    for group in by_kind.values():
        asked = [place for place, body in enumerate(group) if among is None or body.ref in among]
        said = {place: found for place, (_, _, *names) in enumerate(group) if (found := signs(*names))}
        pairs = twins_in([fold(body.name) for body in group], said, asked)
        yield from ((group[one].ref, group[other].ref, why) for one, other, why in pairs)


def twins_in(names: Sequence[str], said: Mapping[int, frozenset[str]], asked: Sequence[int]) -> Iterator[Pair]:
    """The same for records of one kind by their places: their folded names, and the acronyms that some say. Only what
    the places asked about need is looked at: of 30,000 names, cut and compared each, it took 0.4 s."""
    told: set[tuple[int, int]] = set()
    wanted = frozenset(asked)
    for one, other, why in (*_same_acronym(names, said, wanted), *_near_names(names, asked)):
        pair = (min(one, other), max(one, other))
        if pair not in told and not wanted.isdisjoint(pair):
            told.add(pair)
            yield one, other, why


def _words(name: str) -> frozenset[str]:
    return frozenset(name.split()) - _LITTLE_WORDS


def _initials(name: str) -> str:
    words = [word for word in name.split() if word not in _LITTLE_WORDS]
    return "".join([word[0] for word in words]) if len(words) > 2 else ""


def _same_acronym(names: Sequence[str], said: Mapping[int, frozenset[str]], asked: frozenset[int]) -> Iterator[Pair]:
    """Bodies with one acronym, or whose initials are the acronym of another (CGDD)."""
    told = {sign for place in asked for sign in said.get(place, ())}
    # Initials prove nothing to initials: those of others matter only to an acronym that is asked about.
    initials = {place: _initials(names[place]) for place in (range(len(names)) if told else asked)}
    wanted = told | {initials[place] for place in asked}
    bearing: defaultdict[str, list[tuple[int, bool]]] = defaultdict(list)
    for place in sorted({*said, *initials}):
        mine = said.get(place, frozenset())
        for sign in mine & wanted:
            bearing[sign].append((place, True))
        if (sign := initials.get(place, "")) and sign in wanted and sign not in mine:
            bearing[sign].append((place, False))
    for sign, sharing in bearing.items():
        for (one, first), (other, second) in combinations(sharing[:_CROWD], 2):
            if first or second:
                reason = "même sigle" if first and second else "sigle de l'une, initiales de l'autre :"
                yield one, other, f"{reason} « {sign.upper()} »"


def _near_names(names: Sequence[str], asked: Sequence[int]) -> Iterator[Pair]:
    """Names whose words are nearly the same; each asked about is compared only with those that have one of its two
    rarest words, if few have it."""
    words = {place: _words(names[place]) for place in asked}
    counts = Counter(chain.from_iterable(map(str.split, names)))
    telling = {place: _telling(own, counts) for place, own in words.items()}
    bearing = _bearing(names, set(chain.from_iterable(telling.values())))
    for place, own in words.items():
        for other in dict.fromkeys([near for word in telling[place] for near in bearing[word]]):
            # Most say too few of its words: those are told without looking at their other ones.
            if len(own.intersection(names[other].split())) < _NEAR * len(own):
                continue
            theirs = _words(names[other])
            share = len(own & theirs) / len(own | theirs)
            if share >= _NEAR and other != place and len(own) > 1 < len(theirs):
                yield place, other, "noms identiques" if share == 1 else "noms proches"


def _telling(own: frozenset[str], counts: Mapping[str, int]) -> list[str]:
    """The words by which others like a name are looked for."""
    rarest = sorted(own, key=lambda word: (counts[word], word))[:2]
    return [word for word in rarest if counts[word] <= _CROWD] or rarest[:1]


def _bearing(names: Sequence[str], wanted: set[str]) -> dict[str, list[int]]:
    """The places of the first names that say each of these words, a crowd at most: it is then looked for no more."""
    bearing: dict[str, list[int]] = {word: [] for word in wanted}
    for place, name in enumerate(names):
        for word in wanted.intersection(name.split()):
            bearing[word].append(place)
            if len(bearing[word]) == _CROWD:
                wanted.discard(word)
    return bearing
