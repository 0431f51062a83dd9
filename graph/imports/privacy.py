"""Personal data in the free text of public sources: found, counted, taken out."""

from __future__ import annotations

import re
from collections import Counter

# The last label has letters, so that "Opale@3.7" (a version) stays; a repository's "git@" is nobody.
_EMAIL = r"(?<![\w.+-])(?!git@)[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\b"
# Ten French digits or +33, not inside a longer number, an address or an identifier.
_PHONE = r"(?<![\w/=.#-])(?:\+33[ .\u00a0]?(?:\(0\)[ .\u00a0]?)?|0)[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}(?![\w/-])"
_NAME = r"\[?\bpersonne-[0-9a-f]{8}\b\]?"
_PROFILE = r"https?://(?:[\w-]{1,20}\.)?(?:linkedin\.com/(?:in|pub)|viadeo\.com/(?:\w{2}/)?profile)/[^\s)\]>\"']*"
# A link is taken out with its target, its words stay.
_WORDS = r"((?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,300})"
_LINK = re.compile(rf"!?\[{_WORDS}\]\(\s*<?(?:(mailto:|tel:)|(?={_PROFILE}))[^()\n]{{0,500}}\)")
_TARGETS = {"mailto:": "adresse électronique", "tel:": "téléphone"}
_KINDS = (
    ("nom de personne", re.compile(_NAME), "[nom retiré]"),
    ("profil de personne", re.compile(_PROFILE), "[profil retiré]"),
    ("adresse électronique", re.compile(rf"<?(?:mailto:)?{_EMAIL}(?:\?[^\s)\]>\"']*)?>?"), "[adresse retirée]"),
    ("téléphone", re.compile(rf"\[tel-retire\]|{_PHONE}"), "[téléphone retiré]"),
)


def scrub(text: str) -> tuple[str, Counter[str]]:
    """The text without e-mail addresses, phones, names known as such and links to profiles, and how many of each."""
    removed: Counter[str] = Counter()

    def unlinked(found: re.Match[str]) -> str:
        removed[_TARGETS.get(found[2] or "", "profil de personne")] += 1
        return found[1]

    text = _LINK.sub(unlinked, text)
    for name, pattern, stand_in in _KINDS:
        text, count = pattern.subn(stand_in, text)
        if count:
            removed[name] += count
    return text, removed


def told(removed: Counter[str]) -> str:
    """« 2 adresses électroniques, 1 nom de personne »."""
    return ", ".join(f"{count} {name if count == 1 else _plural(name)}" for name, count in sorted(removed.items()))


def _plural(name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{first}s {rest}s".strip() if rest == "électronique" else f"{first}s {rest}".strip()
