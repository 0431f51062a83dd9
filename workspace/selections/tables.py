"""A selection as rows of a file and as a Markdown text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.selections import Entry, Selection
from workspace.addresses import public
from workspace.language import gettext
from workspace.words import initial, kind_word


def states() -> dict[str, str]:
    """How an entry stands, in words."""
    return {
        "available": gettext("disponible"), "external": gettext("ailleurs"), "missing": gettext("manque"),
        "gone": gettext("n’est plus là"),
    }  # fmt: skip


def rows(found: Selection) -> Iterator[list[str]]:
    """One row an entry; the first row holds the heads."""
    yield [
        gettext("rang"),
        gettext("nom"),
        gettext("sorte"),
        gettext("état"),
        gettext("commentaire"),
        gettext("adresse"),
    ]
    for place, entry in enumerate(found.entries, 1):
        kind = kind_word(entry.brief.kind) if entry.brief else ""
        yield [str(place), entry.name, kind, states()[entry.state], entry.comment, _address(entry)]


def markdown(found: Selection) -> str:
    """Title, text, and a numbered list."""
    lines = [f"# {_plain(found.view.title)}", "", *([found.view.text, ""] if found.view.text else [])]
    for place, entry in enumerate(found.entries, 1):
        name, address = _plain(entry.name or initial(states()["gone"])), _address(entry)
        linked = f"[{name}](<{address}>)" if address else name
        said = f" ({states()[entry.state]})" if entry.state in ("external", "missing") else ""
        comment = " ".join(entry.comment.split())
        lines.append(f"{place}. {linked}{said}{': ' + comment if comment else ''}")
    return "\n".join(lines) + "\n"


def _address(entry: Entry) -> str:
    return public(entry.brief.url) if entry.brief else entry.url.replace("<", "%3C").replace(">", "%3E")


def _plain(text: str) -> str:
    """The text with what Markdown would read as marks escaped."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", " ".join(text.split()))
