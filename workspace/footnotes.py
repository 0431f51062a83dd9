"""Notes at the foot of a text: `[^1]` where one is called, `[^1]: …` where it is told."""

from __future__ import annotations

import re
from hashlib import sha256

from markdown.extensions.footnotes import FootnoteExtension

PLACE = re.compile(r"fn(?:ref\d*)?-[0-9a-f]{6}-\d{1,3}")
MOST = 200  # calls and notes; the library compares each call with the others: 20,000 took minutes


def notes_of(text: str) -> list[FootnoteExtension]:
    """The extension that reads the notes of a text; none where there is none, or too many."""
    return [Footnotes(text)] if 0 < text.count("[^") <= MOST else []


def within_reason(text: str) -> str:
    """A text with too many notes, with their signs as they were typed."""
    return text if text.count("[^") <= MOST else text.replace("[^", "\\[^")


class Footnotes(FootnoteExtension):
    """With places of the text's own, whatever its author calls a note: several texts may stand on one page."""

    def __init__(self, text: str) -> None:
        self.key = sha256(text.encode("utf-8", "replace")).hexdigest()[:6]
        super().__init__(
            SEPARATOR="-", BACKLINK_TEXT="\u21a9", BACKLINK_TITLE="", SUPERSCRIPT_TEXT="[{}]", PLACE_MARKER="\ufdd0"
        )

    def makeFootnoteId(self, id: str) -> str:
        """Where a note is told."""
        return f"fn-{self.key}-{self._number(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:
        """Where a note is called."""
        return str(self.unique_ref(f"fnref-{self.key}-{self._number(id)}", found))

    def _number(self, id: str) -> int:
        return 1 + list(self.footnotes).index(id)
