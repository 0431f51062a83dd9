"""Text made safe and readable in HTML: French spaces, Markdown, outside links, search hits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markupsafe import Markup, escape

from graph.folding import fold
from workspace.footnotes import PLACE, notes_of, within_reason
from workspace.images import AFTER_INLINE, OWN, OwnImages
from workspace.named import AFTER_FENCES, BEFORE_LINKS, Boxes, Name, Named

NO_BREAK, NARROW = "\u00a0", "\u202f"
LINK_RELATION = "nofollow ugc noopener"
TAGS = {
    "a", "abbr", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}, "li": {"id"}, "sup": {"id"},
              "img": {"alt", "src"}}  # fmt: skip
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
# A bracket that nothing closes nearby: 20,000 of them took 45 s to read as links.
_OPEN_BRACKET = re.compile(r"(?<!\\)\[(?![^\[\]\n]{0,400}\])")
_NOT_TEXT = re.compile(r"(<pre>.*?</pre>|<code>.*?</code>|<[^>]*>)", re.S)
_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=4096)
def spaced(text: str) -> str:
    """French spaces where the text has plain ones: no break before `:` and in « », narrow before `; ! ?`."""
    text = text.replace("« ", f"«{NO_BREAK}").replace(" »", f"{NO_BREAK}»")
    text = re.sub(r"(?<!\s) (?=:(?:\s|$))", NO_BREAK, text)
    text = re.sub(r"(?<!\s) (?=[;!?](?:[\s»)\u00a0]|$))", NARROW, text)
    return re.sub(r"(?<=\d) (?=[%€])", NARROW, text)


@lru_cache(maxsize=512)
def markdown(text: str, names: tuple[Name, ...] = ()) -> Markup:
    """Safe HTML from somebody's Markdown: no raw HTML, no image but the site's, headings under the page's own; what it
    names with `@` as links."""
    source = _OPEN_BRACKET.sub(r"\\[", within_reason(text))
    try:
        html = _plain(source) if _too_dear(source) else _converted(source, names)
    except RecursionError:
        html = _plain(source)
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"},
        set_tag_attribute_values={"img": {"loading": "lazy"}}, attribute_filter=_own_or_named_host,
        link_rel=LINK_RELATION,
    )  # fmt: skip
    parts = _NOT_TEXT.split(clean)
    return Markup("".join(part if place % 2 else spaced(part) for place, part in enumerate(parts)))  # noqa: S704


def _converted(text: str, names: tuple[Name, ...]) -> str:
    extensions: list[str | Extension] = ["sane_lists", "tables", "fenced_code", "nl2br", *notes_of(text)]
    reader = Markdown(extensions=extensions, output_format="html")
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    reader.preprocessors.register(Boxes(names), "boxes", AFTER_FENCES)
    reader.treeprocessors.register(OwnImages(reader), "own_images", AFTER_INLINE)
    if names:
        reader.inlinePatterns.register(Named(names), "named", BEFORE_LINKS)
    html = reader.convert(text)
    # Whatever levels are used begin at h3, under the page's own, and none is skipped.
    ranks = {level: 3 + rank for rank, level in enumerate(sorted(set(re.findall(r"<h([1-6])>", html))))}
    return re.sub(r"<(/?)h([1-6])>", lambda tag: f"<{tag[1]}h{min(ranks[tag[2]], 6)}>", html)


def _plain(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))


def _too_dear(text: str) -> bool:
    """Each link is looked for to the end of its paragraph: 5,000 unclosed ones took 4.4 s."""
    return any(part.count("](") * len(part) > 10_000_000 for part in text.split("\n\n"))


def _own_or_named_host(_tag: str, attribute: str, value: str) -> str | None:
    """Keep an attribute, except an address such as //elsewhere that hides its scheme."""
    hidden = {
        "href": re.match(r"[\\/]\s*[\\/]", value.strip()), "src": not OWN.fullmatch(value),
        "id": not PLACE.fullmatch(value), "title": not value,
    }.get(attribute)  # fmt: skip
    return None if hidden else value


def host(url: str) -> str:
    """The name a reader knows a site by: "ign.fr" for https://www.ign.fr/panoramax; "" for no web address."""
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.") if parts.scheme in ("http", "https") else ""


def external_link(url: str, text: str | None = None) -> Markup:
    """A link out of the site, named by its host unless `text` is given; plain text when it is no web address."""
    if not host(url):
        return escape(text or url)
    return Markup('<a href="{}" rel="{}">{}</a>').format(url, LINK_RELATION, text or host(url))


def _folded(text: str) -> tuple[str, list[int]]:
    """Text without accents or case, and for each of its characters the place it came from."""
    flat, places = [], []
    for place, char in enumerate(text):
        plain = char.casefold()
        for part in unicodedata.normalize("NFKD", _LIGATURES.get(plain, plain)):
            if not unicodedata.combining(part):
                flat.append(part)
                places.append(place)
    return "".join(flat), places


def marked(pieces: Iterable[tuple[str, bool]]) -> Markup:
    """Text that comes in pieces, with <mark> around those that are true."""
    return Markup("").join(Markup("<mark>{}</mark>").format(text) if hit else escape(text) for text, hit in pieces)


def highlight(text: str, query: str) -> Markup:
    """The text with <mark> around each word that begins like a word of the query, accents and case aside."""
    wanted = tuple(word for word in fold(query).split() if len(word) > 1 or word.isdigit())
    if not wanted:
        return escape(text)
    flat, places = _folded(text)
    marked, done = Markup(""), 0
    for word in _WORD.finditer(flat):
        if not word[0].startswith(wanted):
            continue
        start, end = places[word.start()], places[word.end() - 1] + 1
        if start >= done:
            marked += escape(text[done:start]) + Markup("<mark>{}</mark>").format(text[start:end])
            done = end
    return marked + escape(text[done:])
