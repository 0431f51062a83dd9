"""An archive of notes that was dropped: read and its files cleaned beside the request; how that stands is kept with
it."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.files import MOST
from graph.note_bundles import Piece, Wanted
from workspace import filing
from workspace.background import in_background
from workspace.cleaning import cleaned
from workspace.cleaning.apart import apart
from workspace.cleaning.refusing import Refused
from workspace.file_names import named
from workspace.uploads import Upload, write

SECONDS = 90
DEAD_SECONDS = 120
LONGEST_ALT = 500
TOO_MANY_OF_NOTE = "cette note a trop de fichiers : 50 au plus"


@dataclass(frozen=True)
class Read:
    """How the reading of an archive stands: `refused` why it is none; else the notes once it is `over`, how many files
    were `seen` of how many there are, and what is `left` out: paths with why, or `counted` by sort."""

    over: bool = False
    refused: str = ""
    seen: int = 0
    total: int = 0
    site: str = ""
    notes: tuple[Mapping[str, Any], ...] = ()
    files: Mapping[str, Mapping[str, Any]] | None = None
    left: tuple[tuple[str, str], ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict)


def reading(upload: Upload, root: str) -> Read:
    """What is known of an archive; the reading is begun when it was not, or was cut. `root` begins addresses of this
    site."""
    if (state := _state(upload)) is None:
        _tell(upload, {})
        in_background(f"notes {upload.token}", lambda: _prepare(upload, root))
        state = _state(upload) or {}
    told = {name: value for name, value in state.items() if name != "at"}
    if told.get("over"):
        told |= {"notes": tuple(told["notes"]), "left": tuple((path, why) for path, why in told["left"])}
    return Read(**told)


def wanted(upload: Upload, read: Read, root: Path | None) -> list[Wanted]:
    """The notes to be made. With `root`, their files are kept there; without, they are only counted."""
    pieces = {path: _piece(upload, told, root) for path, told in (read.files or {}).items()}
    return [_wanted(note, pieces) for note in read.notes]


def _wanted(note: Mapping[str, Any], pieces: Mapping[str, Piece]) -> Wanted:
    raw = {"name": note["name"], **note["fields"]} | ({"group": note["group"]} if note["group"] else {})
    links = {target: (path, "") for target, path in note["files"].items()}
    links |= {target: (path, place) for target, (path, place) in note["notes"].items()}
    return Wanted(
        note["path"], note["id"], raw, note["text"], note["folder"], note["pinned"], note["archived"], note["cites"],
        {path: pieces[path] for path in note["pieces"] if path in pieces}, links,
    )  # fmt: skip


def _piece(upload: Upload, told: Mapping[str, Any], root: Path | None) -> Piece:
    if root is None:
        return Piece(told["name"], told["alt"], told["known"])
    source, image = _folder(upload) / str(told["number"]), str(told["known"]["mime"]).startswith("image/")
    with filing.bench(root) as bench:  # a copy: what was dropped may be written again
        whole, small = bench / "whole", bench / "small"
        shutil.copyfile(source.with_suffix(".whole"), whole)
        if image:
            shutil.copyfile(source.with_suffix(".small"), small)
        size = whole.stat().st_size
        sha256 = filing.keep(root, whole, small if image else None)
    return Piece(told["name"], told["alt"], {**told["known"], "size": size, "sha256": sha256})


def _prepare(upload: Upload, root: str) -> None:
    folder = _folder(upload)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        told = apart("workspace.incoming.bundles", str(upload.path), str(folder), root, seconds=SECONDS)
    except Refused as refusal:
        _tell(upload, {"refused": str(refusal)})
        return
    left: list[list[str]] = told["left"]
    files: dict[str, Any] = {}
    for seen, (path, each) in enumerate(told["files"].items()):
        _tell(upload, {"seen": seen, "total": len(told["files"])})
        why = each.get("why") or _cleaned(folder / str(each["number"]), each)
        if why:
            left.append([path, why])
        else:
            files[path] = each
    notes = [_within(note, files, left) for note in told["notes"]]
    _tell(upload, {"over": True, "site": told["site"], "notes": notes, "files": files, "left": left,
                   "counted": told.get("counted", {})})  # fmt: skip


def _within(note: dict[str, Any], files: Mapping[str, Any], left: list[list[str]]) -> dict[str, Any]:
    """A note with no more files than one may have."""
    kept = [path for path in note["pieces"] if path in files]
    left += [[path, TOO_MANY_OF_NOTE] for path in kept[MOST:]]
    return {**note, "pieces": kept[:MOST]}


def _cleaned(source: Path, told: dict[str, Any]) -> str:
    """Writes the file anew beside itself, and tells what it is; why not, when it is not taken."""
    try:
        known = cleaned(source, source.with_suffix(".whole"), source.with_suffix(".small"), told["name"])
    except Refused as refusal:
        return str(refusal)
    finally:
        source.unlink(missing_ok=True)
    told["name"] = named(told["name"], known.mime) or named("fichier", known.mime)
    told["alt"] = told["alt"][:LONGEST_ALT] if known.is_image or told["alt"] != Path(told["path"]).stem else ""
    told["known"] = {name: value for name, value in vars(known).items() if value is not None}
    return ""


def reasons(read: Read) -> list[tuple[str, int, list[str]]]:
    """What is left out, by why: how many, and their paths."""
    counts = Counter(why for _, why in read.left)
    return [(why, n, [path for path, each in read.left if each == why]) for why, n in counts.most_common()]


def _folder(upload: Upload) -> Path:
    return upload.folder / "morceaux"


def _tell(upload: Upload, state: Mapping[str, Any]) -> None:
    write(upload.folder / "lecture.json", json.dumps({"at": time.time(), **state}, ensure_ascii=False))


def _state(upload: Upload) -> dict[str, Any] | None:
    """None when nothing was begun, or what was begun is dead."""
    try:
        state: dict[str, Any] = json.loads((upload.folder / "lecture.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    over = state.get("over") or state.get("refused")
    return state if over or time.time() - state["at"] < DEAD_SECONDS else None
