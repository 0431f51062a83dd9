"""XLSX, XLSM, XLSB, XLS and ODS, read by calamine in a child process of bounded memory (see sheet_reader.py)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.imports.drafts import Report
from graph.imports.tables.archives import damaged
from graph.imports.tables.limits import MAX_COLUMNS, MAX_MEMORY, MAX_ROWS, MAX_SECONDS, Refused
from graph.imports.tables.shapes import RawRow

# A workbook of which so many sheets end the child is an attack.
TRIES = 5
READER = Path(__file__).with_name("sheet_reader.py")


@dataclass
class Head:
    """A sheet and its first thousand rows (are they the `whole` of it?), or why it is refused."""

    sheet: str
    hidden: bool
    rows: list[RawRow] = field(default_factory=list)
    refused: Refused | None = None
    whole: bool = False


def heads(path: Path) -> list[Head]:
    """Every sheet of the workbook with its first rows. A sheet that ends the child does not end the others."""
    found: list[Head] = []
    for _ in range(TRIES):
        before = len(found)
        try:
            _heads(path, found)
            break
        except Refused as refused:
            if len(found) == before:
                raise
            found[-1].refused = refused
    return found


def _heads(path: Path, found: list[Head]) -> None:
    with closing(_child("heads", path, str(len(found)))) as lines:
        for told in lines:
            if isinstance(told, list):
                found[-1].rows.append((told[0], told[1]))
            elif "sheet" in told:
                found.append(Head(told["sheet"], told["hidden"]))
            elif "whole" in told:
                found[-1].whole = told["whole"]
            elif told["error"] == "columns":
                found[-1].refused = _refusal(told)
            else:
                raise _refusal(told)


def held(rows: list[RawRow], _report: Report) -> Generator[RawRow, None, None]:
    """(line, cells) of a sheet that was read whole."""
    yield from rows


def records(path: Path, sheet: str, _report: Report) -> Generator[RawRow, None, None]:
    """(line, cells) of a sheet."""
    with closing(_child("rows", path, sheet)) as lines:
        for told in lines:
            if isinstance(told, list):
                yield told[0], told[1]
            else:
                raise _refusal(told)


def _refusal(told: dict[str, Any]) -> Refused:
    match told["error"]:
        case "columns":
            width = f"{told['width']} colonnes (limite : {MAX_COLUMNS})"
            return Refused(width, "feuille non lue : gardez les colonnes utiles")
        case "password":
            return Refused("le classeur est protégé par un mot de passe", "enregistrez-le sans mot de passe")
    return damaged()


def _child(action: str, path: Path, sheet: str) -> Generator[Any, None, None]:
    """What the child says, as a generator; closing it ends the child."""
    command = [sys.executable, "-I", str(READER), action, str(path), str(MAX_MEMORY), str(MAX_SECONDS)]
    child = subprocess.Popen(
        [*command, str(MAX_COLUMNS), sheet], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdout is not None
    try:
        for line in child.stdout:
            yield json.loads(line)
        if child.wait():
            raise Refused(
                f"le classeur est abîmé ou trop grand (limites : {MAX_ROWS} lignes, {MAX_COLUMNS} colonnes)",
                "non lu : supprimez les lignes et colonnes vides de fin, ou enregistrez la feuille en CSV",
            )
    finally:
        child.kill()
        child.stdout.close()
        child.wait()
