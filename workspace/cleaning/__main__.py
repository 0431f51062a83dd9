"""`python -m workspace.cleaning SOURCE TARGET SMALL NAME`: one file; JSON on standard output."""

from __future__ import annotations

import json
import resource
import sys
import warnings
from pathlib import Path

from workspace.cleaning.refusing import DAMAGED, TOO_HARD, Refused
from workspace.cleaning.sorting import sort

LIMITS = (
    (resource.RLIMIT_AS, 1536 * 2**20), (resource.RLIMIT_CPU, 30), (resource.RLIMIT_FSIZE, 64 * 2**20),
    (resource.RLIMIT_CORE, 0),
)  # fmt: skip


def main(source: str, target: str, small: str, name: str) -> None:
    """Prints what the file is, or why it is refused. Whatever a library trips over is a damaged file."""
    for what, most in LIMITS:
        resource.setrlimit(what, (most, most))
    warnings.simplefilter("ignore")
    try:
        told = sort(Path(source), Path(target), Path(small), name)
    except Refused as refusal:
        told = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        told = {"refused": TOO_HARD}
    except Exception:
        told = {"refused": DAMAGED}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:5])
