"""Where a text names something with `@`: the words that follow, and the sentence around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# By these words a line names the record that it became: `(@[action](action-ecrire))`.
BECAME = {"Action": "action", "Decision": "décision", "UseCase": "cas d'usage", "Need": "besoin", "Challenge": "défi"}
# What stands before what a line says: quote, list, box to tick.
PREFIX = re.compile(r"^(\s*(?:>\s?)*)((?:[-*+]|\d+[.)])\s+)?(\[[ xX]\]\s+)?")
MOST_WORDS = 12
MOST_ATS = 500  # in one text: the minutes of a day-long plenary name sixty
LONGEST_SENTENCE = 300
# `@[Ville de Sète](organisation-sete)` names one among namesakes; `@Ville de Sète` reads as one says it. What comes
# before is no letter, so that no e-mail address is a mention.
AT = re.compile(
    r"(?<![\w@/.+-])@(?:\[(?P<words>[^\[\]\n]{1,200})\]\((?P<id>[\w-]{1,160})\)|(?=\w)(?P<rest>[^\n@]{1,160}))"
)
# A run of ticks that nothing closes on its line: taking any run cost minutes for 50,000 of them.
CODE = re.compile(r"^(```|~~~).*?^\1|(?<!`)(`{1,3})(?!`)[^`\n]+\2(?!`)", re.S | re.M)
WORD = re.compile(r"[^\s,;:!?()«»\"\[\]]*[^\s,;:!?()«»\"\[\].…'’]")
SENTENCE = re.compile(r"[^\n.!?…]+(?:[.!?…](?!\s|$)[^\n.!?…]*)*[.!?…]?")
# What nobody knows is called by its first word and the capitals and numbers that small words join to it.
JOINING = r"(?:(?:de|du|des|la|le|les|à|au|aux|en|et|sur|sous)\s+|l['’]|d['’])*"
GUESS = re.compile(rf"\w[\w'’-]*(?:\s+{JOINING}[A-ZÀ-Þ0-9][\w'’-]*)*")
LINK = re.compile(r"!?\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}\)")
SIGNS = re.compile(r"(?<![\w\\])(\*\*|__|[*_`])(?=\S)([^\n*_`]{1,300})(?<=[^\s\\])\1(?!\w)")
FOOT = re.compile(r"\[\^[\w-]{1,40}\](?::[ \t]?)?")
NO_WORDS = re.compile(r"\s*(?:```|~~~|(?:[-*_] ?){3,}$|\|?[ :|-]{3,}$)")
CUT = re.compile(r"\*\*(?=\S)|(?<=\S)\*\*|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)|(?<!\\)`+")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])")
EXACT = re.compile(r"@\[([^\[\]\n]{1,200})\]\([\w-]{1,160}\)")


@dataclass(frozen=True)
class At:
    """One `@` in a text, at [start, end): its words, and an id where it tells one. `prefixes` are the words that it
    could be, the longest first, with where each ends."""

    start: int
    end: int
    words: str
    id: str = ""
    prefixes: tuple[tuple[str, int], ...] = ()


def ats(text: str) -> list[At]:
    """Every `@` that names something, but for those in code."""
    return list(_ats(text))[:MOST_ATS]


def _ats(text: str) -> Iterator[At]:
    code = [match.span() for match in CODE.finditer(text)] if "`" in text or "~~~" in text else []
    for found in AT.finditer(text):
        if any(start <= found.start() < end for start, end in code):
            continue
        if found["id"]:
            yield At(found.start(), found.end(), found["words"], found["id"])
        elif prefixes := tuple(_prefixes(found["rest"], found.start("rest"))):
            guess = GUESS.match(found["rest"])
            words = guess[0] if guess else prefixes[-1][0]
            yield At(found.start(), found.start("rest") + len(words), words, prefixes=prefixes)


def _prefixes(rest: str, start: int) -> list[tuple[str, int]]:
    ends = [word.end() for word in WORD.finditer(rest)][:MOST_WORDS]
    return [(rest[:end], start + end) for end in reversed(ends)]


def sentence_of(text: str, words: str, reserved: str) -> str:
    """The sentence of a text in which `@words` first stands, as it reads: no mark, no address."""
    place = next((place for place in (text.find(f"@{words}"), text.find(f"@[{words}]")) if place >= 0), -1)
    said = next((found[0] for found in SENTENCE.finditer(text) if found.start() <= place < found.end()), "")
    said = passage(re.sub(rf"@{reserved}\w+", "…", said))
    return said if len(said) <= LONGEST_SENTENCE else said[: LONGEST_SENTENCE - 1].rsplit(" ", 1)[0] + "…"


def plain(line: str) -> str:
    """A line as it reads: without its list, its box, its addresses, and the signs of Markdown and of names."""
    said = LINK.sub(r"\1", EXACT.sub(r"\1", PREFIX.sub("", line.lstrip("# "))))
    for _ in range(2):  # one look in another
        said = SIGNS.sub(r"\2", said)
    return re.sub(r"(?<![\w@/.+-])@(?=\w)", "", said).strip()


def passage(text: str) -> str:
    """Part of a text on one line, as it reads: it may be cut from a table, from code, or within words in bold."""
    said = [plain(_row(line)) for line in FOOT.sub("", text).split("\n") if not NO_WORDS.match(line)]
    return ESCAPED.sub(r"\1", CUT.sub("", " ".join(filter(None, said))))


def _row(line: str) -> str:
    """The cells of a row as words that follow each other."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return ", ".join(filter(None, cells)) if line.lstrip().startswith("|") else line
