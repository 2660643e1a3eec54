"""Turns months into the tables of a version."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from standpunkt.index.explain.parts import check_parts, part_rows, rest_of
from standpunkt.index.month import IndexMonth, MonthResult, node_points
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.panel import Panel
from standpunkt.index.score.position import untransform
from standpunkt.index.score.tree import Tree
from standpunkt.study.model import Study
from standpunkt.tables.schemas.result import (
    StudyMonthShare,
    StudyStateMonthClass,
    StudyStateMonthContribution,
    StudyStateMonthScore,
    StudyStateTransition,
)

STATISTICS = ("mean_score", "sd_score", "low_score", "q25_score", "median_score", "q75_score", "high_score")
EXTRA = ("intensity_score", "conflict_between_score", "conflict_within_score", "residual_score")
KEY = ["iso3", "month_date", "indicator_code"]


def score_frame(states: tuple[str, ...], months: Sequence[MonthResult]) -> pl.DataFrame:
    """Rows of `study_state_month_score`, null where a state is not rated.

    Args:
        states: The states.
        months: All months.

    Returns:
        The table.
    """
    frames = []
    for found in months:
        frames.append(_scores(states, found, found.stance, found.extra))
        frames.append(_scores(states, found, found.dependence, None))
    return pl.concat(frames).select(list(StudyStateMonthScore.columns())).sort("iso3", "month_date", "index_code")


def _scores(states: tuple[str, ...], found: MonthResult, index: IndexMonth, extra: Any) -> pl.DataFrame:  # noqa: ANN401 (array or None)
    rated = index.coverage.rated
    values = {name: np.where(rated, index.statistics[:, i], np.nan) for i, name in enumerate(STATISTICS)}
    nothing = np.full(len(states), np.nan)
    for i, name in enumerate(EXTRA):
        values[name] = nothing if extra is None else np.where(rated, extra[:, i], np.nan)
    if extra is not None:
        residual_known = rated & found.dependence.coverage.rated
        values["residual_score"] = np.where(residual_known, extra[:, 3], np.nan)
    frame = pl.DataFrame(
        {
            "iso3": list(states),
            "central_score": np.where(rated, index.central, np.nan),
            **values,
            "coverage_share": index.coverage.share,
            "coverage_grade": index.coverage.grade.astype(str),
            "imputed_share": np.where(rated, index.imputed, np.nan),
            "is_rated": rated,
        }
    )
    return frame.with_columns(
        pl.col(pl.Float64).fill_nan(None),
        month_date=pl.lit(found.month, pl.Date),
        index_code=pl.lit(index.code),
    )


def class_frame(study: Study, states: tuple[str, ...], months: Sequence[MonthResult]) -> pl.DataFrame:
    """Rows of `study_state_month_class`.

    Args:
        study: Gives the order of classes.
        states: The states.
        months: All months.

    Returns:
        The table.
    """
    frames = []
    for found in months:
        rated = found.stance.coverage.rated
        for c, code in enumerate(study.classes.order):
            frames.append(
                pl.DataFrame(
                    {
                        "iso3": list(states),
                        "class_probability": np.where(rated, found.chances[:, c], np.nan),
                        "named_class": list(found.named),
                        "is_gated": found.gated,
                    },
                    schema_overrides={"named_class": pl.String},
                ).with_columns(
                    pl.col("class_probability").fill_nan(None),
                    pl.when(pl.Series(rated)).then(pl.col("is_gated")).alias("is_gated"),
                    month_date=pl.lit(found.month, pl.Date),
                    class_code=pl.lit(code),
                )
            )
    return pl.concat(frames).select(list(StudyStateMonthClass.columns())).sort("iso3", "month_date")


def contribution_frame(
    ready: tuple[Study, Calibration, Tree, Panel],
    months: Sequence[MonthResult],
    indicators: pl.DataFrame,
    parts: pl.DataFrame,
) -> pl.DataFrame:
    """Rows of `study_state_month_contribution`; at each level they add up to the central score.

    Args:
        ready: Study, calibration, tree and cells.
        months: All months.
        indicators: Values.
        parts: Parts of values.

    Returns:
        The table, without states that are not rated.
    """
    study, calibration, tree, panel = ready
    frames = [_nodes(tree, panel.states, found, index) for found in months for index in _both(found)]
    nodes = pl.concat(frames)
    variant = panel.variants[0]
    check_parts(indicators, parts, variant)
    zeros = [
        (code, untransform(study.indicators[code], calibration.central(code).zero, calibration.units[code]))
        for code in tree.indicators
    ]
    points = nodes.filter(pl.col("level") == "indicator").rename({"node_code": "indicator_code"})
    told = part_rows(
        points.drop("level", "parent_code", "low_score", "high_score"),
        parts,
        rest_of(indicators, parts, variant),
        pl.DataFrame(zeros, schema=["indicator_code", "zero_value"], orient="row"),
    )
    columns = list(StudyStateMonthContribution.columns())
    every = pl.concat([nodes.drop("slope"), told], how="diagonal").select(columns)
    order = ["iso3", "month_date", "index_code", "level", "node_code"]
    return every.sort(order)


def _both(found: MonthResult) -> tuple[IndexMonth, IndexMonth]:
    return found.stance, found.dependence


def _nodes(tree: Tree, states: tuple[str, ...], found: MonthResult, index: IndexMonth) -> pl.DataFrame:
    rated = np.flatnonzero(index.coverage.rated)
    names = [states[n] for n in rated]
    pieces = []
    for level, (codes, parents, points) in node_points(tree, index).items():
        for at, (code, parent) in enumerate(zip(codes, parents, strict=True)):
            slope, kind, keep = _indicator_facts(tree, found, level, at)
            piece = pl.DataFrame(
                {
                    "iso3": names,
                    "contribution_score": points[at, rated] + 0.0,
                    "kind": kind[rated],
                    "slope": slope[rated],
                    "keep": keep[rated],
                },
                schema_overrides={"iso3": pl.String, "kind": pl.String},
            )
            low, high = _bounds_of(index, level, at, rated)
            pieces.append(
                piece.with_columns(
                    level=pl.lit(level),
                    node_code=pl.lit(code),
                    parent_code=pl.lit(parent, pl.String),
                    low_score=low,
                    high_score=high,
                )
            )
    frame = pl.concat(pieces).filter("keep").drop("keep")
    empty = [pl.lit(None, pl.String).alias(name) for name in ("table_name", "row_key", "source_id")]
    return frame.with_columns(
        *empty, month_date=pl.lit(found.month, pl.Date), index_code=pl.lit(index.code)
    ).filter(pl.lit(index.code == "stance") | (pl.col("contribution_score") != 0) | _is_exposed(tree))


def _is_exposed(tree: Tree) -> pl.Expr:
    exposed = tree.layer_of == 2
    pillars = {tree.pillars[p] for p in tree.pillar_of[exposed]}
    groups = {tree.groups[g] for g in np.flatnonzero(exposed)}
    codes = {code for code, g in zip(tree.indicators, tree.group_of, strict=True) if exposed[g]}
    layers = {f"{pillar}.exposure" for pillar in pillars}
    return pl.col("node_code").is_in(sorted(pillars | groups | codes | layers))


def _indicator_facts(tree: Tree, found: MonthResult, level: str, at: int) -> tuple[Any, Any, Any]:
    count = found.applies.shape[0]
    if level != "indicator":
        return np.zeros(count), np.full(count, "data"), np.ones(count, np.bool_)
    kind = np.where(found.gaps[at], "imputed", "data")
    return found.slope[at], kind, found.applies[:, at]


def _bounds_of(index: IndexMonth, level: str, at: int, rated: Any) -> tuple[pl.Series, pl.Series]:  # noqa: ANN401 (positions)
    if index.bounds is None:
        nothing = pl.Series([None] * len(rated), dtype=pl.Float64)
        return nothing, nothing
    values = index.bounds[level][at, rated]
    return pl.Series(values[:, 0]), pl.Series(values[:, 1])


def transition_frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows of `study_state_transition`.

    Args:
        rows: The rows.

    Returns:
        The table.
    """
    schema = {name: column.dtype for name, column in StudyStateTransition.columns().items()}
    return pl.DataFrame(rows, schema=schema).sort("iso3", "from_month_date", "to_month_date")


def share_frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows of `study_month_share`.

    Args:
        rows: The rows.

    Returns:
        The table.
    """
    schema = {name: column.dtype for name, column in StudyMonthShare.columns().items()}
    return pl.DataFrame(rows, schema=schema)
