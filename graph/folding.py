"""Text made comparable: no accents, no case, no ligatures, punctuation as spaces."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o"})
_NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """« L'Œuvre d'Été » → "l oeuvre d ete"."""
    if text.isascii():
        return _NOT_WORDS.sub(" ", text.lower()).strip()
    flat = unicodedata.normalize("NFKD", text.translate(_LIGATURES).casefold())
    # The first combining mark is U+0300: most letters need no look-up.
    return _NOT_WORDS.sub(" ", "".join([c for c in flat if c < "\u0300" or not unicodedata.combining(c)])).strip()


def slug(text: str, limit: int = 80) -> str:
    """A readable part of an address: ascii words joined by hyphens, cut at a word."""
    flat = fold(text).encode("ascii", "ignore").decode().replace(" ", "-")
    if len(flat) <= limit:
        return flat or "sans-nom"
    return flat[:limit].rsplit("-", 1)[0]
