"""Promises of the driver's tables: not kept in memory, and read as the driver made them."""

import subprocess
import sys

import pytest

from graph import database  # the driver, and its tables given back
from graph.driver_tables import TABLES, Computed

# In a process of its own: here the tables are given back already.
COMPARED = """
from importlib import import_module
from graph.driver_tables import TABLES, Computed
for name, tables in TABLES.items():
    for table, value in tables.items():
        made = getattr(import_module(name), table)
        rows = made.items() if isinstance(made, dict) else enumerate(made)
        assert len(made) > 9_000 and all(Computed(value)[key] == row for key, row in rows), (name, table)
"""


def test_each_table_is_worked_out_as_the_driver_made_it() -> None:
    subprocess.run([sys.executable, "-c", COMPARED], check=True, timeout=60)


@pytest.mark.parametrize(("module", "table"), [(name, table) for name, tables in TABLES.items() for table in tables])
def test_what_the_driver_loaded_is_given_back(module: str, table: str) -> None:
    assert database.__name__
    assert isinstance(getattr(sys.modules[module], table), Computed)
    assert not getattr(sys.modules[module], table)
