"""Where Maven artifacts come from: a setting, the user's Maven mirror, else Maven Central."""

from collections.abc import Iterator
from pathlib import Path

import defusedxml.ElementTree as xml
from jgo.constants import MAVEN_CENTRAL_URL


def user_settings() -> Path:
    """The user's Maven settings, whether there are any or not."""
    return Path.home() / ".m2" / "settings.xml"


def mirrors(settings: Path) -> Iterator[tuple[str, str]]:
    """Each mirror of a settings file, as (what it mirrors, address)."""
    for element in xml.parse(settings).iter():
        if element.tag.rpartition("}")[2] == "mirror":
            parts = {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in element}
            yield parts.get("mirrorOf", ""), parts.get("url", "")


def stands_for_central(pattern: str) -> bool:
    """Maven's mirrorOf, for the repository named central."""
    names = {name.strip() for name in pattern.split(",")}
    return "!central" not in names and bool(names & {"*", "external:*", "central"})


def repository(named: str = "", settings: Path | None = None) -> str:
    """Address of the repository to fetch from, without a final slash."""
    settings = settings or user_settings()
    found = mirrors(settings) if settings.exists() and not named else iter(())
    mirror = next((url for pattern, url in found if stands_for_central(pattern)), "")
    return (named or mirror or MAVEN_CENTRAL_URL).rstrip("/")
