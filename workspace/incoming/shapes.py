"""What was read from a file."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST = 200_000  # characters of a text


@dataclass(frozen=True)
class Told:
    """A text in Markdown, its title and the line that sums it up when the file told them, and how many of what was
    `left` out or changed."""

    text: str
    title: str = ""
    summary: str = ""
    left: dict[str, int] = field(default_factory=dict)
