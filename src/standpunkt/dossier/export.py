"""Writes rows and tables of a version to files: complete, or not at all."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from standpunkt.dossier.observatory import Observatory

SCORE_COLUMNS = (
    "iso3",
    "period",
    "stance",
    "stance_low",
    "stance_high",
    "dependence",
    "dependence_low",
    "dependence_high",
    "intensity",
    "conflict",
    "class",
)

MORE = ("dependence_opponent", "dependence_opponent_low", "dependence_opponent_high", "residual")
"""Columns after those of the contract with scripts; empty where the study or the facts give none."""


def write_states_csv(observatory: "Observatory", at: str, path: Path) -> Path:
    """Writes the states of one month as CSV (UTF-8, comma, missing cells empty), with version and data date.

    Args:
        observatory: The read side of a version.
        at: The period.
        path: The file.

    Returns:
        The path.
    """
    stamp = observatory.stamp()
    rows = [
        {**row, "version": stamp["version"], "data_date": stamp["data_date"]}
        for row in observatory.states(at)
    ]
    return write_text(path, rows_as_csv(rows))


def rows_as_csv(rows: Sequence[dict[str, Any]]) -> str:
    """Rows as CSV text with a header; the first row names the columns.

    Args:
        rows: Rows of equal keys.

    Returns:
        The text; empty without rows.
    """
    target = io.StringIO()
    writer = csv.DictWriter(target, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()


def write_scores(observatory: "Observatory", folder: Path, first: date | None = None) -> tuple[Path, Path]:
    """Writes `scores.parquet` (a row per state and month) and `contributions.parquet`.

    Args:
        observatory: The read side of a version.
        folder: Where to write.
        first: The first month wanted; None takes all.

    Returns:
        Both paths.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {**row, "period": f"{month:%Y-%m}"}
        for month in observatory.months
        if first is None or month >= first
        for row in observatory.states(month)
    ]
    chances = [f"p_{code.lower()}" for code in observatory.study.classes.order]
    scores = pl.DataFrame(rows, infer_schema_length=None).select(
        *SCORE_COLUMNS, *chances, "coverage", "coverage_grade", *(pl.col(name).cast(float) for name in MORE)
    )
    contributions = observatory.folder.read("study_state_month_contribution")
    if first is not None:
        contributions = contributions.filter(pl.col("month_date") >= first)
    return (
        _write_parquet(folder / "scores.parquet", scores),
        _write_parquet(folder / "contributions.parquet", contributions),
    )


def write_text(path: Path, text: str) -> Path:
    """Writes a text file through a part file and a rename.

    Args:
        path: The file.
        text: Its content.

    Returns:
        The path.
    """
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    return part.replace(path)


def _write_parquet(path: Path, frame: pl.DataFrame) -> Path:
    part = path.with_name(path.name + ".part")
    frame.write_parquet(part, compression="zstd")
    return part.replace(path)
