"""Frames that a fit of recorded votes keeps beside the data, for the next roll call to go on from."""

from pathlib import Path

import polars as pl


def read_kept(folder: Path, name: str) -> pl.DataFrame:
    """A frame kept in a folder.

    Args:
        folder: The folder of the fit.
        name: File name, Parquet.

    Returns:
        The frame as it was written.
    """
    return pl.read_parquet(folder / name)
