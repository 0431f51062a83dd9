"""The web server: gunicorn's workers on the port asked for, or the next free one."""

import errno
import gc
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from graph.errors import GraphUnavailable
from workspace import warming
from workspace.public_address import loopback

PORTS_TRIED = 100
ANSWER_SECONDS = 60.0
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (gunicorn's heartbeat files; on a disk they may block)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the port, else on the next free one; OSError when none of a hundred is."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for each in range(port, port + PORTS_TRIED):
        door = socket.socket(family)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, each))
            door.listen()
        except OSError as error:
            door.close()
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            return door
    raise OSError(errno.EADDRINUSE, f"no free port from {port} to {port + PORTS_TRIED - 1}")


def address_of(door: socket.socket) -> str:
    """What to type in a browser on this machine."""
    host, port = door.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def own_address(door: socket.socket) -> str:
    """The same without its last slash when only this machine can come in, else "": nobody else could follow it."""
    return address_of(door).rstrip("/") if loopback(door.getsockname()[0]) else ""


def answered(address: str) -> bool:
    """Ask once; any HTTP answer is one."""
    try:
        urllib.request.urlopen(address, timeout=ANSWER_SECONDS).close()  # noqa: S310 (our own address)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def announce(site: Flask, address: str, say: Callable[[str], None]) -> None:
    """Tell the address once the site and its graph answer, then open the pages that people open first, one by one."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while not answered(f"{address}sante") and time.monotonic() < deadline:
        time.sleep(0.1)
    say(address)
    with suppress(GraphUnavailable):
        for path in warming.pages(site.extensions["database"]):
            answered(f"{address.rstrip('/')}{path}")


class Server(BaseApplication):
    """Gunicorn on a socket that is ours already; `say` is told the address once it answers."""

    def __init__(
        self,
        site: Flask,
        door: socket.socket,
        *,
        workers: int,
        threads: int,
        say: Callable[[str], None],
    ):
        # Gunicorn takes the descriptor over, and closes it.
        self.site, self.address, self.say = site, address_of(door), say
        self.options = {
            "bind": f"fd://{door.detach()}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "graceful_timeout": 5,
            "timeout": 60,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self.started,
            "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn; its own configuration files are not read."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made before the workers are forked."""
        return self.site

    def started(self, worker: Any) -> None:
        """The first worker tells the address; those that replace it later keep quiet."""
        # What a worker keeps for life need not be looked through again: a seventh of the time of a large page.
        gc.collect()
        gc.freeze()
        if worker.age == 1:
            threading.Thread(target=announce, args=(self.site, self.address, self.say), daemon=True).start()


def run(
    site: Flask,
    door: socket.socket,
    *,
    workers: int,
    threads: int,
    say: Callable[[str], None],
) -> None:
    """Serve until Ctrl-C or a signal, then leave the process."""
    Server(site, door, workers=workers, threads=threads, say=say).run()
