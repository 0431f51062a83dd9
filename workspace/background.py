"""Work in a thread of the web worker, waited for a little; how it stands is kept where every worker reads it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

# Most files are read and compared within this time: the answer is then the result itself.
PATIENCE = 2.0

log = logging.getLogger(__name__)


def in_background(name: str, task: Callable[[], Any]) -> None:
    """Runs the task in a thread, and waits a little for it. What breaks it is logged; the task told it already."""

    def guarded() -> None:
        try:
            task()
        except Exception:
            log.exception("%s stopped", name)

    # A daemon: a server that stops does not wait for it. A run is then taken up later, from where it was.
    thread = threading.Thread(target=guarded, name=name, daemon=True)
    thread.start()
    thread.join(PATIENCE)
