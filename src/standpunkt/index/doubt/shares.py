"""World shares of classes by number, population and economic output, as intervals over the draws."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.draws import stream
from standpunkt.index.score.classify import CLASS_COUNT
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.index import ClassTotalError

Array = NDArray[np.float64]
COLUMNS = {"population": "population_persons", "gdp_usd": "gdp_usd"}
NOT_RATED = "NOT_RATED"
GAP_SD = 0.3
"""Standard deviation of the logarithm of a weight that nobody published."""


@dataclass(frozen=True)
class WorldWeights:
    """Weights of one kind: value [N], the year most of them speak of, and which were never published."""

    code: str
    value: Array
    year: int | None
    is_filled: NDArray[np.bool_]


def weights_at(world: pl.DataFrame, states: tuple[str, ...], month: date, code: str) -> WorldWeights:
    """The newest published weights at or before a month; never extrapolated.

    Args:
        world: iso3, year, population_persons, gdp_usd.
        states: The states wanted.
        month: A month; its year is the last one allowed.
        code: count, population or gdp_usd.

    Returns:
        A state's own newest value; where none was ever published, population times the median output a head
        (marked as filled), or the median.
    """
    if code == "count":
        return WorldWeights(code, np.ones(len(states)), None, np.zeros(len(states), np.bool_))
    value, years = _newest(world, states, month, COLUMNS[code])
    known = np.isfinite(value)
    if not known.any():
        return WorldWeights(code, np.ones(len(states)), None, ~known)
    filled = np.full(len(states), np.median(value[known]))
    if code == "gdp_usd":
        heads, _ = _newest(world, states, month, COLUMNS["population"])
        ratio = value / heads
        if np.isfinite(ratio).any():
            filled = np.where(np.isfinite(heads), heads * np.nanmedian(ratio), filled)
    counts = np.bincount(years[known])
    return WorldWeights(code, np.where(known, value, filled), int(counts.argmax()), ~known)


def _newest(
    world: pl.DataFrame, states: tuple[str, ...], month: date, column: str
) -> tuple[Array, NDArray[np.int64]]:
    rows = (
        world.filter((pl.col("year") <= month.year) & pl.col(column).is_not_null())
        .sort("iso3", "year")
        .group_by("iso3", maintain_order=True)
        .agg(pl.col(column).last(), pl.col("year").last())
    )
    found = pl.DataFrame({"iso3": list(states)}, schema={"iso3": pl.String})
    found = found.join(rows, on="iso3", how="left", maintain_order="left")
    value = found[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return value, found["year"].cast(pl.Int64).fill_null(0).to_numpy()


def share_rows(
    scope: tuple[Study, tuple[str, ...], pl.DataFrame],
    month: date,
    picture: tuple[NDArray[np.int8], NDArray[np.bool_]],
) -> list[dict[str, object]]:
    """Rows of `study_month_share` of one month.

    Args:
        scope: The study (weights, basis, interval), the states, and weights of states by year.
        month: The month.
        picture: Classes [N,D] and which states are rated [N].

    Returns:
        One row per weight and class, and one for the states that are not rated.

    Raises:
        ClassTotalError: If classes and not rated states are not the universe.
    """
    (study, states, world), (classes, rated) = scope, picture
    counts = [(classes[rated] == c).sum(axis=0) for c in range(CLASS_COUNT)]
    total = np.sum(counts, axis=0) + (~rated).sum()
    if (total != len(states)).any():
        raise ClassTotalError(total=int(total[0]), expected=len(states), month=f"{month:%Y-%m}")
    rows = []
    for code in study.world.weights:
        found = weights_at(world, states, month, code)
        rows += _rows_of((study, states), found, picture, month)
    return rows


def _rows_of(
    scope: tuple[Study, tuple[str, ...]],
    weights: WorldWeights,
    picture: tuple[NDArray[np.int8], NDArray[np.bool_]],
    month: date,
) -> list[dict[str, object]]:
    (study, states), (classes, rated) = scope, picture
    everyone = _amount(study, states, weights, np.ones(classes.shape, np.bool_))
    inside = [rated[:, None] & (classes == c) for c in range(CLASS_COUNT)]
    amounts = [_amount(study, states, weights, each) for each in inside]
    rest = everyone - np.sum(amounts, axis=0) if not rated.all() else np.zeros(classes.shape[1])
    basis = np.sum(amounts, axis=0) if study.world.basis == "rated" else everyone
    bounds = study.world.interval
    rows = []
    for name, each, amount in zip(study.classes.order, inside, amounts, strict=True):
        share = np.divide(amount, basis, out=np.zeros_like(basis), where=basis > 0)
        rows.append(_row((month, weights, name), (share, each.sum(axis=0)), bounds))
    count = np.full(classes.shape[1], (~rated).sum())
    return [*rows, _row((month, weights, NOT_RATED), (rest / everyone, count), bounds)]


def _amount(study: Study, states: tuple[str, ...], weights: WorldWeights, inside: NDArray[np.bool_]) -> Array:
    known = np.where(weights.is_filled, 0.0, weights.value)
    total = known @ inside
    for n in np.flatnonzero(weights.is_filled):
        errors = stream(study.run.seed, "world", weights.code, states[n]).standard_normal(inside.shape[1])
        total += weights.value[n] * np.exp(GAP_SD * errors) * inside[n]
    return np.asarray(total)


def _row(
    head: tuple[date, WorldWeights, str],
    drawn: tuple[Array, NDArray[np.int64]],
    bounds: tuple[float, float],
) -> dict[str, object]:
    (month, weights, name), (share, count) = head, drawn
    share_bounds, count_bounds = np.quantile(share, bounds), np.quantile(count, bounds)
    return {
        "month_date": month,
        "weight_code": weights.code,
        "class_code": name,
        "mean_share": round(float(share.mean()), 9),
        "low_share": round(float(share_bounds[0]), 9),
        "high_share": round(float(share_bounds[1]), 9),
        "mean_count": round(float(count.mean()), 6),
        "low_count": float(count_bounds[0]),
        "high_count": float(count_bounds[1]),
        "weight_year": weights.year,
    }
