"""Previews, imports and undos in a thread of the web worker; how each stands is kept where every worker reads it."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.imports import holds, leases
from graph.imports.bring import TABLE, bring
from graph.imports.drafts import Report
from graph.imports.leases import Claim
from graph.imports.preview import Preview, preview
from graph.imports.run import undo_import
from graph.imports.tables.mapping import load_mapping
from graph.viewers import Viewer
from workspace.background import in_background
from workspace.uploads import Upload, write

FRESH_SECONDS = 15 * 60
DEAD_SECONDS = 90
TELL_SECONDS = 0.5


@dataclass(frozen=True)
class Looked:
    """How a preview stands: `result` once it is ready, else how many drafts were `seen`, or why it stopped."""

    result: Preview | None = None
    seen: int = 0
    error: str = ""


def look(db: Database, viewer: Viewer, upload: Upload, *, anew: bool = False) -> Looked:
    """The preview of an upload under its present mapping; begun when there is none, waited for a little."""
    if anew or (state := _state(upload)) is None:
        progress = _Progress(upload)
        progress.tell()
        in_background(f"preview {upload.token}", lambda: _preview(db, viewer, upload, progress))
        state = _state(upload) or {}
    result = Preview.of(state["result"]) if state.get("result") else None
    return Looked(result, int(state.get("seen", 0)), str(state.get("error", "")))


def forget(upload: Upload) -> None:
    """The next look reads anew: the graph or the mapping has changed."""
    (upload.folder / "apercu.json").unlink(missing_ok=True)


def start(db: Database, viewer: Viewer, upload: Upload) -> str:
    """Begins the import of an upload, or takes up the one that was cut; gives its run."""
    looked = look(db, viewer, upload)
    total = looked.result.total if looked.result else 0
    matches = looked.result.matches if looked.result else ()
    by = viewer.user or "import"
    claim = leases.claim(db, TABLE, upload.title, by, upload=upload.token, total=total)
    report = Report(matches=[(*match.refs, match.reason) for match in matches])
    in_background(claim.run, lambda: _import(db, viewer, upload, claim, report))
    return claim.run


def take_back(db: Database, viewer: Viewer, run: str) -> None:
    """Begins to undo a run, or goes on with that."""
    claim = leases.claim_undo(db, run)
    in_background(claim.op, lambda: undo_import(db, viewer, run, claim))


def _import(db: Database, viewer: Viewer, upload: Upload, claim: Claim, report: Report) -> None:
    try:
        bring(db, viewer, TABLE, upload.path, report, name=upload.title, mapping=upload.mapping, claim=claim)
    finally:
        forget(upload)


def _preview(db: Database, viewer: Viewer, upload: Upload, progress: _Progress) -> None:
    try:
        result = preview(db, viewer, TABLE, upload.path, load_mapping(upload.mapping), progress)
    except Exception as error:
        progress.tell(error=holds.told(error))
        raise
    progress.tell(result=result.as_dict())


class _Progress:
    """Writes how a preview stands, with the mapping that it was begun under."""

    def __init__(self, upload: Upload) -> None:
        self.upload, self.mapping = upload, _digest(upload)
        self.seen, self.told = 0, time.monotonic()

    def __call__(self, more: int) -> None:
        self.seen += more
        if time.monotonic() - self.told > TELL_SECONDS:
            self.tell()

    def tell(self, **more: Any) -> None:
        self.told = time.monotonic()
        state = {"mapping": self.mapping, "at": time.time(), "seen": self.seen, **more}
        write(self.upload.folder / "apercu.json", json.dumps(state, ensure_ascii=False))


def _state(upload: Upload) -> dict[str, Any] | None:
    """What is kept of a preview, unless it is old, dead, or of another mapping."""
    try:
        state: dict[str, Any] = json.loads((upload.folder / "apercu.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    over = state.get("result") or state.get("error")
    old = time.time() - state["at"] > (FRESH_SECONDS if over else DEAD_SECONDS)
    return None if old or state["mapping"] != _digest(upload) else state


def _digest(upload: Upload) -> str:
    return hashlib.sha256(upload.mapping.read_bytes()).hexdigest()
