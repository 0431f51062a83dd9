"""Notes written by several at once: exchanges through two processes, saves, a long note, updates made one, kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from bench.live_people import Account, Site, settle, sign_in, write_together
from bench.measuring import Row, summed, timed
from graph import live_saving
from graph.database import Database
from graph.editing import create_record
from graph.embedded import Address
from graph.live_notes import Sent, append, stored
from graph.operations import Operation
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.writers import Writer, writer

PASSWORD = "une phrase assez longue"
ACCOUNTS = 20
# Seconds that are told apart: here six hundred begin within a few, as after a restart.
SETTLING = 10
RAW = "MATCH (n:Entity {id: $id}) SET n.text = $text, n.search = $text RETURN n.id AS id"
LONG = "Une ligne de compte rendu, sans rien de rare.\n" * 22_000


def rows(
    db: Database, address: Address, *, groups: tuple[tuple[int, int], ...] = ((40, 1), (600, 100)),
    seconds: float = 30, updates: int = 10_000, kills: int = 20,
) -> Iterator[Row]:  # fmt: skip
    """`groups` are people and the notes that they share; `address` is the engine's, for the site's processes."""
    yield from _saved(db)
    yield from _opened(db)
    yield from _folded(db, updates)
    people = [add_user(db, f"banc{n}@exemple.fr", f"Banc {n}", PASSWORD, "facilitator") for n in range(ACCOUNTS)]
    with tempfile.TemporaryDirectory() as folder:
        with _site(Path(folder), address) as (where, _):
            site = Site(where)
            accounts = [sign_in(site, each.email, PASSWORD) for each in people]
            for many, notes in groups:
                yield from _together(db, site, accounts, many, notes, seconds)
        yield from _killed(db, Path(folder), address, accounts, kills)


def _note(db: Database, name: str, text: str = "Compte rendu du banc.\n") -> str:
    return create_record(db, SYSTEM, "Note", {"name": name, "text": text}, Operation("banc"))


def _saved(db: Database) -> Iterator[Row]:
    """An exchange that keeps a word for good, and one that has the record say it too, against the least write."""
    id, raw, turn = _note(db, "Banc enregistré"), _note(db, "Banc brut"), count()
    user = add_user(db, "banc@exemple.fr", "Banc", PASSWORD, "facilitator")
    one = writer(db, replace(SYSTEM, user=user.id), id, 1)

    def save(settles: bool) -> None:
        one.type(0, f"mot {next(turn)} ")
        one.meet(settles=settles)

    least = timed(lambda: db.write(RAW, id=raw, text=f"mot {next(turn)}")).median
    yield Row("live.save_over_raw_write", timed(lambda: save(False)).median - least, "ms", 10)
    yield Row("live.record_over_raw_write", timed(lambda: save(True)).median - least, "ms")


def _opened(db: Database) -> Iterator[Row]:
    """A megabyte, from the first exchange of a browser to its text."""
    id, number = _note(db, "Banc long", LONG), count(1)
    writer(db, SYSTEM, id, next(number))
    yield Row("live.open_1mb", timed(lambda: writer(db, SYSTEM, id, next(number)), 10, 2).median, "ms", 300)


def _folded(db: Database, updates: int) -> Iterator[Row]:
    """Letters of two people, each an update; then made one."""
    id = _note(db, "Banc replié", "x")
    pair = [writer(db, replace(SYSTEM, user=name), id, n) for n, name in enumerate(("un", "deux"), 1)]
    for n in range(updates):
        each = pair[n % 2]
        each.type(len(each.text), "ab"[n % 2])
        viewer = replace(SYSTEM, user=("un", "deux")[n % 2])
        append(db, viewer, id, Sent(each.key, each.seq, each.client, each.sent.pop()))
    live_saving.save(db, SYSTEM, id)  # more than it leaves apart: they are made one by the same call
    start = time.perf_counter()
    live_saving.fold(db, id)
    yield Row(f"live.fold_{updates}", (time.perf_counter() - start) * 1000, "ms")
    kept = stored(db, id)
    left = kept.upto(kept.seq) if kept else None
    wrong = 0
    for place in range(0, updates, max(1, updates // 200)):
        if kept is None or left is None:
            break
        who = {"a": "un", "b": "deux"}.get(left.text[place])
        wrong += who not in (None, kept.writers[left.writer_at(place)])
    yield Row(f"live.fold_{updates}.updates_left", len(kept.updates) if kept else -1, "updates", 0)
    yield Row(f"live.fold_{updates}.letters_of_another", wrong, "letters", 0)


def _together(
    db: Database, site: Site, accounts: list[Account], many: int, notes: int, seconds: float
) -> Iterator[Row]:
    name = f"live.{many}_on_{notes}"
    slugs = [_note(db, f"Banc {many} {n}").removeprefix("note-") for n in range(notes)]
    people = [
        Writer(site.exchange(accounts[n % len(accounts)], slugs[n % notes]), 10_000 * many + n) for n in range(many)
    ]
    for each in people:
        each.meet()
    site.times.clear()
    site.first.clear()
    site.errors = 0
    site.settled = time.monotonic() + SETTLING
    typed: list[str] = []
    write_together(site, people, SETTLING + seconds, typed)
    times = summed(site.times)
    yield Row(f"{name}.first_seconds.p95", summed(site.first).p95, "ms")
    yield Row(f"{name}.exchanges_per_second", len(site.times) / seconds, "/s")
    yield Row(f"{name}.median", times.median, "ms")
    yield Row(f"{name}.p95", times.p95, "ms", 50)
    yield Row(f"{name}.errors", site.errors, "errors", 0)
    texts = settle(people)
    yield Row(f"{name}.copies_that_differ", len(texts) - notes, "copies", 0)
    whole = "".join(texts)
    yield Row(f"{name}.words_lost", _lost(typed, whole), "words", 0)


def _lost(typed: list[str], text: str) -> int:
    """Words of which letters are missing: others may have typed into their midst."""
    letters = {mark: text.count(mark) for mark in "<>"}
    return sum(max(0, len(typed) - there) for there in letters.values())


def _killed(db: Database, folder: Path, address: Address, accounts: list[Account], kills: int) -> Iterator[Row]:
    """Twenty write while the site is killed again and again: what was acknowledged is there at the end."""
    slug = _note(db, "Banc tué").removeprefix("note-")
    site, typed = Site(""), list[str]()
    people = [Writer(site.exchange(account, slug), 77_000 + n) for n, account in enumerate(accounts)]
    writing: threading.Thread | None = None
    for left in reversed(range(kills + 1)):
        with _site(folder, address) as (site.address, process):
            if writing is None:
                for each in people:
                    each.meet()
                writing = threading.Thread(target=write_together, args=(site, people, kills * 6.0, typed))
                writing.start()
            time.sleep(2)
            if left:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                writing.join()
                texts = settle(people)
    yield Row(f"live.killed_{kills}_times.words_lost", _lost(typed, texts.pop()), "words", 0)
    yield Row(f"live.killed_{kills}_times.copies_that_differ", len(texts), "copies", 0)


@contextmanager
def _site(folder: Path, address: Address) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The site with two web processes, on this engine."""
    environment = os.environ | {
        "MAILLAGE_NEO4J_URI": address.uri, "MAILLAGE_NEO4J_USER": address.user,
        "MAILLAGE_NEO4J_PASSWORD": address.password, "MAILLAGE_DATA": str(folder), "MAILLAGE_SECRET_KEY": "banc" * 10,
    }  # fmt: skip
    command = [sys.executable, "-m", "workspace.cli", "serve", "--port", "0", "--workers", "2"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield line.split()[-1].rstrip("/"), process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(30)
