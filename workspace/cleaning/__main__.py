"""`python -m workspace.cleaning SOURCE TARGET SMALL NAME`: one file; JSON on standard output."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from workspace.cleaning.apart import answer
from workspace.cleaning.sorting import sort

LIMITS = {
    resource.RLIMIT_AS: 1536 * 2**20, resource.RLIMIT_CPU: 30, resource.RLIMIT_FSIZE: 64 * 2**20,
    resource.RLIMIT_CORE: 0,
}  # fmt: skip

if __name__ == "__main__":
    source, target, small, name = sys.argv[1:5]
    answer(LIMITS, lambda: sort(Path(source), Path(target), Path(small), name))
