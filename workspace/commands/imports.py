"""`maillage import`: the same code as the page /imports, with its report on the terminal or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from graph.database import Database
from graph.errors import NotFound
from graph.imports.bring import TABLE, bring
from graph.imports.drafts import Report
from graph.imports.holds import told
from graph.imports.run import Outcome, Progress, undo_import
from graph.imports.runs import Run, recent, run_of
from graph.imports.sources import SOURCES
from graph.running import running
from graph.settings import load
from graph.viewers import SYSTEM

SHOWN = 20


@click.command("import")
@click.argument("source", required=False)
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--mapping", type=click.Path(exists=True, path_type=Path), help="Correspondance des colonnes (YAML).")
@click.option("--dry-run", is_flag=True, help="Lire et comparer, sans rien écrire.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON : created, updated, unchanged, problems.")
@click.option("--undo", metavar="PASSAGE", help="Reprend exactement ce qu'un import a fait.")
@click.option("--report", metavar="PASSAGE", help="Relit le rapport d'un import passé.")
@click.option("--list", "listed", is_flag=True, help="Les derniers imports.")
def import_command(
    source: str | None, path: Path | None, mapping: Path | None, dry_run: bool, as_json: bool,
    undo: str | None, report: str | None, listed: bool,
) -> None:  # fmt: skip
    """Importe PATH d'une SOURCE connue, ou un tableau (SOURCE = table)."""
    if not (undo or report or listed):
        _check(source, path)
    try:
        with running(load()) as db:
            if undo:
                _undo(db, undo)
            elif report:
                _read_again(run_of(db, report), as_json=as_json)
            elif listed:
                _list(db)
            elif source and path:
                _import(db, source, path, mapping, dry_run=dry_run, as_json=as_json)
    except NotFound as error:
        raise click.ClickException(f"Aucun passage « {error.id} », ou déjà annulé.") from None
    except OSError as error:
        raise click.ClickException(f"{told(error).capitalize()}. Relancez la même commande : elle reprendra.") from None


def _check(source: str | None, path: Path | None) -> None:
    """Before any engine is started."""
    known = ", ".join([*SOURCES, TABLE])
    if not source or not path:
        raise click.UsageError(f"Indiquez une source et un chemin. Sources connues : {known}")
    if source not in (*SOURCES, TABLE):
        raise click.UsageError(f"« {source} » n'est pas connue. Sources connues : {known}")


def _import(db: Database, source: str, path: Path, mapping: Path | None, *, dry_run: bool, as_json: bool) -> None:
    report = Report()
    with _counting(quiet=as_json or not sys.stderr.isatty()) as progress:
        outcome = bring(db, SYSTEM, source, path, report, mapping=mapping, dry=dry_run, progress=progress)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        _tell(outcome)


def _tell(outcome: Outcome) -> None:
    report = outcome.report
    click.echo(f"{report.created} créés, {report.updated} mis à jour, {report.unchanged} inchangés"
               + (" (à blanc : rien n'est écrit)" if outcome.run is None else ""))  # fmt: skip
    if not report.created and not report.updated:
        click.echo("Rien n'a changé.")
    for problem in report.problems[:SHOWN]:
        place = ":".join(str(part) for part in (problem.file, problem.line, problem.field) if part)
        click.echo(f"  {place} « {problem.value} » : {problem.reason} → {problem.action}")
    if len(report.problems) > SHOWN:
        click.echo(f"  … et {len(report.problems) - SHOWN} autres problèmes")
    if report.matches:
        click.echo(f"{len(report.matches)} rapprochements à confirmer par une personne")
    if outcome.run:
        click.echo(f"Passage {outcome.run}. Rapport : maillage import --report {outcome.run}")
        click.echo(f"Tout reprendre : maillage import --undo {outcome.run}")


def _undo(db: Database, run: str) -> None:
    undone = undo_import(db, SYSTEM, run)
    click.echo(f"{undone.taken_back} changements repris.")
    for id, why in undone.kept:
        click.echo(f"  gardé : {id} ({why})")


def _read_again(run: Run, *, as_json: bool) -> None:
    report = Report(run.created, run.updated, run.unchanged, list(run.problems), list(run.matches))
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        return
    click.echo(f"{run.source} ({run.path}), {run.started_at}, {run.state}")
    click.echo(f"{run.created} créés, {run.updated} mis à jour, {run.unchanged} inchangés")
    for problem in run.problems:
        place = ":".join(str(part) for part in (problem.file, problem.line, problem.field) if part)
        click.echo(f"  {place} « {problem.value} » : {problem.reason} → {problem.action}")


def _list(db: Database) -> None:
    for run in recent(db):
        counts = f"{run.created} créés, {run.updated} mis à jour, {run.problem_count} problèmes"
        click.echo(f"{run.id}  {run.started_at}  {run.source} {run.path}  {run.state}  {counts}")


@contextmanager
def _counting(*, quiet: bool) -> Iterator[Progress | None]:
    if quiet:
        yield None
        return
    with click.progressbar(length=0, label="Lignes lues", file=sys.stderr, show_percent=False, show_pos=True) as bar:
        yield bar.update
