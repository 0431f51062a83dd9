"""How a view is drawn, as its address says it: arrangement, size, groups, and what was unfolded, folded or hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from graph.errors import Invalid
from workspace.language import gettext

FORCES = "forces"
ARRANGEMENTS = (FORCES, "colonnes", "territoires", "communautes", "temps")
BY_LINKS, EQUAL = "liens", "egale"
GROUPINGS = ("", "territoires", "communautes", "themes")
# Beyond, an address is no longer one that can be sent; filters do it better.
MOST_HIDDEN, MOST_UNFOLDED, MOST_OPENED = 50, 20, 20


@dataclass(frozen=True)
class Drawn:
    """Ids of records unfolded (their neighbours are added), folded (those that hang on them alone are not drawn),
    hidden (not drawn themselves); by what they are grouped, and ids of the groups that are open. Groups stand by
    forces: another arrangement and groups exclude each other."""

    arrangement: str = FORCES
    size: str = BY_LINKS
    unfolded: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    grouping: str = ""
    opened: tuple[str, ...] = ()

    def parameters(self) -> list[tuple[str, str]]:
        """Pairs of the address; nothing of what is usual."""
        pairs = [("disposition", self.arrangement)] if self.arrangement != FORCES else []
        pairs += [("taille", self.size)] if self.size != BY_LINKS else []
        pairs += [("grouper", self.grouping)] if self.grouping else []
        ids = (
            ("deplie", self.unfolded), ("replie", self.folded), ("masque", self.hidden), ("ouvrir", self.opened),
        )  # fmt: skip
        return [*pairs, *((name, id) for name, chosen in ids for id in chosen)]

    def arranging(self, name: str) -> Drawn:
        return replace(self, arrangement=name, grouping="", opened=())

    def grouped_by(self, name: str) -> Drawn:
        return replace(self, arrangement=FORCES, grouping=name, opened=())

    def opening(self, id: str) -> Drawn:
        return replace(self, opened=_with(self.opened, id))

    def closing(self, id: str) -> Drawn:
        return replace(self, opened=_without(self.opened, (id,)))

    def sizing(self, name: str) -> Drawn:
        return replace(self, size=name)

    def hiding(self, id: str) -> Drawn:
        return replace(self, hidden=_with(self.hidden, id))

    def showing(self, *ids: str) -> Drawn:
        return replace(self, hidden=_without(self.hidden, ids))

    def unfolding(self, id: str) -> Drawn:
        """Its neighbours are drawn: those that were folded away, else those that were not yet there."""
        if id in self.folded:
            return replace(self, folded=_without(self.folded, (id,)))
        return replace(self, unfolded=_with(self.unfolded, id))

    def folding(self, id: str) -> Drawn:
        """What it alone holds goes: what it was unfolded for, else what hangs on it."""
        if id in self.unfolded:
            return replace(self, unfolded=_without(self.unfolded, (id,)))
        return replace(self, folded=_with(self.folded, id))

    @property
    def untouched(self) -> bool:
        return not (self.unfolded or self.folded or self.hidden)


def drawn_of(args: MultiDict[str, str], sizes: Iterable[str]) -> Drawn:
    """Reads the address; `sizes` are the words known for the size, the usual first. Invalid names the parameter that
    cannot be understood."""
    grouping = one_of(args, "grouper", GROUPINGS)
    arrangement = one_of(args, "disposition", ARRANGEMENTS)
    return Drawn(
        FORCES if grouping else arrangement, one_of(args, "taille", sizes),
        ids_in(args, "deplie", MOST_UNFOLDED), ids_in(args, "replie", MOST_UNFOLDED),
        ids_in(args, "masque", MOST_HIDDEN),
        grouping, ids_in(args, "ouvrir", MOST_OPENED) if grouping else (),
    )  # fmt: skip


def one_of(args: MultiDict[str, str], name: str, words: Iterable[str]) -> str:
    """One of the words, the first when none is given."""
    known = tuple(words)
    given = args.get(name, "").strip().lower()
    if given and given not in known:
        raise Invalid({name: gettext("attendu : %(words)s", words=", ".join(filter(None, known)))})
    return given or known[0]


def ids_in(args: MultiDict[str, str], name: str, most: int) -> tuple[str, ...]:
    """Ids of an address, each once. Invalid when there are more than `most`."""
    found = tuple(dict.fromkeys(id.strip() for id in args.getlist(name) if id.strip()))
    if len(found) > most:
        raise Invalid({name: gettext("au plus %(most)s fiches", most=most)})
    return found


def _with(ids: tuple[str, ...], id: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ids, id)))


def _without(ids: tuple[str, ...], taken: Iterable[str]) -> tuple[str, ...]:
    return tuple(id for id in ids if id not in set(taken))
