"""What the address asks to see: centres, distance, families, relations, a day, a selection; and other addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from graph.asof import day_of
from graph.errors import Invalid
from graph.schema import SCHEMA
from workspace.language import gettext
from workspace.network.drawn import Drawn, drawn_of
from workspace.network.narrowing import Pairs, pairs_of

DISTANCES = (1, 2, 3)
USUAL_DISTANCE = 2
# Themes, territories and mentions tie all to all: « usuels » is every relation but these.
USUAL = "usuels"
SAID = {"acteur": "actor", "animation": "curator", "import": "import"}
SOURCED = {"avec": True, "sans": False}
SORTS = ("pas", "-pas", "nom", "-nom", "sorte", "-sorte", "liens", "-liens", "depuis", "-depuis")


@dataclass(frozen=True)
class View:
    """One view of the network. `families` and `relations` are None for all that are usual; `day` is the ISO day of
    `au`, which is kept as typed. `filters` narrow the records, as in lists, `beside` draws their neighbours too;
    `said` and `sourced` narrow the links; `least` is the smallest number of links of a record; `whole` asks for
    everything where nothing else is asked; `saved` is the id of the kept view that it comes from."""

    centres: tuple[str, ...] = ()
    distance: int = USUAL_DISTANCE
    families: tuple[str, ...] | None = None
    relations: tuple[str, ...] | None = None
    au: str = ""
    day: str | None = None
    filters: Pairs = ()
    beside: bool = False
    said: tuple[str, ...] | None = None
    sourced: bool | None = None
    least: int = 0
    whole: bool = False
    selection: str | None = None
    sort: str = ""
    page: int = 1
    saved: str = ""
    drawn: Drawn = field(default_factory=Drawn)

    def address(self, path: str = "/reseau", **changes: object) -> str:
        """The address of this view with some of it changed; a change of what is shown goes back to the first page."""
        kept = {} if {"page", "sort", "selection"} & set(changes) else {"page": 1}
        asked = replace(self, **{**kept, **changes})  # type: ignore[arg-type]
        query = urlencode(asked._parameters())
        return f"{path}?{query}" if query else path

    @property
    def kept_query(self) -> str:
        """The address's parameters as a saved view keeps them: without what was pointed at, its order and its page."""
        whole = not self.centres and not self.filters
        return replace(self, selection=None, sort="", page=1, saved="", whole=whole).address("").removeprefix("?")

    @property
    def narrow(self) -> bool:
        """Does anything but the centres and the day choose what is drawn?"""
        return self != replace(self, families=None, relations=None, filters=(), said=None, sourced=None, least=0)

    def _parameters(self) -> list[tuple[str, str]]:
        urls = {name: family.url for name, family in SCHEMA.families.items()}
        pairs = [("centre", id) for id in self.centres]
        pairs += [("distance", str(self.distance))] if self.distance != USUAL_DISTANCE else []
        if self.families is not None:
            pairs.append(("familles", _words([urls[name] for name in self.families], urls.values())))
        if self.relations is not None:
            usual = [type.lower() for type in SCHEMA.walked()]
            pairs.append(("liens", _words([type.lower() for type in self.relations], usual)))
        pairs += [*self.filters, *_of_links(self), *self.drawn.parameters()]
        given = {
            "voisins": "1" if self.beside else "", "mini": str(self.least or ""),
            "tout": "1" if self.whole and not self.centres and not self.filters else "",
            "au": self.au, "selection": self.selection or "", "tri": self.sort, "vue": self.saved,
        }  # fmt: skip
        pairs += [(name, value) for name, value in given.items() if value]
        return [*pairs, ("page", str(self.page))] if self.page > 1 else pairs


def view_of(args: MultiDict[str, str]) -> View:
    """Reads the address; Invalid names the parameter that cannot be understood."""
    au = args.get("au", "").strip()
    sort = args.get("tri", "")
    if sort and sort not in SORTS:
        raise Invalid({"tri": gettext("attendu : %(words)s", words=", ".join(SORTS))})
    return View(
        tuple(dict.fromkeys(id.strip() for id in args.getlist("centre") if id.strip())),
        _number(args, "distance", USUAL_DISTANCE, DISTANCES[-1]),
        _families(args.getlist("familles")), _relations(args.getlist("liens")), au, day_of(au, "au"),
        pairs_of(args), args.get("voisins") == "1", _said(args.getlist("dit")), _sourced(args.get("source", "")),
        _number(args, "mini", 0, 100_000), args.get("tout") == "1",
        args.get("selection", "").strip() or None, sort, _number(args, "page", 1, 100_000),
        args.get("vue", "").strip(), drawn_of(args),
    )  # fmt: skip


def _of_links(view: View) -> list[tuple[str, str]]:
    pairs = [("dit", ",".join(word for word, name in SAID.items() if name in view.said))] if view.said else []
    return pairs + [("source", word) for word, value in SOURCED.items() if value is view.sourced]


def _said(values: Sequence[str]) -> tuple[str, ...] | None:
    return _chosen(values, SAID, set(SAID), "dit", gettext("« %(word)s » : attendu acteur, animation ou import"))


def _sourced(word: str) -> bool | None:
    if word and word not in SOURCED:
        raise Invalid({"source": gettext("attendu : %(words)s", words=", ".join(SOURCED))})
    return SOURCED.get(word)


def toggled(everything: Iterable[str], chosen: Iterable[str] | None, name: str) -> tuple[str, ...] | None:
    """The choice with one more or one less; None when that is everything, or nothing."""
    kept = set(everything if chosen is None else chosen) ^ {name}
    return tuple(sorted(kept)) if kept and kept != set(everything) else None


def _number(args: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = (args.get(name) or "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= most):
        raise Invalid({name: gettext("un nombre de 1 à %(most)s est attendu", most=most)})
    return int(text)


def _families(values: Sequence[str]) -> tuple[str, ...] | None:
    known = {family.url: family.name for family in SCHEMA.families.values()}
    return _chosen(values, known, set(known), "familles", gettext("« %(word)s » n’est pas une famille"))


def _relations(values: Sequence[str]) -> tuple[str, ...] | None:
    known = {type.lower(): type for type in SCHEMA.relations}
    usual = {type.lower() for type in SCHEMA.walked()}
    return _chosen(values, known, usual, "liens", gettext("« %(word)s » n’est pas une sorte de lien"))


def _chosen(
    values: Sequence[str], known: Mapping[str, str], usual: set[str], parameter: str, wrong: str
) -> tuple[str, ...] | None:
    """Names from words: « a,b » is these, « -a » the usual ones without it, « usuels,c » the usual ones and it."""
    words = [word.strip().lower() for value in values for word in value.split(",") if word.strip()]
    kept = set(usual) if words and all(word.startswith("-") for word in words) else set()
    for word in words:
        name = word.removeprefix("-")
        if name != USUAL and name not in known:
            raise Invalid({parameter: wrong % {"word": name}})
        named = usual if name == USUAL else {name}
        kept = kept - named if word.startswith("-") else kept | named
    return tuple(sorted(known[word] for word in kept)) if kept and kept != usual else None


def _words(names: Iterable[str], usual: Iterable[str]) -> str:
    """The same choice as the address says it, shortly."""
    chosen, common = set(names), set(usual)
    less = [f"-{name}" for name in sorted(common - chosen)]
    if len(less) >= len(chosen & common):
        return ",".join(sorted(chosen))
    more = sorted(chosen - common)
    return ",".join([*([USUAL] if more else []), *less, *more])
