"""Tables that the driver computes when it is imported, 25 MB of a process, worked out when asked instead."""

from __future__ import annotations

import struct
import sys
from calendar import isleap, monthrange
from collections.abc import Callable
from typing import Any


class Computed(dict[Any, Any]):
    """Reads as the table did, and holds nothing."""

    def __init__(self, value: Callable[[Any], Any]):
        super().__init__()
        self.value = value

    def __missing__(self, key: Any) -> Any:
        return self.value(key)


def packed(value: int) -> bytes:
    """Two bytes, the larger part first."""
    return struct.pack(">H", value)


def unpacked(octets: bytes) -> int:
    """What `packed` wrote."""
    return int.from_bytes(octets, "big")


def days_in_month(key: tuple[int, int]) -> int:
    """Of (year, month)."""
    return monthrange(*key)[1]


def days_in_year(year: int) -> int:
    """365 or 366."""
    return 366 if isleap(year) else 365


TABLES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "neo4j.time": {"_DAYS_IN_MONTH": days_in_month, "_DAYS_IN_YEAR": days_in_year},
    "neo4j._codec.packstream.v1": {"PACKED_UINT_16": packed, "UNPACKED_UINT_16": unpacked},
    "neo4j._codec.packstream.v2": {"PACKED_UINT_16": packed, "UNPACKED_UINT_16": unpacked},
}


def lighten() -> None:
    """Give back the memory of the tables of the driver that is loaded; another version that has none keeps its own.

    Neither is read: its part in Rust packs and unpacks, and dates are kept as texts."""
    for name, tables in TABLES.items():
        module = sys.modules.get(name)
        for table, value in tables.items():
            if hasattr(module, table):
                setattr(module, table, Computed(value))
