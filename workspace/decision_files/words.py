"""What was done to an evidence file, in words."""

from __future__ import annotations

from workspace.language import gettext


def said_words() -> dict[str, str]:
    """By what the graph calls it."""
    return {
        "table_written": gettext("a écrit dans le tableau des options"), "piece_added": gettext("a ajouté une pièce"),
        "piece_taken": gettext("a retiré une pièce"),
    }  # fmt: skip
