"""Reads all recorded votes of the store into a sheet, by pieces and only the columns that a vote needs."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from standpunkt.tables.starter import read_starter
from standpunkt.tables.voting.sheet import CODES, Sheet, VoteCodes
from standpunkt.tables.warehouse import Warehouse

TABLE = "state_roll_call_vote"
COLUMNS = ("roll_call_id", "iso3", "vote")
PIECE = 100_000


def recorded_votes(data_dir: Path | None) -> VoteCodes:
    """The votes that `Store.read` gives, in a fiftieth of the memory.

    Args:
        data_dir: The data folder; None for the starter alone.

    Returns:
        One code per state and roll call: that of the release with the lowest precedence number, else the
        starter's.
    """
    sheet = Sheet()
    for piece in _pieces(data_dir):
        codes = piece["vote"].replace_strict(CODES, return_dtype=pl.Int8).to_numpy()
        sheet.fill(piece["roll_call_id"], piece["iso3"], np.asarray(codes, dtype=np.int8))
    return sheet.done()


def _pieces(data_dir: Path | None) -> Iterator[pl.DataFrame]:
    warehouse = Warehouse(data_dir) if data_dir else None
    for release in warehouse.releases() if warehouse else ():
        if warehouse and TABLE in release.tables:
            path = warehouse.folder / TABLE / release.tables[TABLE].file
            lazy = pl.scan_parquet(path).select(COLUMNS)
            yield from lazy.collect_batches(chunk_size=PIECE, maintain_order=True)
    yield read_starter(TABLE).select(COLUMNS)
