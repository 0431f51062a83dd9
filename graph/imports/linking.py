"""Links gathered while the records of a source are read, and the themes that they point at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.folding import fold
from graph.imports.drafts import Draft, DraftLink
from graph.imports.evidence import key_of, name_ref, refs
from graph.imports.origins import Origin
from graph.imports.reading import Reading
from graph.imports.spelling import Spellings
from graph.schema import SCHEMA


class Links:
    """Each link once, and only to refs that the source knows (or that another source owns: `outside`)."""

    def __init__(self, origin: Origin, known: Iterable[str] = (), outside: tuple[str, ...] = ()) -> None:
        self.origin, self.known, self.outside = origin, set(known), outside
        self.found: dict[tuple[str, str, str, str], DraftLink] = {}

    def add(
        self, type: str, source: str, target: str, place: tuple[Reading, str], sheet: str, url: str | None = None,
        /, **fields: Any,
    ) -> None:  # fmt: skip
        """`place` is the record and field that say so; an end that exists nowhere is a problem, not a link."""
        reading, name = place
        for end in (source, target):
            if end not in self.known and not end.startswith(self.outside or ("\0",)):
                value = end.rpartition("/")[2]
                reading.problem(name, value, "référence qui n'existe nulle part", "lien non repris")
                return
        distinct = str(fields.get(SCHEMA.relations[type].distinct_by or "", "")) + str(fields.get("since", ""))
        ends = sorted((source, target)) if SCHEMA.relations[type].symmetric else [source, target]
        link = DraftLink(type, source, target, self.origin.link(sheet, url, **fields), reading.spot)
        self.found.setdefault((type, ends[0], ends[1], distinct), link)


class Themes:
    """Words that say what records are about: one Theme for all the spellings of one."""

    def __init__(self, source: str, words: Iterable[str], links: Links) -> None:
        self.source, self.links = source, links
        self.spellings = Spellings(word for word in words if fold(word))
        links.known |= {self.ref(word) for word in self.spellings.kept.values()}

    def ref(self, word: str) -> str:
        return f"{self.source}:theme/{key_of(word)}"

    def about(
        self, ref: str, word: str, place: tuple[Reading, str], sheet: str, url: str | None, /, **fields: Any
    ) -> None:
        """The record is about this word."""
        reading, name = place
        if not fold(word):
            reading.problem(name, word, "thème sans lettre ni chiffre", "laissé de côté")
            return
        kept = self.spellings.of(word, reading, name)
        self.links.add("ABOUT", ref, self.ref(kept), place, sheet, url, **fields)

    def drafts(self) -> list[Draft]:
        """The themes by name. A word has no source of its own: who uses it is told by the links."""
        return [self._draft(word) for word in sorted(self.spellings.kept.values())]

    def _draft(self, word: str) -> Draft:
        evidence = f"theme:{fold(word)}", name_ref("Theme", word)
        return Draft("Theme", refs(self.ref(word), *evidence), {"name": word}, f"thème « {word} »")
