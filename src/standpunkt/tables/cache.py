"""Frames that a step has computed before, by the fingerprint of its inputs.

A cache entry is complete or absent: it is written beside its place and renamed.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from standpunkt.tables.placing import ENDING, drop_leftovers, part_of, put_in_place

KEPT_ENTRIES = 4
"""So many answers of a step are kept: another period or number of draws does not push out the usual one."""


class FrameCache:
    """Named frames below a folder; an entry is a folder of Parquet files."""

    def __init__(self, folder: Path) -> None:
        """Uses a folder, which need not exist yet."""
        self.folder = folder

    def get(self, step: str, fingerprint: str) -> dict[str, pl.DataFrame] | None:
        """The frames of a step for these inputs.

        Args:
            step: Name of the step.
            fingerprint: Hash of all its inputs.

        Returns:
            Frames by name, or None if they were never stored or can no longer be read.
        """
        entry = self._entry(step, fingerprint)
        if not entry.is_dir():
            return None
        try:
            return {path.stem: pl.read_parquet(path) for path in sorted(entry.glob("*.parquet"))}
        except (pl.exceptions.PolarsError, OSError):
            shutil.rmtree(entry, ignore_errors=True)
            return None

    def put(self, step: str, fingerprint: str, frames: Mapping[str, pl.DataFrame]) -> None:
        """Stores the frames of a step and drops all but the newest entries.

        Args:
            step: Name of the step.
            fingerprint: Hash of all its inputs.
            frames: Frames by name.
        """
        entry = self._entry(step, fingerprint)
        if entry.is_dir():
            return
        drop_leftovers(entry.parent)
        part = part_of(entry)
        part.mkdir(parents=True)
        for name, frame in frames.items():
            frame.write_parquet(part / f"{name}.parquet", compression="zstd")
        put_in_place(part, entry, is_whole=entry.is_dir)
        whole = [other for other in entry.parent.iterdir() if other.suffix != ENDING and other != entry]
        whole.sort(key=lambda other: other.stat().st_mtime, reverse=True)
        for other in whole[KEPT_ENTRIES - 1 :]:
            shutil.rmtree(other, ignore_errors=True)

    def _entry(self, step: str, fingerprint: str) -> Path:
        return self.folder / step / fingerprint
