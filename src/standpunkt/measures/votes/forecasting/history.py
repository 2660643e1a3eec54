"""What a state's own votes say: the last one through a table, and its record on the same or similar texts."""

from collections.abc import Callable

import numpy as np
import polars as pl

from standpunkt.measures.votes.forecasting.question import DAYS_PER_YEAR, Evidence
from standpunkt.measures.votes.forecasting.settings import RecordWeights, settings
from standpunkt.measures.votes.scaling.grid import Floats

LONGEST_YEARS = 4.0
ANSWERS = 3
Table = Callable[[float], Floats]
"""How a vote turns into the next one after some years: yes, abstain, no in rows and columns."""


def fixed(table: Floats) -> Table:
    """A table that does not depend on the years between."""
    return lambda _years: table


def yearly(table: Floats) -> Table:
    """A table of one year, multiplied with itself for more years, between whole years by mixing.

    Args:
        table: Rows summing to one.

    Returns:
        The table after some years; at least one and at most four years count.
    """

    def after(years: float) -> Floats:
        spent = min(max(years, 1.0), LONGEST_YEARS)
        whole = int(spent)
        one = np.linalg.matrix_power(table, whole)
        return np.asarray(one + (spent - whole) * (one @ table - one))

    return after


def shares(found: Evidence) -> Floats:
    """Shares of yes, abstain, no on the reference, shape (3,); half a vote is added to each."""
    counts = np.bincount(np.maximum(found.reference, 0), minlength=ANSWERS + 1)[1:] + 0.5
    return np.asarray(counts / counts.sum())


def transitions(found: Evidence, table: Table) -> Floats:
    """The last vote pushed through the table: on the reference, else the same text, else a similar one.

    Args:
        found: Votes that speak to the question.
        table: How a vote turns into the next one.

    Returns:
        Shape (states, 3); the shares of the reference where a state has no vote at all.
    """
    told = np.tile(shares(found), (len(found.states), 1))
    open_rows = np.ones(len(found.states), dtype=bool)
    newest_first = np.arange(len(found.years))[::-1]
    order = [found.at, *newest_first[found.is_same_text[::-1]], *newest_first[~found.is_same_text[::-1]]]
    for column in order:
        hit = open_rows & (found.votes[:, column] > 0)
        told[hit] = table(float(found.years[column]))[found.votes[hit, column] - 1]
        open_rows &= ~hit
    return told


def record(found: Evidence, start: Floats, weights: RecordWeights) -> Floats:
    """Shares of a state's own answers, newer ones weighing more, around a start.

    Args:
        found: Votes that speak to the question.
        start: What is expected without any record, shape (states, 3).
        weights: What the start and similar texts weigh.

    Returns:
        Shape (states, 3).
    """
    age = np.maximum(found.years - found.years[found.at], 0)
    weight = 0.5 ** (age / weights.half_life_years)
    is_same = found.is_same_text.copy()
    is_same[found.at] = True
    weight *= np.where(is_same, 1.0, weights.similar)
    counts = np.stack([(found.votes == code) @ weight for code in range(1, ANSWERS + 1)], axis=1)
    total = counts + weights.table * start
    return np.asarray(total / total.sum(axis=1, keepdims=True))


def repeat_table(known: pl.DataFrame, repetitions: pl.DataFrame) -> Floats:
    """How votes turned in earlier repetitions of a text, around the table of the settings.

    Args:
        known: Votes known by the day.
        repetitions: roll_call_id and the `earlier` roll call of the same text.

    Returns:
        Rows summing to one.
    """
    voted = known.filter(pl.col("code") > 0)
    later = repetitions.join(voted.select("roll_call_id", "iso3", "code", "date"), on="roll_call_id")
    before = voted.select(pl.col("roll_call_id").alias("earlier"), "iso3", pl.col("code").alias("before"))
    pairs = later.join(before, on=["earlier", "iso3"])
    years = (pl.col("date").max() - pl.col("date")).dt.total_days() / DAYS_PER_YEAR
    weight = pl.lit(0.5) ** (years / settings().repeat_half_life_years)
    sums = pairs.with_columns(weight.alias("weight")).group_by("before", "code").agg(pl.col("weight").sum())
    counts = settings().start_votes * np.array(settings().repeat.table)
    for code_before, code, total in sums.iter_rows():
        counts[code_before - 1, code - 1] += total
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))
