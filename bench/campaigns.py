"""A campaign of many bearers: prepared, then sent to a server that answers at once by a worker killed on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import g

from bench.measuring import Row
from graph import campaign_drafts
from graph.asks import asks
from graph.campaigns import campaign
from graph.database import Database
from graph.embedded import Address
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.run import run_import
from graph.settings import Settings, load
from graph.viewers import SYSTEM
from tests.mailbox import mailbox
from workspace.app import create_app
from workspace.campaigns.plan import plan
from workspace.campaigns.sending import send

SIZES = (200, 5_000)
PATIENCE = 600.0  # seconds for all letters of one campaign
KILLED_AFTER = 0.25  # of the letters


def rows(db: Database, address: Address) -> Iterator[Row]:
    """Each size on the same graph, the smaller first; `address` is the engine's, for the worker."""
    for size in SIZES:
        _people(db, size)
        with tempfile.TemporaryDirectory() as folder:
            yield from _of_size(db, address, size, replace(load(), data=Path(folder), base_url="https://exemple.fr"))


def _of_size(db: Database, address: Address, size: int, site: Settings) -> Iterator[Row]:
    app, name = create_app(site, db), f"campaign.{size}"
    start = time.perf_counter()
    with app.test_request_context():
        g.viewer = SYSTEM
        id = campaign_drafts.keep(db, SYSTEM, _told(size))
        found = plan(campaign(db, SYSTEM, id))
        send(db, SYSTEM, site, id, found)
    yield Row(f"{name}.prepared", time.perf_counter() - start, "s", 10)
    start = time.perf_counter()
    with mailbox() as box:
        environment = _environment(site, address, f"smtp://{box.address}")
        _work(environment, lambda: len(box.recipients) > size * KILLED_AFTER, kill=True)
        _work(environment, lambda: _settled(db, id), kill=False)
    got = Counter(box.recipients)
    stages = Counter(ask.stage for ask in asks(db, SYSTEM, campaign(db, SYSTEM, id)))
    yield Row(f"{name}.letters_per_second", size / (time.perf_counter() - start), "letters/s")
    yield Row(f"{name}.missed", max(0, size - len(got) - stages["uncertain"]), "letters", 0)
    yield Row(f"{name}.twice", sum(1 for n in got.values() if n > 1), "letters", 0)
    yield Row(f"{name}.uncertain", stages["uncertain"], "letters", 1)


def _people(db: Database, size: int) -> None:
    """As many commons, each with a bearer."""
    drafts: list[Draft | DraftLink] = []
    for n in range(size):
        who, what = f"bench:personne/{size}-{n}", f"bench:commun/{size}-{n}"
        told = {"name": f"Personne inventée {size} {n}", "purpose": "essai", "origin": "banc"}
        drafts.append(Draft("Person", (who,), told, contact={"email": f"p{n}@banc{size}.invalid"}))
        drafts.append(Draft("Commons", (what,), {"name": f"Commun {size} {n}", "summary": f"lot{size}"}))
        drafts.append(DraftLink("STEWARDS", who, what))
    run_import(db, SYSTEM, "bench", f"campaign-{size}", drafts, Report())


def _told(size: int) -> dict[str, Any]:
    until = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    return {
        "sort": "update", "subject": "À jour ?", "message": "Bonjour.", "until": until, "every": 7, "open": True,
        "by_name": "Banc", "reply_to": "banc@exemple.fr", "language": "fr", "place": "communs", "query": f"q=lot{size}",
        "words": "Communs",
    }  # fmt: skip


def _environment(site: Settings, address: Address, url: str) -> dict[str, str]:
    return os.environ | {
        "MAILLAGE_NEO4J_URI": address.uri, "MAILLAGE_NEO4J_USER": address.user,
        "MAILLAGE_NEO4J_PASSWORD": address.password, "MAILLAGE_SMTP_URL": url, "MAILLAGE_DATA": str(site.data),
        "MAILLAGE_BASE_URL": site.base_url,
    }  # fmt: skip


def _work(environment: dict[str, str], over: Any, *, kill: bool) -> None:
    """A worker of its own until `over`, then killed, or told to stop."""
    with subprocess.Popen([sys.executable, "-m", "workspace.cli", "worker"], env=environment) as worker:
        deadline = time.monotonic() + PATIENCE
        while not over() and time.monotonic() < deadline and worker.poll() is None:
            time.sleep(0.1)
        worker.kill() if kill else worker.terminate()
        worker.wait(30)


def _settled(db: Database, id: str) -> bool:
    left = "MATCH (job:Job {sort: 'mail'}) WHERE job.key STARTS WITH $key AND job.ready_at > 0 RETURN count(job) AS n"
    return bool(db.read(left, key=f"campaign/{id}/")[0]["n"] == 0)
