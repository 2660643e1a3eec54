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


class WorldBook:
    """Weights of the states of a study, each kind and year looked up once."""

    def __init__(self, study: Study, states: tuple[str, ...], world: pl.DataFrame) -> None:
        """See the class; world: iso3, year, population_persons, gdp_usd."""
        self.study, self.states, self._world = study, states, world
        self._known: dict[tuple[str, int], WorldWeights] = {}
        self._errors: dict[tuple[str, str, int], Array] = {}

    def at(self, month: date) -> list[WorldWeights]:
        """The weights of every kind that the study names; see `weights_at`."""
        return [self._one(code, month) for code in self.study.world.weights]

    def _one(self, code: str, month: date) -> WorldWeights:
        if (code, month.year) not in self._known:
            self._known[code, month.year] = weights_at(self._world, self.states, month, code)
        return self._known[code, month.year]

    def amounts(self, weights: WorldWeights, inside: NDArray[np.float64]) -> Array:
        """Sums of weights over states, in every draw; what nobody published errs.

        Args:
            weights: Weights of one kind.
            inside: [N,D], 1 for states that count.

        Returns:
            [D].
        """
        total = np.where(weights.is_filled, 0.0, weights.value) @ inside
        for n in np.flatnonzero(weights.is_filled):
            total += weights.value[n] * self._error(weights.code, self.states[n], len(total)) * inside[n]
        return np.asarray(total)

    def _error(self, code: str, state: str, draws: int) -> Array:
        key = (code, state, draws)
        if key not in self._errors:
            errors = stream(self.study.run.seed, "world", code, state).standard_normal(draws)
            self._errors[key] = np.exp(GAP_SD * errors)
        return self._errors[key]


def share_rows(
    book: WorldBook, month: date, picture: tuple[NDArray[np.int8], NDArray[np.bool_]]
) -> list[dict[str, object]]:
    """Rows of `study_month_share` of one month.

    Args:
        book: Weights of the states.
        month: The month.
        picture: Classes [N,D] and which states are rated [N].

    Returns:
        One row per weight and class, and one for the states that are not rated.

    Raises:
        ClassTotalError: If classes and not rated states are not the universe.
    """
    classes, rated = picture
    inside = [((classes == c) & rated[:, None]).astype(np.float64) for c in range(CLASS_COUNT)]
    outside = np.broadcast_to((~rated)[:, None], classes.shape).astype(np.float64)
    counts = np.stack([each.sum(axis=0) for each in (*inside, outside)])
    total = counts.sum(axis=0)
    if (total != len(rated)).any():
        raise ClassTotalError(total=int(total[0]), expected=len(rated), month=f"{month:%Y-%m}")
    bounds = book.study.world.interval
    of_counts = np.quantile(counts, bounds, axis=1)
    rows = []
    for weights in book.at(month):
        amounts = np.stack([book.amounts(weights, each) for each in (*inside, outside)])
        shares = _shares(book.study, amounts)
        of_shares = np.quantile(shares, bounds, axis=1)
        means = (shares.mean(axis=1), counts.mean(axis=1))
        rows += _rows(book.study, month, weights, (*means, *of_shares, *of_counts))
    return rows


def _shares(study: Study, amounts: Array) -> Array:
    # The last row holds the states that are not rated: their share is always one of everybody.
    everyone = amounts.sum(axis=0)
    basis = amounts[:-1].sum(axis=0) if study.world.basis == "rated" else everyone
    found = np.divide(amounts, basis, out=np.zeros_like(amounts), where=basis > 0)
    found[-1] = amounts[-1] / everyone
    return np.asarray(found)


def _rows(
    study: Study, month: date, weights: WorldWeights, numbers: tuple[Array, ...]
) -> list[dict[str, object]]:
    share, count, share_low, share_high, count_low, count_high = (each.tolist() for each in numbers)
    return [
        {
            "month_date": month,
            "weight_code": weights.code,
            "class_code": name,
            "mean_share": round(share[c], 9),
            "low_share": round(share_low[c], 9),
            "high_share": round(share_high[c], 9),
            "mean_count": round(count[c], 6),
            "low_count": count_low[c],
            "high_count": count_high[c],
            "weight_year": weights.year,
        }
        for c, name in enumerate((*study.classes.order, NOT_RATED))
    ]
