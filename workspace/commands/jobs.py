"""`maillage jobs`: what the work in the background could not do, and what becomes of it."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click

from graph import jobs as queue
from graph.database import Database
from graph.errors import NotFound
from graph.jobs import Job
from graph.running import running
from graph.settings import load

ABOUT = ("template", "to")
WORDS = {"failed": "échec", "uncertain": "incertain"}


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Une liste JSON.")
@click.pass_context
def jobs(context: click.Context, as_json: bool) -> None:
    """Montre ce que le travail de fond n'a pas pu faire, ou dont nul ne sait s'il est fait."""
    if context.invoked_subcommand:
        return
    with running(load()) as db:
        found = queue.failing(db)
    if as_json:
        click.echo(json.dumps([public(job) for job in found], ensure_ascii=False, indent=1))
    elif not found:
        click.echo("Rien à signaler.")
    else:
        for job in found:
            click.echo(told(job))
        click.echo("Refaire : maillage jobs again NUMÉRO. Classer sans refaire : maillage jobs dismiss NUMÉRO.")


@jobs.command()
@click.argument("id", metavar="NUMÉRO")
def again(id: str) -> None:
    """Refait ce qui a échoué ou ce qui est incertain (un message incertain part alors peut-être deux fois)."""
    settle(queue.again, id, "Sera refait")


@jobs.command()
@click.argument("id", metavar="NUMÉRO")
def dismiss(id: str) -> None:
    """Classe ce qui a échoué ou ce qui est incertain, sans le refaire."""
    settle(queue.dismiss, id, "Classé")


def public(job: Job) -> dict[str, Any]:
    """Without the words of a message: they may hold a link that opens an account."""
    about = {name: job.payload[name] for name in ABOUT if name in job.payload}
    return {**asdict(job), "payload": about}


def told(job: Job) -> str:
    """One line: what, for whom, when, why."""
    about = " ".join(public(job)["payload"].values())
    return f"{job.id}  {job.ended_at}  {WORDS[job.state]}  {job.sort} {about}  {job.error}"


def settle(how: Callable[[Database, str], None], id: str, done: str) -> None:
    """Somebody decides about one job."""
    with running(load()) as db:
        try:
            how(db, id)
        except NotFound:
            raise click.ClickException(f"« {id} » n'est ni en échec ni incertain.") from None
    click.echo(f"{done} : {id}")
