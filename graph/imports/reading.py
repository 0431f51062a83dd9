"""One record of a source while it is read: its raw values field by field, every oddity told in the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.dates import partial_date
from graph.imports import privacy, prose
from graph.imports.drafts import Report
from graph.imports.files import printable
from graph.schema import Field, Label
from graph.values import State, parse

_URL = Field("url", "url", Label("Adresse", "Address"))
_EMPTY = frozenset({"null", "~", "none"})
MAX_ITEMS = 500
MAX_LINE = 2_000


@dataclass(frozen=True)
class Reading:
    """`values` are raw (text, lists, mappings of text); `where` and `line` say where they stand."""

    where: str
    values: Mapping[str, Any]
    report: Report
    line: int | None = None

    @property
    def spot(self) -> str:
        """File, and line when there is one, as drafts say where they come from."""
        return f"{self.where}:{self.line}" if self.line else self.where

    def problem(self, name: str | None, value: object, reason: str, action: str) -> None:
        """Tells it, without quoting personal data."""
        quoted = None if value is None else privacy.scrub(printable(str(value)[:MAX_LINE]))[0]
        self.report.problem(self.where, name, quoted, reason, action, self.line)

    def raw(self, name: str) -> str:
        """A scalar as text, "" when absent, empty or null; a list or mapping is told and left out."""
        value = self.values.get(name)
        if value is None or isinstance(value, bool):
            return "" if value is None else str(value).lower()
        if isinstance(value, str | int | float):
            text = str(value)
            return "" if text.strip().lower() in _EMPTY else text
        self.problem(name, value, "texte attendu, pas une liste", "champ laissé de côté")
        return ""

    def text(self, name: str) -> str:
        """Words on one line, without HTML nor personal data; "" when not given."""
        said = prose.one_line(self.raw(name))
        self._tell(name, said, "retirées")
        text = self.scrubbed(name, said.text)
        if len(text) > MAX_LINE:
            self.problem(name, text, f"plus de {MAX_LINE} caractères", "coupé à cette longueur")
        return text[:MAX_LINE]

    def markdown(self, name: str, raw: str, site: str = "") -> str:
        """Markdown without HTML nor personal data; `name` is only for the report."""
        said = prose.markdown(raw, site)
        self._tell(name, said, "converties en Markdown, scripts retirés")
        return self.scrubbed(name, said.text)

    def items(self, name: str) -> list[str]:
        """The words of a list, each on one line; empty ones and lists inside it are told."""
        value = self.values.get(name)
        if value is None or (isinstance(value, str) and value.strip().lower() in _EMPTY | {""}):
            return []
        if isinstance(value, Mapping):
            self.problem(name, value, "liste attendue", "champ laissé de côté")
            return []
        listed = value if isinstance(value, list) else [value]
        if len(listed) > MAX_ITEMS:
            self.problem(name, len(listed), f"plus de {MAX_ITEMS} valeurs", "les suivantes sont laissées de côté")
        return [text for item in listed[:MAX_ITEMS] if (text := self._item(name, item))]

    def url(self, name: str) -> str | None:
        """A web address; one that spaces, entities or a stray mark spoiled is mended, and told."""
        raw = self.raw(name)
        if not raw.strip():
            return None
        mended = prose.one_line(raw).text.strip(" ;,<>")
        if mended != raw:
            self.problem(name, raw, "adresse mal saisie (espaces, entités HTML ou ponctuation)", f"lue « {mended} »")
        try:
            parse(_URL, mended)
        except ValueError:
            self.problem(name, raw, "ce n'est pas une adresse web", "champ laissé vide, le reste est repris")
            return None
        return mended

    def date(self, name: str, raw: str | None = None) -> str | None:
        """A partial date in ISO form; a wrong one is told."""
        text = (self.raw(name) if raw is None else raw).strip()
        if not text:
            return None
        try:
            return partial_date(text).text
        except ValueError:
            self.problem(name, text, "date illisible", "champ laissé vide, le reste est repris")
            return None

    def scrubbed(self, name: str, text: str) -> str:
        """The text without what `privacy` finds in it, counted in the report, never quoted there."""
        clean, removed = privacy.scrub(text)
        if removed:
            self.problem(name, privacy.told(removed), "données personnelles dans le texte", "retirées")
        return clean

    def _item(self, name: str, item: object) -> str:
        if not isinstance(item, str | int | float):
            self.problem(name, item, "texte attendu dans la liste", "valeur laissée de côté")
            return ""
        text = prose.one_line(str(item)).text
        if not text:
            self.problem(name, item, "valeur vide dans une liste", "laissée de côté")
        return self.scrubbed(name, text)

    def _tell(self, name: str, said: prose.Prose, action: str) -> None:
        if said.tags:
            self.problem(name, ", ".join(said.tags), "balises ou entités HTML dans le texte", action)
        if said.spaces:
            self.problem(name, said.spaces, "espaces insécables", "remplacées par des espaces ordinaires")


def given(**fields: Any) -> dict[str, Any]:
    """The fields that say something: not given is left out, "aucun" typed as such stays."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], State.NOT_GIVEN)}


def tell_left(
    folder: str, records: Iterable[Mapping[str, Any]], taken: Container[str], private: Container[str], report: Report
) -> None:
    """One problem for each field that is not taken, with the number of records that give it."""
    counts = Counter(name for values in records for name, value in values.items() if value not in ("", [], {}, None))
    for name, count in sorted(counts.items()):
        if name in private:
            reason, action = (
                "coordonnées ou données personnelles",
                "laissées de côté : aucune n'entre depuis les sources publiques",
            )
        else:
            reason, action = "champ sans place dans le modèle", "laissé de côté"
        if name not in taken:
            report.problem(folder, name, f"{count} fiches", reason, action)
