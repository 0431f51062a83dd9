"""`maillage demo`: the demonstration network, in a folder of its own."""

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from graph.settings import load
from workspace.commands.serve import Place, serve_site, with_place

if TYPE_CHECKING:
    from graph.database import Database


@click.command()
@with_place
@click.option("--fresh", is_flag=True, help="Repart du réseau livré, sans ce qui a été changé depuis.")
def demo(host: str, port: int, workers: int, threads: int, worker: bool, fresh: bool) -> None:
    """Charge le réseau de démonstration dans un moteur à part, et le sert."""
    settings = load()
    data = settings.data / "demo"
    # Its people are invented: what is written to them is kept in files.
    settings = replace(settings, data=data, neo4j_uri="", smtp_url=(data / "mail").as_uri())
    if fresh:
        shutil.rmtree(settings.data, ignore_errors=True)
    kept = settings.engine_folder / "demo-logins.json"  # beside the graph they open: both go, or neither

    def fill(db: "Database") -> None:
        if kept.exists():
            return  # 1 s sooner than asking the graph
        from workspace import demo as network

        report = network.load(db)
        network.logins(db, kept)
        if report:
            network.live(db)
            click.echo(f"Réseau de démonstration : {report.created} créés, {len(report.problems)} problèmes")

    def tell() -> None:
        for account in json.loads(kept.read_text()):
            click.echo("  {name}, {who} : {email}, mot de passe {password}".format(**{"who": ""} | account))

    serve_site(settings, Place(host, port, workers, threads, worker), first=fill, then=tell)
