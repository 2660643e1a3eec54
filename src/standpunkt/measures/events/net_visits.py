"""Visits of leaders between a state and the two poles, one net of the other."""

import math

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, doubt, month_ends, of_universe
from standpunkt.measures.events.net_exercises import yearly_rate
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "event_visit"
LIMIT = 100.0
DEFAULT_HALF_LIFE = 12
DAYS_PER_MONTH = 365.25 / 12
SUMMIT = 0.5
"""Weight of a meeting of many: it is no visit to the host alone."""
LEAST_DOUBT = 0.1


def net_visits(tables: Tables, request: Request) -> Measured:
    """Visits per year with the power minus those with the opponent, in either direction, fading with age.

    A visit counts from its last day on, 2^(-age/half-life); a meeting of many counts half. The sum times ln 2
    over the half-life in years is the rate per year of a steady practice. Zero: none on file in a list
    declared closed. Missing: not_reported in an open list. Error (90 %): a tenth of each visit's weight, or
    more by verification.

    >>> round(yearly_rate(12), 4)
    0.6931

    Args:
        tables: event_visit and the declared coverage of lists.
        request: What the study asks; param `half_life_months`.

    Returns:
        Net rates per year, one part per visit.
    """
    half_life = float(request.params.get("half_life_months", DEFAULT_HALF_LIFE))
    visits = _with_a_pole(tables[TABLE], request).join(month_ends(request), how="cross")
    visits = visits.filter(pl.col("over_date") <= pl.col("end_date"))
    age = (pl.col("end_date") - pl.col("over_date")).dt.total_days() / DAYS_PER_MONTH
    weight = pl.when(pl.col("is_multilateral").fill_null(value=False)).then(SUMMIT).otherwise(1.0)
    value = pl.col("sign") * weight * (-age * math.log(2) / half_life).exp() * yearly_rate(half_life)
    visits = visits.with_columns(value.alias("part_value"))
    half = pl.col("part_value").abs() * pl.max_horizontal(pl.lit(LEAST_DOUBT), doubt())
    parts = visits.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        "part_value",
        (pl.col("part_value") - half).alias("low_part"),
        (pl.col("part_value") + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("over_date").alias("valid_from_date"),
    )
    return answer(tables, request, parts, [TABLE], value_range=(-LIMIT, LIMIT))


def _with_a_pole(facts: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Visits of which one side is a pole: iso3 is the other side, sign says which pole."""
    poles = request.study.poles
    over = pl.coalesce("to_date", "from_date").alias("over_date")
    rows = [
        facts.filter(pl.col(side).is_in(list(pole.states)))
        .with_columns(pl.col(other).alias("iso3"), pl.lit(sign).alias("sign"), over)
        .select("iso3", "sign", "over_date", "is_multilateral", "row_key", "source_id", "verification")
        for pole, sign in ((poles.power, 1), (poles.opponent, -1))
        for side, other in (("visitor_iso3", "host_iso3"), ("host_iso3", "visitor_iso3"))
    ]
    return of_universe(pl.concat(rows), request).sort("row_key", "iso3")


MEASURE = Measure(
    code="events.net_visits",
    label="Visits of leaders with {power_dat}, net of those with {opponent_dat}",
    unit="visits/yr",
    value_range=(-LIMIT, LIMIT),
    tables=(TABLE, COVERAGE_TABLE),
    params={"half_life_months": "months after which a visit counts half"},
    reference="Exponential decay; steady rate = sum of weights times ln 2 over the half-life",
    caveat="A visit says who is received, not what was agreed; visits to mediate count like any other.",
    compute=net_visits,
)
