"""How a child knows that it should end: its input closed, its parent gone, or a signal."""

import os
import select
import signal
import sys


class Lifeline:
    """Made at the start of a child; a parent that is killed cuts it too."""

    def __init__(self, parent: int):
        self.parent, self.cut = parent, False
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, self._end)

    def _end(self, *_: object) -> None:
        self.cut = True

    def wait(self, seconds: float) -> bool:
        """Sleep at most so long; True as soon as the child should end."""
        ready = [] if self.cut else select.select([sys.stdin], [], [], seconds)[0]
        if ready and not os.read(sys.stdin.fileno(), 1024):
            self.cut = True
        # Forked copies of our parent (web workers) keep the pipe open a little longer than it lives.
        self.cut = self.cut or os.getppid() != self.parent
        return self.cut
