"""A file from outside, handled in a process of its own, whose memory and time are counted: a hostile one ends that
process, and nothing else."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Mapping
from typing import Any

from workspace.cleaning.refusing import DAMAGED, TOO_HARD, Refused

_ROOM = threading.BoundedSemaphore(2)  # at once, for one web process: each may take 1.5 GB


def apart(module: str, *arguments: str, seconds: int) -> dict[str, Any]:
    """What `python -m module` prints as JSON, within so many seconds. Refused says why not, in its words or ours."""
    command = [sys.executable, "-P", "-m", module, *arguments]
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}  # no secret of ours
    try:
        with _ROOM:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, env=env)
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        raise Refused(TOO_HARD) from None
    if "refused" in told:
        raise Refused(told["refused"])
    return told


def answer(limits: Mapping[int, int], work: Callable[[], Mapping[str, Any]], deep: str = TOO_HARD) -> None:
    """In that process: prints what `work` tells, or why the file is refused. Whatever a library trips over is a damaged
    file; `deep` is said of one nested too deep."""
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))
    warnings.simplefilter("ignore")
    try:
        told = dict(work())
    except Refused as refusal:
        told = {"refused": str(refusal)}
    except RecursionError:
        told = {"refused": deep}
    except MemoryError:
        told = {"refused": TOO_HARD}
    except Exception:
        told = {"refused": DAMAGED}
    print(json.dumps(told))
