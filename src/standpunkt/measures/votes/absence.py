"""How likely a state is not to vote: a model of its own, because absence says little of position.

A recency-weighted share of absences with a Beta prior: all roll calls count with a half-life, those like the
one asked for count more. Silent sessions (no vote at all) are left out: a seat that is empty is no absence.
"""

from datetime import date

import polars as pl

HALF_LIFE_YEARS = 1.0
SIMILAR_WEIGHT = 12.0
PRIOR_WEIGHT = 4.0
DAYS_PER_YEAR = 365.25
LEAST_WEIGHT = 1e-3


def absence(known: pl.DataFrame, similar: list[str], as_of: date) -> pl.DataFrame:
    """P(absent) per state on a roll call of the kind asked for.

    Args:
        known: Votes known by the day, with code 0 for absent.
        similar: Ids of earlier roll calls of that kind.
        as_of: The day.

    Returns:
        iso3, p_absent; states with at least one vote in the sessions counted.
    """
    years = (pl.lit(as_of) - pl.col("date")).dt.total_days() / DAYS_PER_YEAR
    weight = pl.lit(0.5) ** (years / HALF_LIFE_YEARS)
    weight *= pl.when(pl.col("roll_call_id").is_in(similar)).then(SIMILAR_WEIGHT).otherwise(1.0)
    counted = known.with_columns(weight.alias("weight")).filter(
        (pl.col("weight") > LEAST_WEIGHT) & (pl.col("code") > 0).any().over("iso3", "session")
    )
    silent = (pl.col("weight") * (pl.col("code") == 0)).sum()
    overall = counted.select(silent / pl.col("weight").sum()).item() if counted.height else 0.0
    share = (silent + PRIOR_WEIGHT * overall) / (pl.col("weight").sum() + PRIOR_WEIGHT)
    return counted.group_by("iso3").agg(share.alias("p_absent")).sort("iso3")
