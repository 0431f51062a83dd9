"""Texts from elsewhere (DOCX, ODT, HTML, Markdown) as Markdown, with what was left out.

Read in a process of its own, whose memory and time are counted: a hostile file ends that process, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from workspace.cleaning.refusing import TOO_HARD, Refused
from workspace.incoming.shapes import LONGEST, Told

SECONDS = 20
_ROOM = threading.BoundedSemaphore(2)  # at once, for one web process: each may take 1 GB
__all__ = ["LONGEST", "Refused", "Told", "read"]


def read(content: bytes, name: str, root: str = "") -> Told:
    """What a file says. Refused says why not; nothing of it is kept. `root` begins addresses of this site; `name` only
    tells a page from a text."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("MAILLAGE_")}  # no secret of ours
    with tempfile.TemporaryDirectory(prefix="maillage-") as made:
        source = Path(made) / "source"
        source.write_bytes(content)
        command = [sys.executable, "-P", "-m", "workspace.incoming", str(source), name, root]
        try:
            with _ROOM:
                done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=env)
            told = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, json.JSONDecodeError):
            raise Refused(TOO_HARD) from None
    if "refused" in told:
        raise Refused(told["refused"])
    return Told(**told)
