"""Progress of a long download: a bar on a terminal, a line every tenth elsewhere."""

import sys
import threading
from typing import TextIO

WIDTH = 30


class Progress:
    """Counts bytes from several threads and shows them on a stream (standard error)."""

    def __init__(self, label: str, total: int, stream: TextIO | None = None):
        self.label, self.total = label, max(total, 1)
        self.stream = stream or sys.stderr
        self.done, self.shown = 0, -1
        self.guard = threading.Lock()

    def add(self, size: int) -> None:
        """Count bytes; negative when a broken file starts again."""
        with self.guard:
            self.done += size
            step = 1 if self.stream.isatty() else 10
            percent = min(100, 100 * self.done // self.total) // step * step
            if percent > self.shown:
                self.shown = percent
                self.stream.write(self.text(percent))
                self.stream.flush()

    def text(self, percent: int) -> str:
        """What is written at this percentage."""
        figures = f"{percent:3d} %  {self.done / 1e6:.0f} / {self.total / 1e6:.0f} Mo"
        if not self.stream.isatty():
            return f"{self.label} : {figures}\n"
        bar = ("█" * (WIDTH * percent // 100)).ljust(WIDTH, "░")
        return f"\r{self.label} {bar} {figures}" + ("\n" if percent == 100 else "")
