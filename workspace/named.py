"""`@Ville de Sète` in somebody's Markdown, as a link to what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

AFTER_FENCES = 24  # fenced code is taken out at 25
BOX = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)\[([ xX])\]\s+")
EXACT_ID = re.compile(r"@\[[^\[\]\n]{1,200}\]\(([\w-]{1,160})\)")
EMPTY, TICKED = "☐", "☑"
BEFORE_LINKS = 175  # after escapes (180) and code (190), before links (160): priorities of Python-Markdown


@dataclass(frozen=True)
class Name:
    """Words of a text and what they name: its id, address and present name; no address for who may not see it. `exact`
    words name it only with its id; `done` is how the box of its line stands."""

    words: str
    name: str
    id: str = ""
    url: str = ""
    exact: bool = False
    done: bool | None = None


class Named(InlineProcessor):
    """Replaces `@words` and `@[words](id)` by the record's name as it is now."""

    def __init__(self, names: tuple[Name, ...]) -> None:
        longest_first = sorted({name.words for name in names if not name.exact}, key=len, reverse=True)
        words = "|".join(re.escape(each) for each in longest_first) or "(?!)"
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


class Boxes(Preprocessor):
    """`- [ ]` and `- [x]` as drawn boxes; that of an action as the action stands."""

    def __init__(self, names: tuple[Name, ...]) -> None:
        super().__init__()
        self.done = {name.id: name.done for name in names if name.done is not None}

    def run(self, lines: list[str]) -> list[str]:
        """The lines with their boxes drawn; fences have been taken out before."""
        return [BOX.sub(lambda found, line=line: self._drawn(found, line), line) for line in lines]  # type: ignore[misc]

    def _drawn(self, found: re.Match[str], line: str) -> str:
        stands = [self.done[id] for id in EXACT_ID.findall(line) if id in self.done]
        ticked = stands[0] if stands else found[2] in "xX"
        return f"{found[1]}{TICKED if ticked else EMPTY} "
