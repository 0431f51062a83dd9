"""What the address asks to see: centres, distance, families, relations, a day, a selection; and other addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from graph.asof import day_of
from graph.errors import Invalid
from graph.schema import SCHEMA
from workspace.language import gettext
from workspace.network import reading
from workspace.network.drawn import BY_LINKS, EQUAL, Drawn, drawn_of, ids_in, one_of
from workspace.network.measured import CHOICES
from workspace.network.narrowing import Pairs, pairs_of
from workspace.network.reading import SAID, SOURCED, THROUGH, in_words

DISTANCES = (1, 2, 3)
USUAL_DISTANCE = 2
SIZES = (*CHOICES, EQUAL)
MOST_CENTRES = 100  # beyond, an address is no longer one that can be sent; filters do it better
SORTS = ("pas", "-pas", "nom", "-nom", "sorte", "-sorte", "liens", "-liens", "depuis", "-depuis")


@dataclass(frozen=True)
class View:
    """One view of the network. `families` and `relations` are None for all that are usual; `day` is the ISO day of
    `au`, which is kept as typed; `before` is the day that it is compared with. `filters` narrow the records, as in
    lists, `beside` draws their neighbours too; `said` and `sourced` narrow the links; `least` is the smallest number of
    links of a record, or the smallest figure of another `measure`; `whole` asks for everything where nothing else is
    asked; `saved` is the id of the kept view that it comes from; `members` is the page of the records of the group
    selected, `ties` that of the table of lines. `through` asks for who works with whom instead, through records of
    these kinds. `path` is the page that its addresses lead to."""

    centres: tuple[str, ...] = ()
    distance: int = USUAL_DISTANCE
    families: tuple[str, ...] | None = None
    relations: tuple[str, ...] | None = None
    au: str = ""
    day: str | None = None
    before: str = ""
    before_day: str | None = None
    filters: Pairs = ()
    beside: bool = False
    said: tuple[str, ...] | None = None
    sourced: bool | None = None
    measure: str = BY_LINKS
    least: int = 0
    whole: bool = False
    selection: str | None = None
    sort: str = ""
    page: int = 1
    members: int = 1
    ties: int = 1
    saved: str = ""
    through: tuple[str, ...] | None = None
    path: str = "/reseau"
    drawn: Drawn = field(default_factory=Drawn)

    def address(self, path: str | None = None, **changes: object) -> str:
        """The address of this view with some of it changed; a change of what is shown goes back to the first page."""
        there = self.path if path is None else path
        query = self._selecting(changes["selection"]) if changes.keys() == {"selection"} else self._with(changes)
        return f"{there}?{query}" if query else there

    def _with(self, changes: Mapping[str, object]) -> str:
        kept = {} if {"page", "sort", "selection"} & set(changes) else {"page": 1}
        kept |= {name: 1 for name in ("members", "ties") if name not in changes}
        return urlencode(replace(self, **{**kept, **changes})._parameters())  # type: ignore[arg-type]

    def _selecting(self, id: object) -> str:
        # A page has an address for each record that it draws: made anew each time they were a sixth of it.
        return "&".join(filter(None, (self._unselected, urlencode({"selection": id}) if id else "")))

    @cached_property
    def _unselected(self) -> str:
        return self._with({"selection": None})

    @property
    def kept_query(self) -> str:
        """The address's parameters as a saved view keeps them: without what was pointed at, its order and its page."""
        whole = not self.centres and not self.filters and not self.through
        return (
            replace(self, selection=None, sort="", page=1, members=1, ties=1, saved="", whole=whole)
            .address("")
            .removeprefix("?")
        )

    @property
    def narrow(self) -> bool:
        """Does anything but the centres and the day choose what is drawn?"""
        return self != replace(
            self, families=None, relations=None, filters=(), said=None, sourced=None, least=0, measure=BY_LINKS
        )

    def _parameters(self) -> list[tuple[str, str]]:
        urls = {name: family.url for name, family in SCHEMA.families.items()}
        pairs = [("centre", id) for id in self.centres]
        pairs += [("distance", str(self.distance))] if self.distance != USUAL_DISTANCE else []
        if self.through:
            pairs.append(("par", in_words([word for word, kind in THROUGH.items() if kind in self.through], ())))
        if self.families is not None:
            pairs.append(("familles", in_words([urls[name] for name in self.families], urls.values())))
        if self.relations is not None:
            usual = [type.lower() for type in SCHEMA.walked()]
            pairs.append(("liens", in_words([type.lower() for type in self.relations], usual)))
        pairs += [*self.filters, *_of_links(self), *self.drawn.parameters()]
        given = {
            "voisins": "1" if self.beside else "", "mini": str(self.least or ""),
            "mesure": self.measure if self.least and self.measure != BY_LINKS else "",
            "tout": "1" if self.whole and not (self.centres or self.filters or self.through) else "",
            "avant": self.before, "au": self.au,
            "membres": str(self.members) if self.members > 1 else "",
            "suite": str(self.ties) if self.ties > 1 else "",
            "tri": self.sort, "vue": self.saved, "page": str(self.page) if self.page > 1 else "",
            "selection": self.selection or "",
        }  # fmt: skip
        return pairs + [(name, value) for name, value in given.items() if value]


def view_of(args: MultiDict[str, str]) -> View:
    """Reads the address; Invalid names the parameter that cannot be understood."""
    au = args.get("au", "").strip()
    before = args.get("avant", "").strip()
    sort = args.get("tri", "")
    if sort and sort not in SORTS:
        raise Invalid({"tri": gettext("attendu : %(words)s", words=", ".join(SORTS))})
    return View(
        centres=ids_in(args, "centre", MOST_CENTRES),
        distance=reading.number(args, "distance", USUAL_DISTANCE, DISTANCES[-1]),
        families=reading.families(args.getlist("familles")), relations=reading.relations(args.getlist("liens")),
        au=au, day=day_of(au, "au"), before=before, before_day=day_of(before, "avant"),
        filters=pairs_of(args), beside=args.get("voisins") == "1", whole=args.get("tout") == "1",
        said=reading.said(args.getlist("dit")), sourced=reading.sourced(args.get("source", "")),
        measure=one_of(args, "mesure", CHOICES),
        least=reading.number(args, "mini", 0, 100_000), selection=args.get("selection", "").strip() or None,
        sort=sort, page=reading.number(args, "page", 1, 100_000),
        members=reading.number(args, "membres", 1, 100_000), ties=reading.number(args, "suite", 1, 100_000),
        saved=args.get("vue", "").strip(),
        drawn=drawn_of(args, SIZES), through=reading.through(args.getlist("par")),
    )  # fmt: skip


def _of_links(view: View) -> list[tuple[str, str]]:
    pairs = [("dit", ",".join(word for word, name in SAID.items() if name in view.said))] if view.said else []
    return pairs + [("source", word) for word, value in SOURCED.items() if value is view.sourced]
