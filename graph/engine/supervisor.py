"""Keeps an engine running on a data folder: `python -m graph.engine.supervisor PARENT`, while its parent lives.

Says one line on standard output when the graph answers first, or why it does not.
"""

import json
import sys

from graph.embedded import Engine, FolderInUse, is_held, published
from graph.engine.java import runtime_in
from graph.engine.lifeline import Lifeline
from graph.errors import GraphUnavailable
from graph.settings import load

LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 10.0


class Supervisor:
    """Starts the engine, starts it again when it dies, waits its turn when another process holds the folder."""

    def __init__(self, own: Engine, lifeline: Lifeline):
        self.own, self.lifeline, self.told = own, lifeline, False

    def tell(self, **words: str) -> None:
        """The one line to the parent."""
        if not self.told:
            print(json.dumps(words), flush=True)
            self.told = True

    def keep(self) -> int:
        """Until the lifeline is cut; 1 when the very first start fails."""
        while not self.lifeline.cut:
            if is_held(self.own.folder):
                self.join()
                continue
            try:
                self.own.start()
            except FolderInUse:
                self.own.stop()
            except GraphUnavailable as error:
                if not self.told:
                    self.tell(error=error.cause)
                    return 1
                print(error.cause, file=sys.stderr, flush=True)
                self.lifeline.wait(PATIENCE_SECONDS)
            else:
                self.tell(ready="own")
                self.watch()
        self.own.stop()
        return 0

    def join(self) -> None:
        """Another process runs the engine, and every worker finds its address: look again a little later."""
        if published(self.own.folder):
            self.tell(ready="joined")
        self.lifeline.wait(LOOK_SECONDS)

    def watch(self) -> None:
        """Return when the engine has died or the lifeline is cut."""
        while self.own.running and not self.lifeline.wait(LOOK_SECONDS):
            pass
        if not self.lifeline.cut:
            print("Le moteur s'est arrêté : il redémarre.", file=sys.stderr, flush=True)
            self.own.stop()


def main() -> None:
    """Run with the settings of our parent, whose number is the argument."""
    lifeline, settings = Lifeline(int(sys.argv[1])), load()
    own = Engine(settings.engine_folder, runtime_in(settings.cache), heap=settings.engine_heap)
    sys.exit(Supervisor(own, lifeline).keep())


if __name__ == "__main__":
    main()
