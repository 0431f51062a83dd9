"""Somebody who writes a note, as their browser does: a document of their own, what it lacks, what it has to send."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, Text

from graph.database import Database
from graph.live import Answer, exchange
from graph.live_notes import Sent
from graph.live_presence import Present
from graph.viewers import Viewer

Exchange = Callable[[Sent], Answer]


@dataclass
class Writer:
    """`exchange` carries what is sent to the server and gives its answer."""

    exchange: Exchange
    client: int
    key: str = ""
    seq: int = 0
    sent: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.doc: Doc[Text] = Doc(client_id=self.client)
        self._text = self.doc.get("text", type=Text)

    @property
    def text(self) -> str:
        return str(self._text)

    def type(self, place: int, letters: str, instead_of: int = 0) -> None:
        """Puts letters somewhere; they wait for the next exchange."""
        was, text = self.doc.get_state(), self.text
        start = len(text[:place].encode())
        with self.doc.transaction():
            if instead_of:
                del self._text[start : start + len(text[place : place + instead_of].encode())]
            if letters:
                self._text.insert(start, letters)
        self.sent.append(self.doc.get_update(was))

    def meet(self, *, lost: bool = False, **more: bool) -> Answer | None:
        """One exchange for each thing typed, and one for what others wrote; `lost` when no answer comes back."""
        for update in [*self.sent] or [b""]:
            answer = self.exchange(Sent(self.key, self.seq, self.client, update, **more))
            if lost:
                return None
            if not self.key or answer.key == self.key:
                self.sent = self.sent[1:]
            self.key, self.seq = answer.key, answer.seq
            with self.doc.transaction():
                for each in answer.updates:
                    self.doc.apply_update(each)
        return answer


def writer(db: Database, viewer: Viewer, id: str, client: int) -> Writer:
    """Somebody who has just opened the note."""
    opened = Writer(lambda sent: exchange(db, viewer, id, sent), client)
    opened.meet()
    return opened


def message(sent: Sent, since: int | None = None) -> bytes:
    """What a browser posts; `since` its last time, in milliseconds."""
    told = {name: getattr(sent, name) for name in ("key", "seq", "client", "line", "leaves", "settles", "read")}
    if since is not None:
        told["since"] = since
    return json.dumps(told).encode() + b"\n" + sent.update


def pause(body: bytes) -> float:
    """How long it is told to wait, in milliseconds."""
    return float(json.loads(body.partition(b"\n")[0])["pause"])


def read(body: bytes) -> Answer:
    """What it is answered."""
    head, _, rest = body.partition(b"\n")
    known: dict[str, Any] = json.loads(head)
    sizes, _ = known.pop("sizes"), known.pop("pause")
    here = [Present(**each) for each in known.pop("here")]
    updates = [rest[sum(sizes[:n]) : sum(sizes[: n + 1])] for n in range(len(sizes))]
    return Answer(**known, here=here, updates=updates)
