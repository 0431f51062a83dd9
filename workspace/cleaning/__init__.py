"""What was sent becomes what is kept: told by its content, written anew without what it says of who made it.

Done in a process of its own, whose memory and time are counted: a hostile file ends that process, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from workspace.cleaning.refusing import TOO_HARD, Refused

SECONDS = 40
_ROOM = threading.BoundedSemaphore(2)  # at once, for one web process: each may take 1.5 GB
__all__ = ["Cleaned", "Refused", "cleaned"]


@dataclass(frozen=True)
class Cleaned:
    """What a file is: its type, and of an image the sizes in pixels of the whole and of its smaller version."""

    mime: str
    width: int | None = None
    height: int | None = None
    small_width: int | None = None
    small_height: int | None = None

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")


def cleaned(source: Path, target: Path, small: Path, name: str) -> Cleaned:
    """Writes the file without its metadata to `target`, and the smaller version of an image to `small`. Refused says
    why not. `name` only tells which text a text is."""
    command = [sys.executable, "-P", "-m", "workspace.cleaning", str(source), str(target), str(small), name]
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}  # no secret of ours
    try:
        with _ROOM:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=env)
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        raise Refused(TOO_HARD) from None
    if "refused" in told:
        raise Refused(told["refused"])
    return Cleaned(**told)
