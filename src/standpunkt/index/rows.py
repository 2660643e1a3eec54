"""Turns months into the tables of a version."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.month import IndexMonth, MonthResult
from standpunkt.study.model import Study
from standpunkt.tables.schemas.result import (
    StudyMonthShare,
    StudyStateMonthClass,
    StudyStateMonthScore,
    StudyStateTransition,
)

STATISTICS = ("mean_score", "sd_score", "low_score", "q25_score", "median_score", "q75_score", "high_score")
EXTRA = ("intensity_score", "conflict_between_score", "conflict_within_score", "residual_score")
Array = NDArray[Any]


def score_frame(states: tuple[str, ...], months: Sequence[MonthResult]) -> pl.DataFrame:
    """Rows of `study_state_month_score`, null where a state is not rated.

    Args:
        states: The states.
        months: All months.

    Returns:
        The table.
    """
    both = [_scores(states, months, [found.stance for found in months], with_extra=True)]
    both.append(_scores(states, months, [found.dependence for found in months], with_extra=False))
    others = [found.opponent for found in months if found.opponent is not None]
    both += [_scores(states, months, others, with_extra=False)] if others else []
    columns = list(StudyStateMonthScore.columns())
    return pl.concat(both).select(columns).sort("iso3", "month_date", "index_code")


def _scores(
    states: tuple[str, ...], months: Sequence[MonthResult], index: list[IndexMonth], *, with_extra: bool
) -> pl.DataFrame:
    rated = np.stack([each.coverage.rated for each in index])
    columns: dict[str, Array] = {"central_score": np.stack([each.central for each in index])}
    statistics = np.stack([each.statistics for each in index])
    columns |= {name: statistics[..., i] for i, name in enumerate(STATISTICS)}
    extra = np.stack([found.extra for found in months]) if with_extra else np.full((*rated.shape, 4), np.nan)
    columns |= {name: extra[..., i] for i, name in enumerate(EXTRA)}
    bound = np.stack([_both_rated(found) for found in months])
    columns["residual_score"] = np.where(bound, columns["residual_score"], np.nan)
    columns["imputed_share"] = np.stack([each.imputed for each in index])
    columns = {name: np.where(rated, values, np.nan).ravel() for name, values in columns.items()}
    return pl.DataFrame(
        {
            **_places(states, months),
            **columns,
            "coverage_share": np.concatenate([each.coverage.share for each in index]),
            "coverage_grade": np.concatenate([each.coverage.grade for each in index]).astype(str),
            "is_rated": rated.ravel(),
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None), index_code=pl.lit(index[0].code))


def _both_rated(found: MonthResult) -> Array:
    # The residual is told where every Dependence that it is net of is known.
    rated = found.dependence.coverage.rated
    return rated if found.opponent is None else rated & found.opponent.coverage.rated


def _places(states: tuple[str, ...], months: Sequence[MonthResult]) -> dict[str, Any]:
    return {
        "iso3": list(states) * len(months),
        "month_date": [found.month for found in months for _ in states],
    }


def class_frame(study: Study, states: tuple[str, ...], months: Sequence[MonthResult]) -> pl.DataFrame:
    """Rows of `study_state_month_class`, in the order of classes.

    Args:
        study: Gives the order of classes.
        states: The states.
        months: All months.

    Returns:
        The table.
    """
    rated = np.concatenate([found.stance.coverage.rated for found in months])
    chances = np.concatenate([found.chances for found in months])
    whole = pl.DataFrame(
        {
            **_places(states, months),
            "named_class": [name for found in months for name in found.named],
            "is_gated": np.concatenate([found.gated for found in months]),
            "is_rated": rated,
        },
        schema_overrides={"named_class": pl.String},
    )
    frames = [
        whole.with_columns(
            class_probability=pl.when("is_rated").then(pl.Series(chances[:, c])),
            is_gated=pl.when("is_rated").then("is_gated"),
            class_code=pl.lit(code),
            place=pl.lit(c),
        )
        for c, code in enumerate(study.classes.order)
    ]
    every = pl.concat(frames).sort("iso3", "month_date", "place")
    return every.select(list(StudyStateMonthClass.columns()))


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
