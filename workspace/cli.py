"""The command line: what each command is called, and where it lives."""

import sys
from importlib import import_module
from typing import Any

import click

from graph.errors import MaillageError

# Name → module:function; a command is imported only when it is asked for.
COMMANDS = {
    "archive": "workspace.commands.archive:archive",
    "bench": "workspace.commands.bench:bench",
    "demo": "workspace.commands.demo:demo",
    "doctor": "workspace.commands.doctor:doctor",
    "import": "workspace.commands.imports:import_command",
    "init": "workspace.commands.init:init",
    "jobs": "workspace.commands.jobs:jobs",
    "mail": "workspace.commands.mail:mail",
    "serve": "workspace.commands.serve:serve",
    "user": "workspace.commands.user:user",
    "worker": "workspace.commands.worker:worker",
}


class Commands(click.Group):
    """Finds commands by name; tells a known error in one line on standard error, with exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except MaillageError as error:
            click.echo(f"maillage : {error}", err=True)
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="maillage")
def main() -> None:
    """Voir, tenir et utiliser un réseau d'acteurs autour de communs numériques."""


if __name__ == "__main__":
    main()
