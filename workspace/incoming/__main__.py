"""`python -m workspace.incoming SOURCE NAME ROOT`: one file; JSON on standard output."""

from __future__ import annotations

import resource
import sys
from dataclasses import asdict
from pathlib import Path

from workspace.cleaning.apart import answer
from workspace.incoming.refusing import TOO_DEEP
from workspace.incoming.sorting import read

LIMITS = {resource.RLIMIT_AS: 1024 * 2**20, resource.RLIMIT_CPU: 15, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}

if __name__ == "__main__":
    source, name, root = sys.argv[1:4]
    answer(LIMITS, lambda: asdict(read(Path(source), name, root)), deep=TOO_DEEP)
