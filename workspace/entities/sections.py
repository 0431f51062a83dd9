"""Which links a record's page shows at once, and the addresses of those that it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from graph.entities import Record
from graph.links import Brief, Link
from graph.record_links import LinkGroup, LinkPage
from graph.schema import SCHEMA, Family
from workspace.language import gettext

AT_ONCE = 4
# Family, title, links shown, and how many more there are under which heading.
Part = tuple[str, str, tuple[Link, ...], tuple[int, str] | None]
WAYS = {"out": "sortants", "in": "entrants"}
CITED = ("MENTIONS", True)
TRIPTYCH = (("resources", "HAS_RESOURCE", False), ("communities", "MAINTAINED_BY", False), ("rules", "GOVERNS", True))


@dataclass(frozen=True)
class Section:
    """Links under one noun: those shown, and how many more there are at `url`."""

    group: LinkGroup
    links: tuple[Link, ...]
    more: int
    url: str

    @property
    def id(self) -> str:
        return anchor(self.group)

    @property
    def verb_varies(self) -> bool:
        """Do the links have verbs of their own, told by one of their fields?"""
        return SCHEMA.relations[self.group.type].told_by is not None


@dataclass(frozen=True)
class Links:
    """A record's links as its page tells them; `undated` ones stand apart only on a day asked about."""

    sections: tuple[Section, ...]
    undated: tuple[Section, ...]
    cited: Section | None
    current: int
    past: int

    @property
    def dated(self) -> int:
        return self.current - sum(section.group.undated_count for section in self.undated)


def links_of_page(record: Record, *, past: bool = False) -> Links:
    """The sections of a record's page, past links among them when asked."""
    told = [group for group in record.groups if (group.type, group.inverse) != CITED]
    cited = record.group_of("MENTIONS", inverse=True)
    return Links(
        tuple(_sections(told, record, past)),
        tuple(_undated(told, record)),
        next(_sections([cited], record, past), None) if cited else None,
        sum(group.count - group.past_count for group in told),
        sum(group.past_count for group in told),
    )


def triptych(record: Record) -> list[Part]:
    """What makes a commons: its resource, its community and its rules."""
    titles = {
        "resources": gettext("Ressource"), "communities": gettext("Communauté"), "rules": gettext("Règles"),
    }  # fmt: skip
    return [_part(family, titles[family], record.group_of(type, inverse=inverse)) for family, type, inverse in TRIPTYCH]


def whole(found: LinkPage) -> Section:
    """One page of a group as a section with nothing left out."""
    return Section(found.group, found.group.links, 0, address(found.record, found.group))


def neighbour_families(record: Record) -> list[tuple[Family, int]]:
    """How many neighbours of each family the shown links lead to, in the schema's order."""
    near = {link.other.id: link.other.family.name for link in record.links if not link.past}
    counts = Counter(near.values())
    return [(family, counts[name]) for name, family in SCHEMA.families.items() if counts[name]]


def no_link(record: Brief) -> tuple[str, str]:
    """What a record without any link asks its reader: a title and a sentence."""
    questions = {
        "actors": gettext("Avec qui travaille « %(name)s » ?", name=record.name),
        "communities": gettext("Qui en est membre, qui l’anime ?"),
        "commons": gettext("Qui porte ce commun ?"), "resources": gettext("Qui la produit, qui s’en sert ?"),
        "policies": gettext("Quelles ressources la servent ?"), "rules": gettext("Qu’encadre-t-elle ?"),
        "demand": gettext("Qui l’exprime, qui y répond ?"), "work": gettext("Qui s’en charge, pour quelle politique ?"),
        "places": gettext("Qui y est présent ?"), "writing": gettext("De quoi parle-t-il ?"),
    }  # fmt: skip
    return gettext("Aucun lien. %(question)s", question=questions[record.family.name]), gettext(
        "Un lien dit qui est relié à qui, depuis quand, et d’où on le tient."
    )


def address(record: Brief, group: LinkGroup, at: str | None = None) -> str:
    """Where all links of a group are."""
    asked = {"relation": group.type.lower(), "sens": WAYS[group.direction], **({"au": at} if at else {})}
    return f"{record.url}/liens?{urlencode(asked)}"


def anchor(group: LinkGroup) -> str:
    """Where a group stands in the page."""
    return f"liens-{group.type.lower()}-{group.direction}".replace("_", "-")


def _sections(groups: list[LinkGroup], record: Record, past: bool) -> Iterator[Section]:
    for group in groups:
        links = group.current if record.at else tuple(link for link in group.links if past or not link.past)
        hidden = (group.undated_count if record.at else 0) + (0 if past else group.past_count)
        if total := group.count - hidden:
            yield _section(record, group, links, total)


def _undated(groups: list[LinkGroup], record: Record) -> Iterator[Section]:
    for group in groups if record.at else ():
        if group.undated_count:
            yield _section(record, group, group.undated, group.undated_count)


def _section(record: Record, group: LinkGroup, links: tuple[Link, ...], total: int) -> Section:
    shown = links if total <= AT_ONCE + 1 else links[:AT_ONCE]
    return Section(group, shown, total - len(shown), address(record, group, record.at))


def _part(family: str, title: str, group: LinkGroup | None) -> Part:
    links = (*group.current, *group.undated) if group else ()
    shown = links if len(links) <= AT_ONCE + 1 else links[:AT_ONCE]
    return family, title, shown, (len(links) - len(shown), anchor(group)) if group and len(links) > len(shown) else None
