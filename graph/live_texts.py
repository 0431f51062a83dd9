"""The text of a note as a document that several write at once (Yjs): made, read, changed by the fewest letters."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from graph.live_updates import TEXT

if TYPE_CHECKING:
    from pycrdt import Doc, Text

LINES, WORDS = re.compile(r"[^\n]*\n|[^\n]+"), re.compile(r"\w+|\s+|[^\w\s]")
MOST = 4_000_000  # pairs of pieces to compare, a second: beyond, what changed is replaced whole


@dataclass(frozen=True)
class Edit:
    """What stands in [start, end) is `new` now."""

    start: int
    end: int
    new: str


class Live:
    """A document in memory, for one request: it costs 3 ms a megabyte to make."""

    def __init__(self, updates: Iterable[bytes] = (), client: int = 0) -> None:
        # 0.1 s and 9 MB that a process which never writes a note does without.
        from pycrdt import Doc, Text

        self.client = client or new_client()
        self.doc: Doc[Text] = Doc(client_id=self.client)
        self._text = self.doc.get(TEXT, type=Text)
        self.take(updates)

    def take(self, updates: Iterable[bytes]) -> None:
        """Adds what others wrote; in any order, twice does nothing."""
        with self.doc.transaction():
            for update in updates:
                self.doc.apply_update(update)

    @property
    def text(self) -> str:
        return str(self._text)

    def whole(self) -> bytes:
        """One update that makes the document."""
        return bytes(self.doc.get_update())

    def turn(self, before: str, after: str) -> bytes | None:
        """Does to the text what was done from `before` to `after`; gives the update, None when that is nothing."""
        was, text = self.doc.get_state(), self.text
        before, after = browsers(before), browsers(after)
        wanted = after if text == before else united(before, text, after)
        if wanted == text:
            return None
        self._edit(text, wanted)
        return bytes(self.doc.get_update(was))

    def writer_at(self, place: int) -> int:
        """The client that wrote the letter at a place of the text."""
        from pycrdt import Assoc

        told = self._text.sticky_index(len(self.text[:place].encode()), Assoc.AFTER).to_json()
        return int(told["item"]["client"])

    def _edit(self, before: str, after: str) -> None:
        """From the end, so that places stay true; the library counts in bytes of UTF-8."""
        with self.doc.transaction():
            for edit in reversed(list(edits(before, after))):
                start = len(before[: edit.start].encode())
                if edit.end > edit.start:
                    del self._text[start : start + len(before[edit.start : edit.end].encode())]
                if edit.new:
                    self._text.insert(start, edit.new)


def browsers(text: str) -> str:
    """The text as a text area counts it: a line ends in one letter."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def new_client() -> int:
    """Browsers take 32 bits; ours are beyond, so that none is a browser's."""
    return 2**32 + secrets.randbelow(2**52)


def united(base: str, mine: str, theirs: str) -> str:
    """What two made of one text, as one: every letter that either added is kept, what both did alike is done once."""
    own, other = ({(edit.start, edit.end): edit.new for edit in edits(base, text)} for text in (mine, theirs))
    found = [(span, new) for span, new in own.items() if not other.get(span, "\0").startswith(new)]
    found += [(span, new) for span, new in other.items() if not _goes_on(own.get(span), new)]
    out, place = [], 0
    for (start, end), new in sorted(found, key=lambda each: each[0]):
        out += [base[place:start], new]
        place = max(place, end)
    return "".join((*out, base[place:]))


def _goes_on(longer: str | None, new: str) -> bool:
    """Did the one write what the other did, and more?"""
    return longer is not None and longer != new and longer.startswith(new)


def edits(before: str, after: str) -> Iterator[Edit]:
    """The few edits that make one text of another: by lines, then by words where lines were replaced."""
    for edit in _changed(LINES.findall(before), LINES.findall(after), 0):
        old, new = WORDS.findall(before[edit.start : edit.end]), WORDS.findall(edit.new)
        if old and new:
            yield from _changed(old, new, edit.start)
        else:
            yield edit


def _changed(before: Sequence[str], after: Sequence[str], place: int) -> Iterator[Edit]:
    """Edits between two lists of pieces; `place` is where the first begins."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    at = [place + sum(map(len, before[:head]))]
    for piece in old:
        at.append(at[-1] + len(piece))
    if len(old) * len(new) > MOST:
        yield Edit(at[0], at[-1], "".join(new))
        return
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Edit(at[start], at[end], "".join(new[first:last]))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces both begin with."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
                min(len(one), len(other)))  # fmt: skip
