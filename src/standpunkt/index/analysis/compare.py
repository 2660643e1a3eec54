"""Two results side by side: what moved between two studies or builds, and through which indicators."""

from collections.abc import Mapping
from datetime import date

import polars as pl

Frames = Mapping[str, pl.DataFrame]
SCORE, CLASS, POINTS = (
    "study_state_month_score",
    "study_state_month_class",
    "study_state_month_contribution",
)


def compare(first: Frames, second: Frames, month: date) -> pl.DataFrame:
    """State by state difference of two results in one month.

    Args:
        first: Frames of the first result.
        second: Frames of the second result.
        month: A month of both.

    Returns:
        iso3, stance_before, stance_after, change, class_before, class_after, overlaps (the 90 % intervals),
        causes (indicators by size of their difference, with points); largest change first. States that only
        one of them rates have nulls on the other side.
    """
    joined = _scores(first, month).join(
        _scores(second, month), on="iso3", how="full", coalesce=True, suffix="_after"
    )
    causes = _causes(first, second, month)
    found = joined.join(causes, on="iso3", how="left").with_columns(
        change=pl.col("stance_after") - pl.col("stance"),
        overlaps=(pl.col("low") <= pl.col("high_after")) & (pl.col("low_after") <= pl.col("high")),
    )
    return found.select(
        "iso3",
        pl.col("stance").alias("stance_before"),
        "stance_after",
        "change",
        pl.col("class").alias("class_before"),
        pl.col("class_after"),
        "overlaps",
        "causes",
    ).sort(pl.col("change").abs(), "iso3", descending=[True, False], nulls_last=True)


def _scores(frames: Frames, month: date) -> pl.DataFrame:
    scores = frames[SCORE].filter(
        (pl.col("month_date") == month) & (pl.col("index_code") == "stance") & pl.col("is_rated")
    )
    names = frames[CLASS].filter(pl.col("month_date") == month).select("iso3", "named_class").unique()
    return scores.join(names, on="iso3", how="left").select(
        "iso3",
        pl.col("central_score").alias("stance"),
        pl.col("low_score").alias("low"),
        pl.col("high_score").alias("high"),
        pl.col("named_class").alias("class"),
    )


def _causes(first: Frames, second: Frames, month: date) -> pl.DataFrame:
    before, after = (_points(frames, month) for frames in (first, second))
    both = before.join(after, on=["iso3", "node_code"], how="full", coalesce=True, suffix="_after")
    moved = both.with_columns(
        points=pl.col("contribution_score_after").fill_null(0) - pl.col("contribution_score").fill_null(0)
    ).filter(pl.col("points") != 0)
    ordered = moved.sort("iso3", pl.col("points").abs(), "node_code", descending=[False, True, False])
    return ordered.group_by("iso3", maintain_order=True).agg(
        pl.struct(pl.col("node_code").alias("indicator"), "points").alias("causes")
    )


def _points(frames: Frames, month: date) -> pl.DataFrame:
    return (
        frames[POINTS]
        .filter(
            (pl.col("month_date") == month)
            & (pl.col("index_code") == "stance")
            & (pl.col("level") == "indicator")
        )
        .select("iso3", "node_code", "contribution_score")
    )


def totals(first: Frames, second: Frames, month: date) -> pl.DataFrame:
    """World shares of both results in one month.

    Args:
        first: Frames of the first result.
        second: Frames of the second result.
        month: A month of both.

    Returns:
        weight_code, class_code, share and interval before and after.
    """
    columns = ["weight_code", "class_code", "mean_share", "low_share", "high_share"]
    before, after = (
        frames["study_month_share"].filter(pl.col("month_date") == month).select(columns)
        for frames in (first, second)
    )
    return before.join(after, on=columns[:2], how="full", coalesce=True, suffix="_after")
