"""Texts of notes as their readers may read them: without the names of records that they may not see today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.text_differences import Part
from workspace.named import Name


def without_hidden(text: str, names: Iterable[Name]) -> str:
    """`names` are those of the text, told as to this reader (workspace.mention_words)."""
    for name in names:
        text = text if name.url else text.replace(f"@{name.words}", name.name)
    return text


def readable_parts(parts: Sequence[Part], names: Sequence[Name]) -> list[Part]:
    """The same of what differs between two texts."""
    return [replace(part, runs=tuple((how, without_hidden(text, names)) for how, text in part.runs)) for part in parts]
