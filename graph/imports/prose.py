"""Words of a source made plain: HTML inside Markdown becomes Markdown, invisible characters go."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field

from graph.imports.files import printable

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_SPACES = re.compile("[\u00a0\u202f\u2007]+")
_CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`)", re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b([^<>]{0,2000})>")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,20})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)')""")
_ROOTED = re.compile(r"(\]\()/(?=[^/\s])")
_SILENT = frozenset({"script", "style", "template", "svg", "object", "noscript"})
_MARKS = {"b": "**", "strong": "**", "em": "*", "i": "*", "code": "`"}
_BLOCKS = frozenset({"p", "div", "section", "details", "ul", "ol", "table", "tr", "center"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PLAIN = frozenset({"abbr", "span", "sup", "sub", "u", "small", "font", "td", "th", "tbody", "thead", "figure"})
# Components of the site of api.gouv.fr: links, or frames around text.
_COMPONENTS = frozenset({"nextsteps", "questiontree"})
_LINKS = frozenset({"a", "external", "button"})
KNOWN = _SILENT | set(_MARKS) | _BLOCKS | _HEADINGS | _PLAIN | _COMPONENTS | _LINKS
KNOWN |= {"br", "hr", "li", "summary", "img", "iframe"}


@dataclass
class Prose:
    """Plain words and what was changed in them: `tags` found, no-break `spaces` made ordinary."""

    text: str
    tags: list[str] = field(default_factory=list)
    spaces: int = 0


def one_line(raw: str) -> Prose:
    """Text of a field: tags off, entities read, every space an ordinary one."""
    tags = list(dict.fromkeys(found[2].lower() for found in _TAG.finditer(raw) if found[2].lower() in KNOWN))
    text = _TAG.sub(lambda found: "" if found[2].lower() in KNOWN else found[0], raw) if tags else raw
    if _ENTITY.search(text):
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
        tags.append("&…;")
    text = composed(text)
    return Prose(" ".join(text.split()), tags, len(_SPACES.findall(text)))


def markdown(raw: str, site: str = "") -> Prose:
    """Markdown without HTML; addresses that begin with "/" are those of `site`."""
    text = composed(raw.replace("\r\n", "\n").replace("\r", "\n"))
    text, spaces = _spaced(text)
    tags: dict[str, None] = {}
    parts = _CODE.split(_without_comments(text, tags))
    parts[::2] = [_Tags(part, site, tags).markdown() for part in parts[::2]]
    text = "".join(parts)
    if site:
        text = _ROOTED.sub(rf"\g<1>{site}/", text)
    return Prose(re.sub(r"\n{3,}", "\n\n", text).strip(), list(tags), spaces)


def composed(text: str) -> str:
    """Composed Unicode (NFC) without invisible characters."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", printable(text)))


def _spaced(text: str) -> tuple[str, int]:
    """No-break spaces stay where French typography wants them; elsewhere they break Markdown and search."""
    changed = 0

    def space(found: re.Match[str]) -> str:
        nonlocal changed
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if before == "«" or (after and after in ":;!?»%€") or (before.isdigit() and after.isdigit()):
            return "\u00a0"
        changed += 1
        return " "

    return _SPACES.sub(space, text), changed


def _without_comments(text: str, tags: dict[str, None]) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        tags["!--"] = None
        end = text.find("-->", start)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join([*kept, text[at:]])


class _Tags:
    """One pass over the tags of a text that holds no code; each `<` is looked at once."""

    def __init__(self, text: str, site: str, seen: dict[str, None]) -> None:
        self.text, self.site, self.seen = text, site, seen
        self.lowered = text.lower()
        self.pieces: list[str] = []
        self.open: list[tuple[int, str]] = []
        self.unclosed: set[str] = set()

    def markdown(self) -> str:
        at = 0
        for found in _TAG.finditer(self.text):
            name = found[2].lower()
            if found.start() < at or name not in KNOWN:
                continue
            self.seen[name] = None
            self.pieces.append(self.text[at : found.start()])
            at = found.end()
            if name in _SILENT:
                at = self._silenced(name, at) if not found[1] else at
            elif name in _LINKS:
                self._link(found)
            else:
                self.pieces.append(self._plain(name, bool(found[1]), found))
        return "".join([*self.pieces, self.text[at:]])

    def _silenced(self, name: str, at: int) -> int:
        """Where the content of a script or the like ends."""
        end = -1 if name in self.unclosed else self.lowered.find(f"</{name}", at)
        if end < 0:
            self.unclosed.add(name)
            return at
        return end

    def _link(self, found: re.Match[str]) -> None:
        if not found[1]:
            self.open.append((len(self.pieces), self._address(found[3], "href")))
            self.pieces.append("")
        elif self.open:
            place, address = self.open.pop()
            if address:
                self.pieces[place] = "["
                self.pieces.append(f"]({address})")

    def _plain(self, name: str, closing: bool, found: re.Match[str]) -> str:
        if name in _MARKS:
            return _MARKS[name]
        if name == "br":
            line = self.text.rfind("\n", max(0, found.start() - 2000), found.start()) + 1
            return " " if self.text[line : line + 1] == "|" else "  \n"
        if name in _HEADINGS:
            return "\n\n" if closing else f"\n\n{'#' * int(name[1])} "
        if name == "summary":
            return "**\n\n" if closing else "\n\n**"
        if name in ("img", "iframe") and not closing:
            address = self._address(found[3], "src")
            words = _attributes(found[3]).get("alt", "") if name == "img" else "contenu intégré"
            return f"{'!' if name == 'img' else ''}[{words}]({address})" if address else ""
        return {"li": "" if closing else "\n- ", "hr": "\n\n"}.get(name, "\n\n" if name in _BLOCKS else "")

    def _address(self, attributes: str, name: str) -> str:
        address = html.unescape(_attributes(attributes).get(name, "")).strip()
        if address.startswith("/") and not address.startswith("//") and self.site:
            address = self.site + address
        fine = re.match(r"(?i)(https?://|mailto:)", address) and not re.search(r"[\s()<>\"]", address)
        return address if fine else ""


def _attributes(text: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or "" for found in _ATTRIBUTE.finditer(text)}
