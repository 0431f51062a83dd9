"""What the styles of an ODT mean: most of them are made by the program, as children of those that have a name."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

HEAVY = frozenset({"bold", "600", "700", "800", "900"})
NAMED = {"Strong Emphasis": ("strong",), "Emphasis": ("em",), "Source Text": ("code",), "Teletype": ("code",)}
MONOSPACED = ("courier", "consolas", "mono", "menlo")
FURTHEST = 20  # parents of a style


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without its namespace; "" when it is not there."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


class Styles:
    """Those of a document, by name."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self.styles: dict[str, Element] = {}
        self.lists: dict[str, bool] = {}
        for root in roots:
            for each in root.iter():
                name = attribute(each, "name")
                if local(each) == "style" and name:
                    self.styles.setdefault(name, each)
                elif local(each) == "list-style" and name:
                    first = next((local(level) for level in each), "")
                    self.lists.setdefault(name, first == "list-level-style-number")

    def chain(self, name: str) -> list[str]:
        """A style and those that it comes from."""
        found: list[str] = []
        while name and name not in found and len(found) < FURTHEST:
            found.append(name)
            name = attribute(self.styles[name], "parent-style-name") if name in self.styles else ""
        return found

    def known(self, name: str, wanted: Iterable[str]) -> str:
        """Which of the wanted ones a style is, or comes from."""
        names = [each.replace("_20_", " ") for each in self.chain(name)]
        return next((each for each in names if each in tuple(wanted)), "")

    def ordered(self, name: str, otherwise: bool) -> bool:
        """Does a list have numbers? One without a style is as the list around it."""
        return self.lists.get(name, otherwise)

    def looks(self, name: str) -> list[str]:
        """The elements of HTML that letters of this style stand in."""
        found: set[str] = set()
        for each in self.chain(name):
            found.update(NAMED.get(each.replace("_20_", " "), ()))
            for child in self.styles.get(each, ()):
                found |= _told(child)
        return sorted(found)


def _told(properties: Element) -> set[str]:
    looks = set()
    if attribute(properties, "font-weight") in HEAVY:
        looks.add("strong")
    if attribute(properties, "font-style") in ("italic", "oblique"):
        looks.add("em")
    face = (attribute(properties, "font-name") + attribute(properties, "font-family")).lower()
    if any(name in face for name in MONOSPACED):
        looks.add("code")
    return looks
