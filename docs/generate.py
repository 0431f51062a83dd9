"""Writes docs/model.md, docs/settings.md and docs/commands.md from what the code declares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from graph.schema import SCHEMA, Field, Kind, Label, Relation
from graph.settings import documented
from workspace.cli import main

FOLDER = Path(__file__).parent
NOTE = "<!-- Written by `make docs` from the code: change it there. -->"


def pages() -> dict[str, str]:
    """File name → text of each generated page."""
    told = {"model.md": _model(), "settings.md": _settings(), "commands.md": _commands()}
    return {name: "\n".join([NOTE, "", *lines]) + "\n" for name, lines in told.items()}


def _model() -> Iterator[str]:
    yield "# The model: kinds, relations, vocabularies"
    yield ""
    yield f"{len(SCHEMA.kinds)} kinds in {len(SCHEMA.families)} families, {len(SCHEMA.relations)} relations."
    yield "French words are those of the interface; names are those of the code and the API."
    for family in SCHEMA.families.values():
        yield ""
        yield f"## {family.label.fr} / {family.label.en} (`/{family.url}/`)"
        for kind in SCHEMA.kinds_of(family.name):
            yield from _kind(kind)
    yield from _relations()
    yield from _vocabularies()


def _kind(kind: Kind) -> Iterator[str]:
    yield ""
    yield f"### `{kind.name}`: {kind.label.fr} / {kind.label.en}"
    yield ""
    yield f"Address `/{kind.url}/…`, ids `{kind.prefix}-…`, status from `{kind.statuses}`."
    yield ""
    yield "| field | type | French | English |"
    yield "|---|---|---|---|"
    for field in kind.fields:
        yield f"| `{field.name}` | {_type(field)} | {field.label.fr} | {field.label.en} |"


def _type(field: Field) -> str:
    words = [field.type, f"`{field.vocabulary}`" if field.vocabulary else "", field.unit or ""]
    words += ["required" if field.required else "", "kept apart, private" if field.visibility else ""]
    return ", ".join(word for word in words if word)


def _relations() -> Iterator[str]:
    yield ""
    yield "## Relations"
    yield ""
    yield "Each also carries since, until, source, source_url, source_date, declared_by, standing, visibility and note."
    yield ""
    yield "| type | sentence | inverse | from | to | own fields |"
    yield "|---|---|---|---|---|---|"
    for relation in SCHEMA.relations.values():
        yield _relation(relation)


def _relation(relation: Relation) -> str:
    shared = {field.name for field in SCHEMA.relations["PART_OF"].fields}
    own = ", ".join(f"`{field.name}`" for field in relation.fields if field.name not in shared)
    ends = ["same family" if relation.same_family else _kinds(names) for names in (relation.sources, relation.targets)]
    cells = (f"`{relation.type}`", relation.sentence.fr, relation.inverse.fr, *ends, own)
    return "| " + " | ".join(cells) + " |"


def _kinds(names: frozenset[str]) -> str:
    if len(names) > len(SCHEMA.kinds) - 2:
        return "any"
    return ", ".join(name for name in SCHEMA.kinds if name in names)


def _vocabularies() -> Iterator[str]:
    yield ""
    yield "## Vocabularies"
    yield ""
    yield "| name | terms |"
    yield "|---|---|"
    for vocabulary in SCHEMA.vocabularies.values():
        terms = ", ".join(f"`{key}` {_said(label)}" for key, label in vocabulary.terms.items())
        yield f"| `{vocabulary.name}` | {'; '.join(filter(None, [terms, 'open' if vocabulary.open else '']))} |"


def _said(label: Label) -> str:
    return f"{label.fr} ({label.feminine})" if label.feminine else label.fr


def _settings() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "Environment variables, or the same names in a file `maillage.env` (its place: `MAILLAGE_SETTINGS`)."
    yield ""
    yield "| variable | what it is |"
    yield "|---|---|"
    for name, words in documented():
        yield f"| `{name}` | {words} |"


def _commands() -> Iterator[str]:
    yield "# Commands"
    context = click.Context(main, info_name="maillage")
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        yield from _command(command, click.Context(command, info_name=name, parent=context))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield ""
    yield f"## `{context.command_path}`"
    yield ""
    yield "```"
    yield command.get_help(context)
    yield "```"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _command(inner, click.Context(inner, info_name=name, parent=context))


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text)
