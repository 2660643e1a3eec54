"""Joint military exercises with the power, net of those with the opponent's side."""

import math

import polars as pl

from standpunkt.measures.cells import (
    CELL,
    COVERAGE_TABLE,
    answer,
    doubt,
    last_closed,
    month_ends,
    of_universe,
    sides,
)
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "event_exercise"
LIMIT = 50.0
DEFAULT_HALF_LIFE = 24
DAYS_PER_MONTH = 365.25 / 12


def net_exercises(tables: Tables, request: Request) -> Measured:
    """Exercises per year led by the power's side minus those led by the opponent's side, fading with age.

    An exercise counts from the day on which it has surely begun: with the year alone, from the year's end.
    Each counts 2^(-age/half-life); the sum times ln 2 over the half-life in years is the rate per
    year that a steady practice would have. Zero: none on file in a list declared closed. Missing:
    not_reported in an open list. Where the list is no longer closed, a value is as old as its newest
    exercise or as the day on which the list closed. Error (90 %): by verification of each exercise, as a
    share of its weight.

    >>> round(yearly_rate(24), 4)
    0.3466

    Args:
        tables: event_exercise and the declared coverage of lists.
        request: What the study asks; param `half_life_months`.

    Returns:
        Net rates per year, one part per exercise.
    """
    half_life = float(request.params.get("half_life_months", DEFAULT_HALF_LIFE))
    held = _happened(of_universe(tables[TABLE], request), request)
    held = held.rename({"leader_iso3": "partner_iso3"}).join(
        sides(request), on=["partner_iso3", "month_date"]
    )
    age = (pl.col("end_date") - pl.col("sure_date")).dt.total_days() / DAYS_PER_MONTH
    value = pl.col("side_sign") * (-age * math.log(2) / half_life).exp() * yearly_rate(half_life)
    known = last_closed(tables, request, TABLE)
    held = held.with_columns(value.alias("part_value")).join(known, on=CELL, how="left")
    half = pl.col("part_value").abs() * doubt()
    parts = held.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        "part_value",
        (pl.col("part_value") - half).alias("low_part"),
        (pl.col("part_value") + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.max_horizontal("sure_date", "list_date").alias("valid_from_date"),
    )
    return answer(tables, request, parts, [TABLE], value_range=(-LIMIT, LIMIT))


def yearly_rate(half_life_months: float) -> float:
    """What one exercise just held adds to the rate per year."""
    return math.log(2) / (half_life_months / 12)


def _happened(facts: pl.DataFrame, request: Request) -> pl.DataFrame:
    precision = pl.col("date_precision")
    year_end = pl.date(pl.col("from_date").dt.year(), 12, 31)
    sure = (
        pl.when(precision == "year")
        .then(year_end)
        .when(precision == "month")
        .then(pl.col("from_date").dt.month_end())
        .otherwise(pl.col("from_date"))
    )
    found = facts.with_columns(sure.alias("sure_date")).join(month_ends(request), how="cross")
    return found.filter(pl.col("sure_date") <= pl.col("end_date"))


MEASURE = Measure(
    code="events.net_exercises",
    label="Joint exercises led by {power_gen} side, net of the other side's",
    unit="exercises/yr",
    value_range=(-LIMIT, LIMIT),
    tables=(TABLE, COVERAGE_TABLE),
    params={"half_life_months": "months after which an exercise counts half"},
    reference="Exponential decay; steady rate = sum of weights times ln 2 over the half-life",
    caveat="A port call and a manoeuvre of thousands count alike; lists are known to be short.",
    compute=net_exercises,
)
