"""Whether there is a ledger with decisions, told without the database library."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

FILE = "evidence.sqlite"
URL = "STANDPUNKT_LEDGER"


def holds_decisions(data_dir: Path) -> bool:
    """Whether the ledger may hold decisions: a team's database always may, a file is looked into.

    Args:
        data_dir: The data folder.

    Returns:
        False only where there is surely none.
    """
    if os.environ.get(URL):
        return True
    path = data_dir / FILE
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT 1 FROM decision LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        # Damaged, or being written just now: whoever opens it whole will say so.
        return True
