"""What each list's address lists: a whole family, or one kind."""

from __future__ import annotations

from dataclasses import dataclass

from graph.schema import SCHEMA, Family, Kind, Label


@dataclass(frozen=True)
class Listing:
    """The list at `/url/`; without `kind` it holds the whole family, without either every record."""

    url: str
    family: Family | None = None
    kind: Kind | None = None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        if self.kind:
            return (self.kind,)
        return SCHEMA.kinds_of(self.family.name) if self.family else tuple(SCHEMA.kinds.values())

    @property
    def title(self) -> Label:
        return self.kind.plural if self.kind else self.family.label if self.family else WHOLE

    @property
    def one(self) -> Kind | None:
        """The only kind that can be met here, if there is but one."""
        return self.kinds[0] if len(self.kinds) == 1 else None


WHOLE = Label("Tout le réseau", "The whole network")
EVERYTHING = Listing("")


def _listings() -> dict[str, Listing]:
    families = {family.url: Listing(family.url, family) for family in SCHEMA.families.values()}
    kinds = {kind.url: Listing(kind.url, SCHEMA.family_of(kind.name), kind) for kind in SCHEMA.kinds.values()}
    return kinds | families  # where both have the address, the family is shown with its kinds as a facet


LISTINGS = _listings()


def rule(urls: list[str]) -> str:
    """A part of a route that is one of these words and nothing else."""
    quoted = ", ".join(f'"{url}"' for url in urls)
    return f"<any({quoted}):place>"


LIST = rule(list(LISTINGS))
RECORD = rule([kind.url for kind in SCHEMA.kinds.values()])


def address_of(kind: Kind) -> str:
    """Address of the list of one kind: its own, or its family's narrowed to it."""
    shared = LISTINGS[kind.url].one is None and LISTINGS[kind.url].kind is None
    return f"/{kind.url}/?sorte={kind.url}" if shared else f"/{kind.url}/"
