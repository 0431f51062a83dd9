"""Blocks of a paper as the Markdown that gives them: the inverse of workspace.papers.reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from graph.schema import SCHEMA
from workspace.named import EMPTY, TICKED
from workspace.papers.notes import told
from workspace.papers.shapes import Block, Run

INDENT = "    "  # what stands in an item of a list, for Python-Markdown
_SIGNS = re.compile(r"[\\`*\[]|(?<!\w)_|_(?!\w)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BEGINS = re.compile(r"([#>+-])|(\d{1,9})([.)])(?=\s)")
_LINES = re.compile(r"[=~]{3,}")
_BOX = re.compile(f"[{EMPTY}{TICKED}] ")
_SPACES = re.compile("[\u00a0\u202f](?=[:;!?»%€])|(?<=«)[\u00a0\u202f]")
_UNSAFE, _UNSAFE_OR_OPEN = re.compile(r"[<>\s]"), re.compile(r"[()<>\s]")
_PAGE = re.compile(r"/([\w-]+)/([\w-]+)")


def markdown_of(blocks: Iterable[Block], root: str = "") -> str:
    """`root` begins addresses of this site: a link to a record is a name with `@`."""
    blocks = list(blocks)
    notes = [_note(run, root) for run in told(blocks)]
    return _joined(blocks, root) + ("\n\n" + "\n".join(notes) if notes else "")


def _note(run: Run, root: str) -> str:
    text = _joined(run["note"], root, inside=True)
    return f"[^{run['foot']}]: " + text.replace("\n", f"\n{INDENT}").replace(f"\n{INDENT}\n", "\n\n")


def _joined(blocks: Iterable[Block], root: str, *, inside: bool = False) -> str:
    return "\n\n".join(filter(None, (_block(block, root, inside=inside) for block in blocks)))


def _block(block: Block, root: str, *, inside: bool) -> str:
    kind = block["kind"]
    if kind == "heading":
        return f"{'#' * block['level']} {_line(block['runs'], root)}"
    if kind == "paragraph":
        return "\n".join(_begun(line.strip()) for line in _inline(block["runs"], root).split("\n"))
    if kind == "code":
        return _code("".join(run["text"] for run in block["runs"]).strip("\n"), inside=inside)
    if kind == "quote":
        return "\n".join(f"> {line}".rstrip() for line in _joined(block["blocks"], root, inside=True).split("\n"))
    if kind == "list":
        return _list(block, root)
    if kind == "table":
        return _table(block, root)
    return "---" if kind == "rule" else ""


def _list(block: Block, root: str) -> str:
    items = []
    for number, item in enumerate(block["items"], 1):
        text = _item(item, root)
        sign = f"{number}. " if block["ordered"] else "- "
        items.append(sign + text.replace("\n", f"\n{INDENT}").replace(f"\n{INDENT}\n", "\n\n"))
    return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)


def _item(item: list[Block], root: str) -> str:
    """A list right under a line stands against it."""
    parts: list[str] = []
    for block in item:
        text = _block(block, root, inside=True)
        tight = block["kind"] == "list" and len(parts) == 1
        parts.append(("\n" if tight else "\n\n" if parts else "") + text)
    text = "".join(parts)
    return f"[{'x' if text[0] == TICKED else ' '}] {text[2:]}" if _BOX.match(text) else text


def _code(text: str, *, inside: bool) -> str:
    """Fences are only read at the beginning of a line."""
    if inside:
        return "\n".join(f"{INDENT}{line}".rstrip() for line in text.split("\n"))
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _table(block: Block, root: str) -> str:
    wide = max([len(block["head"]), *map(len, block["rows"])])
    if not wide:
        return ""
    rows = [[[Run(text=word)] for word in block["head"]], *block["rows"]]
    told = ["| " + " | ".join(_cells(row, wide, root)) + " |" for row in rows]
    return "\n".join([told[0], "|" + " --- |" * wide, *told[1:]])


def _cells(row: list[list[Run]], wide: int, root: str) -> list[str]:
    return [_line(cell, root).replace("|", "\\|") for cell in row] + [""] * (wide - len(row))


def _line(runs: list[Run], root: str) -> str:
    return re.sub(r"\s*\n\s*", " ", _inline(runs, root)).strip()


def _inline(runs: list[Run], root: str) -> str:
    """Runs of one look are one, so that signs do not meet."""
    parts = [(dict(look), "".join(run["text"] for run in same)) for look, same in groupby(runs, _look)]
    return "".join(f"[^{look['foot']}]" if "foot" in look else _run(text, look, root) for look, text in parts)


def _look(run: Run) -> tuple[tuple[str, object], ...]:
    return tuple(sorted((name, value) for name, value in run.items() if name not in ("text", "note") and value))


def _run(text: str, look: dict[str, object], root: str) -> str:
    words = text.strip()
    if image := look.get("image"):
        return f"![{' '.join(re.sub(r'[][`*<>|]', ' ', words.replace(chr(92), ' ')).split())}]({image})"
    if not words or not look:
        return _escaped(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    told = _spelled(words) if look.get("code") else _escaped(words)
    for name, sign in (("italic", "*"), ("bold", "**")):
        told = f"{sign}{told}{sign}" if look.get(name) else told
    return before + _linked(told, words, str(look.get("href") or ""), root) + after


def _linked(told: str, words: str, address: str, root: str) -> str:
    if not address:
        return told
    own = address.removeprefix(root) if root and address.startswith(root + "/") else address
    page = _PAGE.fullmatch(own)
    kind = SCHEMA.kind_at(page[1]) if page else None
    if page and kind and not re.search(r"[\[\]\n]", words):
        return f"@[{words}]({kind.prefix}-{page[2]})"
    if not re.match(r"(?i)https?://|mailto:|/(?!/)", own):
        return told
    unsafe = _UNSAFE if own.count("(") == own.count(")") else _UNSAFE_OR_OPEN
    safe = unsafe.sub(lambda found: f"%{ord(found[0]):02X}", own)
    return f"[{told}]({safe})"


def _spelled(text: str) -> str:
    """Letters as they are, between signs longer than any in them."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{space}{' '.join(text.split())}{space}{fence}"


def _escaped(text: str) -> str:
    """French spaces are typed as plain ones: the site sets them again wherever it shows the text."""
    text = _SPACES.sub(" ", text)
    return _ENTITY.sub("&amp;", _SIGNS.sub(r"\\\g<0>", text))


def _begun(line: str) -> str:
    """A line that would begin a heading, a list or a quotation is a line."""
    if _LINES.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    found = _BEGINS.match(line)
    if not found or (found[1] in ("+", "-") and line[1:2] not in (" ", "", found[1])):
        return line
    return f"\\{line}" if found[1] else f"{found[2]}\\{line[found.start(3) :]}"
