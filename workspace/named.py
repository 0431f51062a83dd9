"""`@Ville de Sète` in somebody's Markdown, as a link to what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

BEFORE_LINKS = 175  # after escapes (180) and code (190), before links (160): priorities of Python-Markdown


@dataclass(frozen=True)
class Name:
    """Words of a text and what they name: its id, address and present name; no address for who may not see it."""

    words: str
    name: str
    id: str = ""
    url: str = ""


class Named(InlineProcessor):
    """Replaces `@words` and `@[words](id)` by the record's name as it is now."""

    def __init__(self, names: tuple[Name, ...]) -> None:
        longest_first = sorted({name.words for name in names}, key=len, reverse=True)
        words = "|".join(re.escape(each) for each in longest_first)
        super().__init__(rf"(?<![\w@/.+-])@(?:\[([^\[\]\n]{{1,200}})\]\(([\w-]{{1,160}})\)|({words})(?!\w))")
        self.by_id = {name.id: name for name in names if name.id}
        self.by_words = {name.words: name for name in names}

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The element for one match; nothing where the words name nothing known."""
        found = self.by_id.get(m[2] or "") or self.by_words.get(m[1] or m[3])
        if found is None:
            return None, None, None
        element = Element("a", href=found.url) if found.url else Element("em")
        element.text = AtomicString(found.name)
        return element, m.start(0), m.end(0)
