"""Indicators as arrays: one cell per vote set, month, state and indicator."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.score.tree import Tree
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.index import DuplicateCellError, FutureDataError
from standpunkt.vocabulary.periods import MONTHS_PER_YEAR

NORMAL_90 = 3.29
"""Width of a 90 % interval in standard deviations, rounded as in the index design."""
OBSERVED, NOT_REPORTED, NOT_APPLICABLE, SUPPRESSED, OUT_OF_SCOPE = range(5)
MISSING = {"not_reported": 1, "not_applicable": 2, "suppressed": 3, "out_of_scope": 4}


@dataclass(frozen=True)
class Cells:
    """Raw values with 90 % bounds, all [V,T,N,K]; V is the vote set, alike for indicators without one.

    state: why a cell has no value (OBSERVED where it has one). age: years since the day it speaks of.
    """

    variants: tuple[str, ...]
    months: tuple[date, ...]
    states: tuple[str, ...]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    state: NDArray[np.int8]
    age: NDArray[np.float32]


def variants_of(study: Study) -> tuple[str, ...]:
    """The vote sets in use; the first is central.

    Args:
        study: The study.

    Returns:
        Their ids.
    """
    declared = tuple(variant.id for variant in study.roll_calls.variants)
    factor = study.uncertainty.vote_set
    if factor is None:
        return declared[:1]
    if factor.variants == "all":
        return declared
    return (declared[0], *(each for each in factor.variants if each != declared[0]))


def cells_of(study: Study, tree: Tree, indicators: pl.DataFrame, states: tuple[str, ...]) -> Cells:
    """Sorts the rows of all indicators into arrays; a cell without a row is not_reported.

    Args:
        study: Gives months and vote sets.
        tree: Gives the order of the indicators.
        indicators: Rows of `study_state_month_indicator`; other states, months and indicators are left out.
        states: The states wanted, in order.

    Returns:
        The cells.

    Raises:
        DuplicateCellError: If a cell has two rows.
        FutureDataError: If a value speaks of a day after its month.
    """
    variants, months = variants_of(study), study.period.range.months()
    shape = (len(variants), len(months), len(states), len(tree.indicators))
    rows = _placed(indicators, (months, states, tree.indicators))
    late = rows.filter(pl.col("valid_from_date") > pl.col("month_date").dt.month_end())
    if late.height:
        raise FutureDataError(**late.row(0, named=True))
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    state, age = np.full(shape, NOT_REPORTED, np.int8), np.zeros(shape, np.float32)
    columns = ("value", "low_value", "high_value", "missing_code", "age")
    for v, variant in enumerate(variants):
        part = rows.filter(pl.col("variant").is_in(["", variant]))
        twice = part.filter(part.select("t", "n", "k").is_duplicated())
        if twice.height:
            raise DuplicateCellError(**twice.row(0, named=True))
        at = tuple(part[name].to_numpy() for name in ("t", "n", "k"))
        arrays: tuple[NDArray[Any], ...] = (value, low, high, state, age)
        for array, column in zip(arrays, columns, strict=True):
            array[v, at[0], at[1], at[2]] = part[column].to_numpy()
    return Cells(variants, months, states, value, low, high, state, age)


def _placed(indicators: pl.DataFrame, axes: tuple[tuple[Any, ...], ...]) -> pl.DataFrame:
    found = indicators.with_columns(pl.col("variant").fill_null(""))
    for name, key, values in zip(
        ("t", "n", "k"), ("month_date", "iso3", "indicator_code"), axes, strict=True
    ):
        place = pl.DataFrame({key: list(values), name: range(len(values))}, schema_overrides={name: pl.Int64})
        found = found.join(place, on=key, how="inner")
    days = (pl.col("month_date").dt.month_end() - pl.col("valid_from_date")).dt.total_days()
    has_value = pl.col("value").is_not_null()
    code = pl.col("missing").replace_strict(MISSING, default=NOT_REPORTED, return_dtype=pl.Int8)
    return found.with_columns(
        pl.col("value").cast(pl.Float64).fill_null(float("nan")),
        pl.col("low_value").cast(pl.Float64).fill_null(pl.col("value")).fill_null(float("nan")),
        pl.col("high_value").cast(pl.Float64).fill_null(pl.col("value")).fill_null(float("nan")),
        pl.when(has_value).then(pl.lit(OBSERVED, pl.Int8)).otherwise(code).alias("missing_code"),
        # Whole months of age: a month's own end is age 0 whatever its length.
        ((days / (365.25 / MONTHS_PER_YEAR)).round() / MONTHS_PER_YEAR)
        .fill_null(0.0)
        .cast(pl.Float32)
        .alias("age"),
    )
