"""Promises of the documentation: it says what the code says."""

import re
from pathlib import Path

import pytest

from docs.generate import pages

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    assert (ROOT / "docs" / name).read_text() == pages()[name], "run: make docs"


def test_every_make_target_is_told(tmp_path: Path) -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.M)
    told = (ROOT / "CONTRIBUTING.md").read_text()
    assert [target for target in targets if f"`make {target}`" not in told] == []


def test_links_between_documents_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\((?!https?:|#|/)([^)#]+)", re.sub(r"`[^`\n]+`", "", document.read_text())):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_each_decision_is_dated_and_whole() -> None:
    entries = re.split(r"^## ", (ROOT / "DECISIONS.md").read_text(), flags=re.M)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"\d{4}-\d{2}-\d{2} – ", entry), entry[:60]
        assert all(part in entry for part in ("**Context.**", "**Decision.**", "**Consequences.**")), entry[:60]
