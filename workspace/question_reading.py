"""Between the address of a question by relation and the question: `de=organisation&lien1=funds&vers1=commun&fiche2=…`.

A sort of record is told by the word that begins its ids (`commun`), a family by its address (`acteurs`), a relation
by its type, with `:in` when it is walked from its far end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from graph.asof import day_of
from graph.briefs import briefs
from graph.database import Database
from graph.errors import Invalid
from graph.links import Brief, today
from graph.questions import MOST_STEPS, Ends, Question, Step, checked, reached
from graph.schema import SCHEMA
from graph.viewers import Viewer
from workspace.choosing import Choice, choose
from workspace.language import gettext

PLACES = ("", *(str(place) for place in range(1, MOST_STEPS + 1)))
# The graph's names for the parts of a question → the address's.
PARTS = {"start": "de", "state": "etat", "relation": "lien", "ends": "vers", "steps": "lien"}


@dataclass(frozen=True)
class Stop:
    """One point of a question as its form shows it: `place` is "" for the start, else the number of the step;
    `relation` and `kind` are as the address says them, `kinds` what that is, `allowed` what it could be."""

    place: str
    kind: str = ""
    relation: str = ""
    record: Choice = field(default_factory=Choice)
    territory: Choice = field(default_factory=Choice)
    theme: Choice = field(default_factory=Choice)
    status: str = ""
    kinds: tuple[str, ...] = ()
    allowed: tuple[str, ...] = tuple(SCHEMA.kinds)

    @property
    def way(self) -> tuple[str, bool]:
        """The relation's type, and whether it is walked from its far end."""
        type, _, direction = self.relation.partition(":")
        return type.upper(), direction == "in"

    @property
    def choices(self) -> tuple[tuple[str, Choice], ...]:
        """The records chosen or typed here, under their names in the address."""
        named = (("fiche", self.record), ("territoire", self.territory), ("theme", self.theme))
        return tuple((f"{name}{self.place}", choice) for name, choice in named)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        told = [("lien" if self.place else "de", self.relation if self.place else self.kind)]
        told += [("vers", self.kind)] if self.place else []
        typed = [(name, choice.record.id if choice.record else choice.text) for name, choice in self.choices]
        return [*((f"{name}{self.place}", text) for name, text in told if text),
                *(pair for pair in typed if pair[1]),
                *([(f"etat{self.place}", self.status)] if self.status else [])]  # fmt: skip

    @property
    def narrowed(self) -> bool:
        return bool(self.status or any(choice.record or choice.text for _, choice in self.choices))

    def ends(self) -> Ends:
        record, territory, theme = (choice.record.id if choice.record else None for _, choice in self.choices)
        return Ends(self.kinds, record, territory, theme, self.status or None)


@dataclass(frozen=True)
class Asked:
    """What an address asks: its points, the day as typed, and `question` once nothing is wrong (`errors` by name)."""

    stops: tuple[Stop, ...]
    au: str = ""
    past: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    question: Question | None = None
    known: Mapping[str, Brief] = field(default_factory=dict)

    @property
    def start(self) -> Stop:
        return self.stops[0]

    @property
    def asked(self) -> Question:
        """The question, where it is known to be one."""
        if self.question is None:
            raise Invalid(self.errors or {"de": gettext("une sorte de fiche est nécessaire")})
        return self.question

    @property
    def last(self) -> Stop:
        return self.stops[-1]

    @property
    def query(self) -> str:
        """The address after its question mark, in one order and without what is empty."""
        day = [("au", self.au)] if self.au and not self.past else []
        pairs = [pair for stop in self.stops for pair in stop.parameters]
        return urlencode([*pairs, *day, *([("passe", "oui")] if self.past else [])])

    def without(self, name: str) -> str:
        """The address without one parameter."""
        pairs = [(key, value) for stop in self.stops for key, value in stop.parameters if key != name]
        return f"/questions?{urlencode(pairs)}"

    def until(self, place: str | int) -> str:
        """The address without a step and those that follow."""
        kept = [stop for stop in self.stops if stop.place < str(place)]
        return f"/questions?{urlencode([pair for stop in kept for pair in stop.parameters])}"


def read(db: Database, viewer: Viewer, args: MultiDict[str, str], *, menus: bool = False) -> Asked:
    """What an address asks. With `menus`, what a menu changed above has made impossible is dropped, not refused."""
    stops = [_start(db, viewer, args, menus)]
    for place in PLACES[1:]:
        stop = _stop(db, viewer, args, place, stops[-1].kinds, menus)
        if stop is None:
            break
        stops.append(stop)
    au, past = args.get("au", "").strip(), args.get("passe") == "oui"
    asked = Asked(tuple(stops), au, past)
    errors = dict(_errors(asked, args))
    day = _day(au, errors)
    if not asked.start.kind or errors:
        return Asked(asked.stops, au, past, errors)
    return _whole(db, viewer, asked, None if past else day or today())


def question_of(db: Database, viewer: Viewer, args: MultiDict[str, str]) -> Asked:
    """The question of a kept address; Invalid names what it cannot be asked with any more."""
    asked = read(db, viewer, args)
    return replace(asked, question=asked.asked)


def renamed(fields: Mapping[str, str]) -> dict[str, str]:
    """The graph's complaints under the names that the address uses: `relation2` → `lien2`."""
    return {PARTS.get(name.rstrip("0123456789"), name) + name.lstrip("abcdefghijklmnopqrstuvwxyz"): message
            for name, message in fields.items()}  # fmt: skip


def kinds_at(word: str) -> tuple[str, ...]:
    """The kinds that a word of the address stands for; none for an unknown one."""
    if family := SCHEMA.family_at(word):
        return tuple(kind.name for kind in SCHEMA.kinds_of(family.name))
    return tuple(kind.name for kind in SCHEMA.kinds.values() if kind.prefix == word)


def _whole(db: Database, viewer: Viewer, asked: Asked, at: str | None) -> Asked:
    steps = tuple(Step(*stop.way, stop.ends()) for stop in asked.stops[1:])
    try:
        question = checked(Question(asked.start.ends(), steps, at))
    except Invalid as error:
        return Asked(asked.stops, asked.au, asked.past, renamed(error.fields))
    return Asked(asked.stops, asked.au, asked.past, {}, question, briefs(db, viewer, question.ids))


def _start(db: Database, viewer: Viewer, args: MultiDict[str, str], menus: bool) -> Stop:
    kind = args.get("de", "").strip()
    return _filled(db, viewer, args, Stop("", kind, kinds=kinds_at(kind)), menus)


def _stop(
    db: Database, viewer: Viewer, args: MultiDict[str, str], place: str, before: tuple[str, ...], menus: bool
) -> Stop | None:
    relation, kind = args.get(f"lien{place}", "").strip().lower(), args.get(f"vers{place}", "").strip()
    type, _, direction = relation.partition(":")
    if not relation:
        return None
    known = type.upper() in SCHEMA.relations and direction in ("", "in")
    allowed = reached(before, type.upper(), inverse=direction == "in") if known else ()
    if menus and not allowed:
        return None
    kinds = kinds_at(kind) if kind else allowed
    if menus and not set(kinds) <= set(allowed):
        return Stop(place, "", relation, kinds=allowed, allowed=allowed)
    return _filled(db, viewer, args, Stop(place, kind, relation, kinds=kinds, allowed=allowed), menus)


def _filled(db: Database, viewer: Viewer, args: MultiDict[str, str], stop: Stop, menus: bool) -> Stop:
    """With what is asked of the records at a point."""

    def chosen(name: str, kinds: tuple[str, ...]) -> Choice:
        return choose(db, viewer, args.get(f"{name}{stop.place}", ""), kinds)

    record = chosen("fiche", stop.kinds) if stop.place else Choice()
    if menus and record.record and record.record.kind not in stop.kinds:
        record = Choice()
    status = args.get(f"etat{stop.place}", "").strip()
    if menus and status not in states_of(stop.kinds):
        status = ""
    territory, theme = chosen("territoire", ("Territory",)), chosen("theme", ("Theme",))
    return replace(stop, record=record, territory=territory, theme=theme, status=status)


def states_of(kinds: tuple[str, ...]) -> dict[str, str]:
    """The states that records of a kind may be in, with the kind that words them; none for several kinds."""
    return dict.fromkeys(SCHEMA.states(kinds[0]), kinds[0]) if len(kinds) == 1 else {}


def _errors(asked: Asked, args: MultiDict[str, str]) -> list[tuple[str, str]]:
    out = []
    known = {f"lien{place}" for place in PLACES[1:]}
    if late := [name for name in sorted(known) if args.get(name) and name[4:] >= str(len(asked.stops))]:
        out.append((late[0], gettext("il manque l’étape d’avant")))
    for stop in asked.stops:
        out += [(name, choice.error) for name, choice in stop.choices if choice.error]
        if stop.place and (stop.way[0] not in SCHEMA.relations or stop.relation.partition(":")[2] not in ("", "in")):
            out.append((f"lien{stop.place}", gettext("ce lien n’existe pas")))
        if stop.kind and not stop.kinds:
            out.append((f"vers{stop.place}" if stop.place else "de", gettext("cette sorte de fiche n’existe pas")))
        if stop.record.record and stop.kinds and stop.record.record.kind not in stop.kinds:
            out.append((f"fiche{stop.place}", gettext("cette fiche est d’une autre sorte que celle demandée")))
        for name, choice, kind in (("territoire", stop.territory, "Territory"), ("theme", stop.theme, "Theme")):
            if choice.record and choice.record.kind != kind:
                out.append((f"{name}{stop.place}", gettext("cette fiche est d’une autre sorte que celle demandée")))
    return out


def _day(au: str, errors: dict[str, str]) -> str | None:
    try:
        return day_of(au, "au")
    except Invalid as error:
        errors |= error.fields
        return None
