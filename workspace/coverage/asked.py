"""What the address of `/couverture` asks: which crossing, how fine the territories, and what narrows it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from graph import coverage
from graph.asof import day_of
from graph.coverage import CROSSINGS, TYPES
from graph.errors import Invalid
from graph.links import Brief
from graph.schema import SCHEMA
from workspace.choosing import Choice, choose
from workspace.current import database, viewer
from workspace.language import gettext

# Word of the address → crossing.
WORDS = dict(zip(("politiques-territoires", "politiques-sortes", "themes-publics"), CROSSINGS, strict=True))


@dataclass(frozen=True)
class Asked:
    """`word` is a crossing as the address says it; `theme` and `under` the records chosen, or what was
    typed; `au` the day asked about, as typed."""

    word: str
    type: str
    theme: Choice
    under: Choice
    echelon: str
    au: str = ""

    @property
    def question(self) -> coverage.Asked:
        return coverage.Asked(WORDS[self.word], self.type, _id(self.theme.record), self.echelon or None,
                              _id(self.under.record), day_of(self.au, "au"))  # fmt: skip

    @property
    def narrow(self) -> bool:
        return bool(self.theme.record or self.under.record or self.echelon)

    @property
    def wrong(self) -> bool:
        return bool(self.theme.error or self.under.error)

    def address(self, path: str = "/couverture", **changes: str | int | None) -> str:
        """The address of this question, at another path, or with some of it changed."""
        first = next(iter(WORDS))
        given: dict[str, str | int | None] = {
            "croise": self.word if self.word != first else "", "maille": self.type if self.type != TYPES[0] else "",
            "theme": _sent(self.theme), "sous": _sent(self.under), "echelon": self.echelon,
            "au": self.au,
        }  # fmt: skip
        query = urlencode([(name, value) for name, value in (given | changes).items() if value])
        return f"{path}?{query}" if query else path


def asked_of(args: MultiDict[str, str]) -> Asked:
    """Reads the address; Invalid names what cannot be understood."""
    word, type = args.get("croise") or next(iter(WORDS)), args.get("maille") or TYPES[0]
    echelon = args.get("echelon", "")
    wrong = {}
    if word not in WORDS:
        wrong["croise"] = gettext("attendu : %(words)s", words=", ".join(WORDS))
    if type not in TYPES:
        wrong["maille"] = gettext("attendu : %(words)s", words=", ".join(TYPES))
    if echelon and echelon not in SCHEMA.vocabularies["echelon"].terms:
        wrong["echelon"] = gettext("attendu : %(words)s", words=", ".join(SCHEMA.vocabularies["echelon"].terms))
    if wrong:
        raise Invalid(wrong)
    au = args.get("au", "").strip()
    day_of(au, "au")
    theme = _chosen(args.get("theme", ""), "Theme")
    under = _chosen(args.get("sous", ""), "Policy")
    return Asked(word, type, theme, under, echelon, au)


def _chosen(text: str, kind: str) -> Choice:
    found = choose(database(), viewer(), text, (kind,))
    return Choice(None, text) if found.record and found.record.kind != kind else found


def _id(record: Brief | None) -> str | None:
    return record.id if record else None


def _sent(choice: Choice) -> str:
    return choice.record.id if choice.record else choice.text
