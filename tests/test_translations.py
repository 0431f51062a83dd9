"""English is complete: every French sentence of pages and code has its own, and the catalogue holds no other."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask

from workspace import language
from workspace.markup import spaced
from workspace.messages import KNOWN, translated

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\(\w+\)s|&#?\w+;|</?\w+>")
SPACES = re.compile(r"^\s+(?=\w)|(?<=\w)\s+$")  # French has them before a colon, too
MARKING = {"gettext", "ngettext", "N_"}
# What the graph raises and reports: the call, and where in it the sentences are.
TELLING = {"problem": (3, 4), "Refused": (0, 1), "NotAllowed": (0,)}


@lru_cache(maxsize=1)
def in_source() -> Catalog:
    """Every sentence that pybabel would extract, in memory."""
    with (ROOT / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    found = Catalog()
    for file, _line, message, _comments, _context in extract_from_dir(ROOT, methods, options):
        found.add(message, locations=[(file, 1)])
    return found


@lru_cache(maxsize=1)
def in_english() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def several(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The forms of a sentence: one, or one a number."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def sentences(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def named(messages: Iterator[Message]) -> list[str]:
    return [several(message.id)[0] for message in messages]


def differs(message: Message) -> bool:
    """Are the places to fill, entities or spaces at the ends not those of the French? A number may be left out."""
    pairs = zip(several(message.id), several(message.string), strict=True)
    return any(
        (set(PLACE.findall(french)) ^ set(PLACE.findall(english))) - ({"%(num)s"} if message.pluralizable else set())
        or SPACES.findall(french) != SPACES.findall(english)
        for french, english in pairs
    )


def test_every_french_sentence_is_in_the_english_catalogue() -> None:
    missing = named(message for message in sentences(in_source()) if message.id not in in_english())
    assert missing == [], "see “A page” in CONTRIBUTING.md"


def test_every_sentence_of_the_catalogue_has_its_english() -> None:
    empty = named(message for message in sentences(in_english()) if not all(several(message.string)))
    assert empty == []


def test_no_english_is_a_guess() -> None:
    assert named(message for message in sentences(in_english()) if message.fuzzy) == []


def test_the_catalogue_holds_no_sentence_that_nobody_says() -> None:
    gone = named(message for message in sentences(in_english()) if message.id not in in_source())
    assert gone == []
    assert named(iter(in_english().obsolete.values())) == []


def test_english_fills_the_same_places_as_french() -> None:
    assert named(message for message in sentences(in_english()) if differs(message)) == []


def test_english_wears_no_french_typography() -> None:
    french = re.compile(r"[«»]|\s[:;!?](?:\s|$)")
    wrong = (message for message in sentences(in_english()) if any(map(french.search, several(message.string))))
    assert named(wrong) == []


def test_the_catalogue_names_nobody_and_no_host() -> None:
    head = CATALOGUE.read_text().partition("\n\n")[0]
    assert "@" not in head
    assert "://" not in head


def calls(package: str) -> Iterator[tuple[Path, ast.Call, str]]:
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield path.relative_to(ROOT), node, getattr(node.func, "id", getattr(node.func, "attr", ""))


def test_every_marked_sentence_is_written_where_it_is_marked() -> None:
    """`gettext(variable)` cannot be extracted; the sentences of the graph have one place that does it."""
    hidden = {
        f"{path}:{call.lineno}"
        for path, call, name in calls("workspace")
        if name in MARKING and not isinstance(call.args[0], ast.Constant)
    }
    assert {place.partition(":")[0] for place in hidden} <= {"workspace/language.py", "workspace/messages.py"}, hidden


def written(node: ast.expr, value: str) -> str:
    """A sentence as the source has it, with `value` where one goes; "" when it is made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(str(part.value) if isinstance(part, ast.Constant) else value for part in parts)


def told_by_the_graph() -> Iterator[tuple[str, str]]:
    """Each French sentence written in an Invalid, a ValueError of a value, a refusal or a problem of an import:
    with a number for every value, and with nothing."""
    for path, call, name in calls("graph"):
        found = [call.args[place] for place in TELLING.get(name, ()) if place < len(call.args)]
        if name == "Invalid" and isinstance(call.args[0], ast.Dict):
            found += call.args[0].values
        if name == "ValueError" and path.name == "values.py":
            found += call.args[:1]
        for node in found:
            if any(letter.isalpha() for letter in written(node, "")):
                yield written(node, "7"), written(node, "")


@pytest.fixture
def english() -> Iterator[None]:
    app = Flask(__name__)
    language.init(app)
    with app.test_request_context("/?lang=en"):
        yield


@pytest.mark.usefixtures("english")
def test_what_the_graph_answers_in_french_is_told_in_english() -> None:
    left = {ways[0] for ways in told_by_the_graph() if all(translated(way) == spaced(way) for way in ways)}
    assert left == set()


@pytest.mark.usefixtures("english")
def test_what_somebody_gave_stays_as_it_was_and_words_of_the_schema_do_not() -> None:
    assert translated("« Oui » n'est pas un terme connu : clos, ouvert") == "“Oui” is not a known term: closed, open"
    assert translated("plus de 1 000 lignes") == "more than 1 000 rows"
    assert translated("Une phrase que personne ne connaît") == "Une phrase que personne ne connaît"


def test_the_sentences_of_the_graph_are_each_marked_once() -> None:
    assert len(KNOWN) == len(set(KNOWN))
