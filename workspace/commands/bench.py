"""`maillage bench`: the measures of a checkout; they are not part of the installed package."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import click


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.pass_context
def bench(context: click.Context) -> None:
    """Mesure, imprime un tableau, écrit docs/bench.json (dans une copie du dépôt)."""
    if find_spec("bench") is None:
        raise click.ClickException("les mesures sont dans le dépôt : lancez make bench à sa racine")
    sys.exit(subprocess.run([sys.executable, "-m", "bench", *context.args], check=False).returncode)
