"""Frames that a step has computed before, by the fingerprint of its inputs.

A cache entry is complete or absent: it is written beside its place and renamed.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl


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
            Frames by name, or None if they were never stored.
        """
        entry = self._entry(step, fingerprint)
        if not entry.is_dir():
            return None
        return {path.stem: pl.read_parquet(path) for path in sorted(entry.glob("*.parquet"))}

    def put(self, step: str, fingerprint: str, frames: Mapping[str, pl.DataFrame]) -> None:
        """Stores the frames of a step and drops its older entries.

        Args:
            step: Name of the step.
            fingerprint: Hash of all its inputs.
            frames: Frames by name.
        """
        entry = self._entry(step, fingerprint)
        if entry.is_dir():
            return
        part = entry.with_name(f"{entry.name}.{os.getpid()}.part")
        part.mkdir(parents=True, exist_ok=True)
        for name, frame in frames.items():
            frame.write_parquet(part / f"{name}.parquet", compression="zstd")
        part.rename(entry)
        for other in entry.parent.iterdir():
            if other != entry:
                shutil.rmtree(other, ignore_errors=True)

    def _entry(self, step: str, fingerprint: str) -> Path:
        return self.folder / step / fingerprint
