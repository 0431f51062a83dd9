"""Terms written in several ways: one spelling is kept for each, the others are told once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from graph.folding import fold
from graph.imports.reading import Reading

# What people write in a list of terms when they have none.
NO_TERM = frozenset({"a definir", "a completer", "en cours", "en cours d investigation", "n a", "todo", "tbd", "null"})


class Spellings:
    """The spelling kept for each key: the preferred one, else with accents, a capital, the most used."""

    def __init__(self, uses: Iterable[str], key: Callable[[str], str] = fold, preferred: Iterable[str] = ()) -> None:
        self.key = key
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for use in uses:
            counts[key(use)][use] += 1
        self.kept = {
            k: max(used, key=lambda s: (_accents(s), s[:1].isupper(), used[s], s)) for k, used in counts.items()
        }
        self.kept |= {key(word): word for word in preferred}
        self.told: set[str] = set()

    def of(self, word: str, reading: Reading, name: str) -> str:
        """The kept spelling; a variant is a problem the first time that it is met."""
        kept = self.kept.get(self.key(word), word)
        if kept != word and word not in self.told:
            self.told.add(word)
            reading.problem(name, word, "variante d'écriture d'un même terme", f"regroupée sous « {kept} »")
        return kept


def parts(words: str) -> list[str]:
    """« Nodejs, React » are two terms; « C++/Qt » is one."""
    return [part for part in (re.sub(r"\s+", " ", p).strip(" .;") for p in re.split(r"[,;\n]", words)) if part]


def _accents(word: str) -> int:
    return sum(not c.isascii() for c in word)
