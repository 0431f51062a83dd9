"""A browser told in words from its User-Agent: enough to recognise one's own telephone in a list, no more."""

from __future__ import annotations

import re

# The first that matches: Edge and Opera say Chrome too, Chrome says Safari, and every phone says something else.
BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"), ("Opera", r"OPR/|Opera"), ("Vivaldi", r"Vivaldi/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chromium", r"Chromium/"), ("Chrome", r"Chrome/|CriOS/"), ("Safari", r"Safari/"),
    ("curl", r"^curl/"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"), ("ChromeOS", r"CrOS"),
    ("macOS", r"Macintosh|Mac OS X"), ("Linux", r"Linux|X11"),
)  # fmt: skip


def named(user_agent: str) -> tuple[str, str]:
    """("Firefox", "Windows"); "" for what does not say."""
    return _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, text[:400])), "")
