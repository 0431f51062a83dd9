"""Writes sentences of a note, numbers their sources as they come, and notes which records they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.chains import Chain
from graph.evidence import sourced, strength_of
from graph.links import Brief, Link
from workspace.dates import day
from workspace.language import gettext, language, ngettext
from workspace.markup import host
from workspace.papers import Source
from workspace.words import word


@dataclass
class Pen:
    """One a note."""

    sources: list[Source] = field(default_factory=list)
    named: dict[str, Brief] = field(default_factory=dict)

    def cite(self, links: Iterable[Link]) -> str:
        """« [1][3] », the numbers of where these are known from, each once."""
        numbers = sorted({self._number(link) for link in links if sourced(link)})
        return "".join(f"[{number}]" for number in numbers)

    def name(self, record: Brief) -> str:
        """The record's name, as text that Markdown reads as it is."""
        self.named[record.id] = record
        return plain(record.name)

    def quoted(self, record: Brief) -> str:
        """The same between the quotes of the language."""
        return f"“{self.name(record)}”" if language() == "en" else f"« {self.name(record)} »"

    def names(self, records: Sequence[Brief], most: int = 4) -> str:
        """« A, B et 3 autres », for Markdown."""
        return self._listed([self.name(each) for each in records], most)

    def bare_names(self, records: Sequence[Brief], most: int = 3) -> str:
        """The same where Markdown is not read: in tables and facts."""
        self.named |= {each.id: each for each in records}
        return self._listed([each.name for each in records], most)

    def link(self, link: Link) -> str:
        """A link as a sentence, with its sources and how far it can be trusted."""
        self.named |= {end.id: end for end in (link.source, link.target)}
        told = plain(link.sentence(language()))
        return f"{told}{self.cite([link])} ({self._trust([link], word(strength_of(link).label))})"

    def chain(self, chain: Chain) -> str:
        """A chain as a sentence, likewise."""
        self.named |= {record.id: record for record in chain.records}
        told = plain(chain.claim(language()))
        return f"{told}{self.cite(chain.steps)} ({self._trust(chain.steps, word(chain.strength.label))})"

    def _listed(self, names: Sequence[str], most: int) -> str:
        told = ", ".join(names[:most])
        return f"{told} {more(len(names) - most)}" if len(names) > most else told

    def _trust(self, links: Sequence[Link], strength: str) -> str:
        bare = sum(not sourced(link) for link in links)
        told = [strength]
        if bare:
            told.append(gettext("sans source") if len(links) == 1 else
                        ngettext("un lien sans source", "%(num)s liens sans source", bare))  # fmt: skip
        if any(link.undated for link in links):
            told.append(gettext("non daté"))
        if any(link.standing == "contested" for link in links):
            told.append(gettext("contesté"))
        return ", ".join(told)

    def _number(self, link: Link) -> int:
        told = Source(
            words=link.source_words or link.source_url or "", day=day(link.source_date),
            url=link.source_url if link.source_url and host(link.source_url) else "",
        )  # fmt: skip
        if told not in self.sources:
            self.sources.append(told)
        return self.sources.index(told) + 1


def more(count: int) -> str:
    """« et 3 autres »."""
    return ngettext("et un autre", "et %(num)s autres", count)


def plain(text: str) -> str:
    """One line, with what Markdown would read as marks escaped."""
    return re.sub(r"([\\`*_\[\]#|])", r"\\\1", " ".join(text.split()))


def bullets(sentences: Iterable[str]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {each}" for each in sentences)


def numbered(sentences: Iterable[str]) -> str:
    """A numbered one."""
    return "\n".join(f"{place}. {each}" for place, each in enumerate(sentences, 1))


def paragraphs(*texts: str) -> str:
    """Those that say something, apart from one another."""
    return "\n\n".join(text for text in texts if text)
