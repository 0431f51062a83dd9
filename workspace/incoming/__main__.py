"""`python -m workspace.incoming SOURCE NAME ROOT`: one file; JSON on standard output."""

from __future__ import annotations

import json
import resource
import sys
import warnings
from dataclasses import asdict
from pathlib import Path

from workspace.cleaning.refusing import DAMAGED, TOO_HARD, Refused
from workspace.incoming.refusing import TOO_DEEP
from workspace.incoming.sorting import read

LIMITS = ((resource.RLIMIT_AS, 1024 * 2**20), (resource.RLIMIT_CPU, 15), (resource.RLIMIT_FSIZE, 0),
          (resource.RLIMIT_CORE, 0))  # fmt: skip


def main(source: str, name: str, root: str) -> None:
    """Prints what the file says, or why it is refused. Whatever a library trips over is a damaged file."""
    for what, most in LIMITS:
        resource.setrlimit(what, (most, most))
    warnings.simplefilter("ignore")
    try:
        told = asdict(read(Path(source), name, root))
    except Refused as refusal:
        told = {"refused": str(refusal)}
    except RecursionError:
        told = {"refused": TOO_DEEP}
    except MemoryError:
        told = {"refused": TOO_HARD}
    except Exception:
        told = {"refused": DAMAGED}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:4])
