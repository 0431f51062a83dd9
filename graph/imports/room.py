"""Room that an import leaves to those who save meanwhile."""

from __future__ import annotations

import time
from dataclasses import dataclass

# Who waits for the feed's counter looks again after a pause that grows; an import that takes it anew at once keeps
# them waiting for several batches.
SECONDS = 0.02
BATCHES = 20


@dataclass
class Room:
    """Pauses between batches while others write: `last` is our last place in the feed, `left` how many pauses are
    still to come. Somebody wrote when our places do not follow on."""

    last: int = 0
    left: int = 0

    def leave(self, places: range) -> None:
        """After a batch that took these places in the feed."""
        if not places:
            return
        if self.last and places.start > self.last + 1:
            self.left = BATCHES
        self.last = places.stop - 1
        if self.left:
            self.left -= 1
            time.sleep(SECONDS)
