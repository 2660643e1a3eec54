"""Trade with a pole against what size and distance make expect."""

import numpy as np
import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, newest_year, pole_states
from standpunkt.measures.measure import Measure, Measured, Request, Tables
from standpunkt.measures.trade.flows import own_flows
from standpunkt.vocabulary.seats import distance_km

TABLE = "dyad_year_trade_value"
GDP = "state_year_gdp"
LIMIT = 5.0
NORMAL_90 = 1.645
FEWEST = 40
"""States that an equation of one year needs."""
YEARS = 5
MAD_TO_SD = 1.4826
REPORTS = 0.3
"""Half of the 90 % interval on the log scale: by so much two sides' reports of one flow differ."""


def level_vs_gravity(tables: Tables, request: Request) -> Measured:
    """Log of the year's trade with the pole over its expectation from the state's output and its distance.

    Per year, the log of exports and imports together is regressed on the log of GDP and of the distance
    between the seats of government (least squares over all states on file). The value is the residual of the
    middle one of the five years up to the newest: one ship registered or one transit deal makes no tie.
    Missing: not_reported where trade, GDP or distance is not on file, where the pole's report is an estimate
    of the publisher, and in years with fewer than 40 states. Error (90 %): 0.3 for what two sides report of
    one flow, joined with the standard error of the expectation and the spread of the five years.

    >>> MEASURE.code, MEASURE.unit
    ('trade.level_vs_gravity', 'log ratio')

    Args:
        tables: dyad_year_trade_value, state_year_gdp and the declared coverage of lists.
        request: What the study asks; param `with` (pole).

    Returns:
        Log ratios, one part per flow, by its share in the trade.
    """
    pole = pole_states(request, "with")
    flows = own_flows(tables[TABLE], pole)
    total = flows.group_by("iso3", "year", maintain_order=True).agg(pl.col("value_usd").sum().alias("total"))
    gdp = tables[GDP].select("iso3", "year", "gdp_usd").filter(pl.col("gdp_usd") > 0)
    expected = _residuals(total.join(gdp, on=["iso3", "year"]).sort("iso3", "year"), pole)
    found = newest_year(_middle(expected), request).join(
        flows, left_on=["iso3", "middle_year"], right_on=["iso3", "year"]
    )
    weight = pl.col("value_usd") / pl.col("value_usd").sum().over(CELL)
    value = pl.col("residual").clip(-LIMIT, LIMIT) * weight
    # The error of the whole stands on one part: errors of parts join as squares.
    is_first = pl.col("row_key") == pl.col("row_key").min().over(CELL)
    half = pl.when(is_first).then(pl.col("half")).otherwise(0.0)
    parts = found.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        value.alias("part_value"),
        (value - half).alias("low_part"),
        (value + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        "valid_from_date",
    )
    return answer(tables, request, parts, [TABLE], value_range=(-LIMIT - 1, LIMIT + 1))


def _middle(expected: pl.DataFrame) -> pl.DataFrame:
    """For each state and last year: the year with the middle residual of the five up to it."""
    last = expected.select("iso3", pl.col("year").alias("last_year")).unique()
    rows = last.join(expected, on="iso3").filter(
        (pl.col("year") <= pl.col("last_year")) & (pl.col("year") > pl.col("last_year") - YEARS)
    )
    home = ["iso3", "last_year"]
    rows = rows.sort(*home, "residual", "year")
    away = (pl.col("residual") - pl.col("residual").median().over(home)).abs()
    spread = NORMAL_90 * MAD_TO_SD * away.median().over(home) / pl.len().over(home).sqrt()
    rows = rows.with_columns((pl.col("half") ** 2 + spread**2).sqrt().alias("half"))
    at = pl.int_range(pl.len()).over(home) == (pl.len().over(home) - 1) // 2
    return rows.filter(at).rename({"year": "middle_year", "last_year": "year"}).sort("iso3", "year")


def _residuals(trade: pl.DataFrame, pole: list[str]) -> pl.DataFrame:
    """What gravity does not explain: iso3, year, residual, half of its 90 % interval."""
    distances = {code: _nearest(code, pole) for code in trade["iso3"].unique().to_list()}
    far = pl.col("iso3").replace_strict(distances, return_dtype=pl.Float64)
    known = trade.with_columns(far.alias("km")).drop_nulls("km")
    found = [_one_year(rows) for _, rows in sorted(known.group_by("year")) if rows.height >= FEWEST]
    empty = known.select("iso3", "year", pl.lit(0.0).alias("residual"), pl.lit(0.0).alias("half")).clear()
    return pl.concat([empty, *found])


def _one_year(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.sort("iso3")
    sizes = [np.log(rows[name].to_numpy()) for name in ("gdp_usd", "km")]
    design = np.column_stack([np.ones(rows.height), *sizes])
    log_trade = np.log(rows["total"].to_numpy())
    slope, *_ = np.linalg.lstsq(design, log_trade, rcond=None)
    residual = log_trade - design @ slope
    variance = float(residual @ residual) / (rows.height - design.shape[1])
    leverage = np.einsum("ij,jk,ik->i", design, np.linalg.inv(design.T @ design), design)
    half = np.sqrt(REPORTS**2 + NORMAL_90**2 * variance * leverage)
    return rows.select("iso3", "year").with_columns(residual=pl.Series(residual), half=pl.Series(half))


def _nearest(code: str, pole: list[str]) -> float | None:
    known = [km for km in (distance_km(code, state) for state in pole if state != code) if km]
    return min(known) if known else None


MEASURE = Measure(
    code="trade.level_vs_gravity",
    label="Trade with {power_dat} against size and distance",
    unit="log ratio",
    value_range=(-LIMIT - 1, LIMIT + 1),
    tables=(TABLE, GDP, COVERAGE_TABLE),
    params={"with": "pole that is the partner: power or opponent"},
    reference="Gravity equation in logs (Tinbergen 1962), one cross-section a year; the residual counts",
    caveat="History, language and pipelines are part of it; years after the last report are missing.",
    compute=level_vs_gravity,
)
