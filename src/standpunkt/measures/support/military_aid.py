"""Military aid to a party of the war, as a share of the donor's economy."""

import polars as pl

from standpunkt.measures.cells import (
    CELL,
    COVERAGE_TABLE,
    answer,
    doubt,
    month_ends,
    of_universe,
    pole_states,
)
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_month_aid"
GRADES = "dyad_spell_aid"
GDP = "state_year_gdp"
LIMIT = 20.0
PERCENT = 100.0
BILLION = 1e9
DEFAULT_WINDOW = 12
ESTIMATE = 0.15
"""Least half of the 90 % interval as a share: weapons in kind are valued by estimate."""


def military_aid(tables: Tables, request: Request) -> Measured:
    """Military aid recorded in the window, in percent of the GDP of the year before the conflict.

    A month counts from its last day. Zero: months on file add up to nothing, or the list of aid grades is
    declared closed for a state that the tracker does not follow. Missing: not_reported otherwise, and where
    the GDP is unknown. Error (90 %): 15 % of the amount, or more by verification.

    >>> MEASURE.code, MEASURE.unit
    ('support.military_aid', '% GDP')

    Args:
        tables: dyad_month_aid, state_year_gdp and the declared coverage of lists.
        request: What the study asks; params `to`, `window_months`, `usd_per_eur` (of that year).

    Returns:
        Percent, one part per month of aid.
    """
    window = int(request.params.get("window_months", DEFAULT_WINDOW))
    rate = float(request.params.get("usd_per_eur", 1.0))
    year = request.study.study.conflict_start.year - 1
    gdp = tables[GDP].filter(pl.col("year") == year).select("iso3", "gdp_usd")
    given = tables[TABLE].filter(pl.col("recipient_iso3").is_in(pole_states(request, "to")))
    given = of_universe(given.rename({"donor_iso3": "iso3", "month_date": "given_date"}), request)
    given = given.join(gdp, on="iso3").join(month_ends(request), how="cross")
    first = pl.col("month_date").dt.offset_by(f"-{window - 1}mo")
    given = given.filter(pl.col("given_date").is_between(first, pl.col("month_date")))
    share = pl.col("military_billion_eur") * BILLION * rate / pl.col("gdp_usd") * PERCENT
    parts = given.with_columns(share.alias("part_value"))
    half = pl.col("part_value").abs() * pl.max_horizontal(pl.lit(ESTIMATE), doubt())
    parts = parts.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        "part_value",
        (pl.col("part_value") - half).alias("low_part"),
        (pl.col("part_value") + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("end_date").alias("valid_from_date"),
    )
    return answer(tables, request, parts, [GRADES], value_range=(0.0, LIMIT))


MEASURE = Measure(
    code="support.military_aid",
    label="Military aid to {opponent_acc}",
    unit="% GDP",
    value_range=(0.0, LIMIT),
    tables=(TABLE, GDP, COVERAGE_TABLE),
    params={
        "to": "pole that receives: power or opponent",
        "window_months": "months that count",
        "usd_per_eur": "yearly rate of the year of the GDP",
    },
    reference="Allocations by month over GDP of the year before the conflict, as the tracker relates them",
    caveat="Weapons in kind are valued by estimate; secret aid is not on file.",
    compute=military_aid,
)
