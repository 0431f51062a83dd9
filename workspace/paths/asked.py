"""What the address of `/chemin` asks: both ends, what is not to be passed by, what only may be, the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from graph.asof import day_of
from graph.errors import Invalid
from graph.links import Brief
from graph.schema import SCHEMA
from workspace.choosing import Choice, choose
from workspace.current import database, viewer
from workspace.language import gettext


@dataclass(frozen=True)
class Asked:
    """Both ends as chosen or typed, the records and the relation types not to pass by, the kinds that alone may be
    passed by (none: all), the day, and whether themes and territories may be passed by too."""

    source: Choice
    target: Choice
    avoid: tuple[Brief, ...]
    avoiding: Choice
    au: str
    day: str | None
    everything: bool
    without: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def address(self, **changes: str | tuple[str, ...] | None) -> str:
        """The address of this question with some of it changed."""
        given: dict[str, str | tuple[str, ...] | None] = {
            "de": _sent(self.source), "a": _sent(self.target), "sauf": tuple(record.id for record in self.avoid),
            "sans": tuple(type.lower() for type in self.without),
            "sorte": tuple(SCHEMA.kinds[kind].url for kind in self.kinds), "au": self.au,
            "par": "tout" if self.everything else "",
        }  # fmt: skip
        pairs = [(name, value) for name, value in (given | changes).items() if value]
        query = urlencode(pairs, doseq=True)
        return f"/chemin?{query}" if query else "/chemin"

    @property
    def ready(self) -> bool:
        return self.source.record is not None and self.target.record is not None

    @property
    def same(self) -> bool:
        return self.ready and self.source.record == self.target.record

    @property
    def narrow(self) -> bool:
        """Is anything kept from being passed by?"""
        return bool(self.avoid or self.without or self.kinds)

    @property
    def relations(self) -> list[str] | None:
        """The types that may be walked, None for those that are usual."""
        if not self.everything and not self.without:
            return None
        return [type for type in (SCHEMA.relations if self.everything else SCHEMA.walked()) if type not in self.without]


def asked_of(args: MultiDict[str, str]) -> Asked:
    """Reads the address; Invalid names what cannot be understood."""
    au = args.get("au", "").strip()
    chosen = [choose(database(), viewer(), text) for text in args.getlist("sauf") if text.strip()]
    unsure = next((choice for choice in chosen if choice.record is None), Choice())
    source, target = (choose(database(), viewer(), args.get(name, "")) for name in ("de", "a"))
    avoid = tuple(dict.fromkeys(choice.record for choice in chosen if choice.record))
    asked = Asked(
        source, target, avoid, unsure, au, day_of(au, "au"), args.get("par") == "tout", _types(args.getlist("sans")),
        _kinds(args.getlist("sorte")),
    )  # fmt: skip
    # An end is not avoided: choosing it as an end is the later wish.
    ends = (source.record, target.record)
    return replace(asked, avoid=tuple(record for record in avoid if record not in ends))


def _types(words: Sequence[str]) -> tuple[str, ...]:
    types = [word.strip().upper() for word in words if word.strip()]
    if wrong := [type.lower() for type in types if type not in SCHEMA.relations]:
        raise Invalid({"sans": gettext("« %(word)s » n’est pas une sorte de lien", word=wrong[0])})
    return tuple(dict.fromkeys(types))


def _kinds(words: Sequence[str]) -> tuple[str, ...]:
    found = {word.strip(): SCHEMA.kind_at(word.strip()) for word in words if word.strip()}
    if wrong := [word for word, kind in found.items() if kind is None]:
        raise Invalid({"sorte": gettext("« %(word)s » n’est pas une sorte de fiche", word=wrong[0])})
    return tuple(kind.name for kind in found.values() if kind)


def _sent(choice: Choice) -> str:
    return choice.record.id if choice.record else choice.text
