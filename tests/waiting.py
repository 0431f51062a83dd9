"""Wait for something that happens in another process."""

import time
from collections.abc import Callable

PATIENCE = 60.0


def until(happened: Callable[[], bool], what: str) -> None:
    """Look every twentieth of a second; fails with what was waited for."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"still waiting: {what}"
        time.sleep(0.05)
