"""How much a table may hold before it is refused, and how a refusal is said."""

from __future__ import annotations

MAX_ROWS = 1_000_000
MAX_COLUMNS = 1_000
MAX_CELL = 100_000
# A physical line; longer ones are not tables, and would be read into memory whole.
MAX_LINE = 1_000_000
MAX_FILE = 500_000_000
MAX_FILES = 10_000
MAX_UNPACKED = 200_000_000
# Spreadsheets of repeated words were seen at 60; a zip bomb is at 1,000.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 20_000_000
MAX_PARTS = 2_000
# Of the child that opens a workbook: a 5 kB file can ask for 512 GiB.
MAX_MEMORY = 1 << 30
MAX_SECONDS = 60


class Refused(Exception):
    """A file or sheet that is not read: `reason` says what is wrong, `action` what to do."""

    def __init__(self, reason: str, action: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.action = action
        self.line = line
