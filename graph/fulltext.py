"""What somebody typed, as a query of the full-text index: words, never Lucene syntax."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.folding import fold
from graph.stemming import stem
from graph.viewers import Viewer

LONGEST = 300  # characters of a query that are read, and below words, and letters of a word
MOST_WORDS, MOST_LETTERS = 12, 60
TYPO_FROM = 4  # letters: below, too many words are one typo apart
PREFIX_FROM = 3
# Lucene refuses more than 1,024 clauses; somebody with more audiences is left to the condition in Cypher.
MOST_AUDIENCES = 500
EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a au aux avec c ce ces d dans de des du elle en est et eux il ils j je l la le les leur leurs m n ou par pas
        pour qu que qui s sa se ses son sur t un une y""",
    )
)
PLAIN = re.compile(r"[a-z0-9]+")


def words_of(q: str) -> list[str]:
    """The folded words that count: articles and the like only when there is nothing else."""
    words = list(dict.fromkeys(word[:MOST_LETTERS] for word in fold(q[:LONGEST]).split()))[:MOST_WORDS]
    return [word for word in words if word not in EMPTY_WORDS] or words


def ends_open(q: str) -> bool:
    """May the last word still be going on? Not after a space or a full stop."""
    return bool(q) and q[-1:].isalnum()


def takes_typos(word: str) -> bool:
    """May it be misspelt? Not when short, nor a number: one digit off is another SIREN."""
    return len(word) >= TYPO_FROM and word.isalpha()


def found_anywhere(words: Sequence[str], *, typos: bool = False, prefix: bool = True) -> str:
    """Every word, each in its best way: word of the name, word, stem, beginning (the last word), one typo.
    The boosts are far enough apart that a lesser way never overtakes a better one."""
    clauses = [_anywhere(word, prefix=prefix and word is words[-1], typos=typos) for word in words]
    if len(words) > 1:
        clauses.append(f'title:"{" ".join(words)}"^4096')
    return " ".join(clauses)


def found_in_names(words: Sequence[str]) -> str:
    """Every word in the name, for somebody who is typing: whole, begun, or with one typo."""
    return " ".join(f"+(title:{word}^256 title:{word}*^16{_typo('title', word, 1)})" for word in words)


def resembling(words: Sequence[str]) -> str:
    """Names with any word at two typos or fewer."""
    return " ".join(f"title:{word}^16 title:{word}~{2 if len(word) > TYPO_FROM else 1}" for word in words)


def restricted(query: str, viewer: Viewer, kinds: Iterable[str] = ()) -> str:
    """The query among what the viewer may read, so that a limit never starves on hidden records."""
    clauses = [f"+({query})"]
    audiences = [audience for audience in viewer.audiences if PLAIN.fullmatch(audience)]
    if not viewer.all and len(audiences) <= MOST_AUDIENCES:
        clauses.append(f"+audience:({' '.join(audiences) or 'nobody'})^0")
    if names := " ".join(kinds):
        clauses.append(f"+kind:({names})^0")
    return " ".join(clauses)


def _anywhere(word: str, *, prefix: bool, typos: bool) -> str:
    ways = f"title:{word}^4096 search:{word}^256 stems:{stem(word)}^16"
    if prefix and len(word) >= PREFIX_FROM:
        ways += f" title:{word}*^4 search:{word}*"
    if typos:
        ways += _typo("title", word, 0.5) + _typo("search", word, 0.1)
    return f"+({ways})"


def _typo(field: str, word: str, boost: float) -> str:
    return f" {field}:{word}~1^{boost}" if takes_typos(word) else ""
