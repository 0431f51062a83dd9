"""What a browser sends of a text being written (Yjs, update format 1), read before anything trusts it.

Only letters that one client put into the note's own text, and letters taken away, pass, and only after what is known
already. Whatever else the format can say (maps, types in types, formats, gaps) is refused. No document is needed:
where each client stands is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import Invalid

TEXT = "text"  # the name of the one text of a document
LARGEST = 2 * 2**20  # bytes of one update: a note of a megabyte pasted at once, and room
FURTHEST = 2**31  # letters that one client can have typed
LARGEST_CLIENT = 2**53
TAKEN, LETTERS = 1, 4
WRONG = "ce qui a été envoyé n'est pas une suite de cette note"


@dataclass(frozen=True)
class Told:
    """What an update tells: the letters [start, end) that `client` added, in UTF-16 units; no client where letters
    were only taken away."""

    client: int | None
    start: int = 0
    end: int = 0


def told(update: bytes, clocks: Mapping[int, int]) -> Told:
    """Reads an update; `clocks` is where each client stood before it. Invalid when it is anything else than letters
    added or taken away after that."""
    if len(update) > LARGEST:
        raise wrong()
    try:
        return _Reader(update, clocks).read()
    except (IndexError, UnicodeDecodeError) as error:
        raise wrong() from error


def wrong() -> Invalid:
    """What was sent is no part of this note."""
    return Invalid({"update": WRONG})


class _Reader:
    """One pass over the bytes; IndexError where they end too soon."""

    def __init__(self, update: bytes, clocks: Mapping[int, int]):
        self.bytes, self.place, self.clocks = update, 0, dict(clocks)

    def read(self) -> Told:
        """The whole update, or Invalid."""
        added = self._added() if self._one_of(0, 1) else Told(None)
        for _ in range(self._count()):
            client = self._number()
            for _ in range(self._count()):
                self._known(client, self._number() + self._length())
        if self.place != len(self.bytes):
            raise wrong()
        return added

    def _added(self) -> Told:
        """The letters of its client: they begin where it stood, or before when they are sent again."""
        count, client, start = self._count(), self._number(), self._number()
        if not count or client >= LARGEST_CLIENT:
            raise wrong()
        self._known(client, start)
        end = start
        for _ in range(count):
            end += self._letters(client, end)
            self.clocks[client] = max(end, self.clocks.get(client, 0))
        if end > FURTHEST:
            raise wrong()
        return Told(client, start, end)

    def _letters(self, client: int, place: int) -> int:
        """One run of letters; gives how many."""
        info = self._byte()
        sides = (info & 0xC0).bit_count()
        for _ in range(sides):
            beside, clock = self._number(), self._number()
            self._known(beside, clock + 1)
            if beside == client and clock >= place:
                raise wrong()
        if not sides and (self._number() != 1 or self._string() != TEXT):
            raise wrong()
        if info & 0x3F == TAKEN:
            return self._length()
        if info & 0x3F != LETTERS:
            raise wrong()
        letters = self._string()
        # A text area holds none, and would count another length.
        return self._refuse() if "\r" in letters else utf16(letters) or self._refuse()

    def _known(self, client: int, end: int) -> None:
        """Nothing rests on letters that nobody has."""
        if end > self.clocks.get(client, 0):
            raise wrong()

    def _refuse(self) -> int:
        raise wrong()

    def _length(self) -> int:
        return self._number() or self._refuse()

    def _one_of(self, *numbers: int) -> int:
        number = self._number()
        return number if number in numbers else self._refuse()

    def _count(self) -> int:
        """How many follow: never more than there are bytes left for them."""
        count = self._number()
        if count > len(self.bytes) - self.place:
            raise IndexError
        return count

    def _string(self) -> str:
        length = self._number()
        self.place += length
        if self.place > len(self.bytes):
            raise IndexError
        return self.bytes[self.place - length : self.place].decode()

    def _number(self) -> int:
        out = shift = 0
        while True:
            byte = self._byte()
            out |= (byte & 0x7F) << shift
            if byte < 0x80:
                return out
            shift += 7
            if shift > 56:
                raise IndexError

    def _byte(self) -> int:
        byte = self.bytes[self.place]
        self.place += 1
        return byte


def utf16(text: str) -> int:
    """Length as browsers count it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
