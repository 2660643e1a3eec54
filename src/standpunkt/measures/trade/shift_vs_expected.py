"""Change of trade with a pole against what was to be expected without the war."""

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, newest_year, pole_states
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_year_trade_value"
LIMIT = 5.0
NORMAL_90 = 1.645
MAD_TO_SD = 1.4826
LEAST_USD = 1e6
"""Flows below this are noise of statistics: they get no value."""
LEAST_CONTROLS = 20
USABLE = ("reported", "mirrored")
"""Estimates for a silent reporter carry the growth of all, and say nothing of one state."""


def shift_vs_expected(tables: Tables, request: Request) -> Measured:
    """Log of trade with the pole over its expectation: own mean of the base years times common growth.

    Common growth is the median over all partners of the log change since the base, for each flow of the
    pole's own report; the flows on file are averaged. Missing: not_reported where the year or the base is not
    on file, or where the figure is an estimate of the publisher; before the base is over. Error (90 %): 1.645
    times the robust deviation of the partners' own changes in the newest base year.

    >>> MEASURE.code, MEASURE.unit
    ('trade.shift_vs_expected', 'log ratio')

    Args:
        tables: dyad_year_trade_value and the declared coverage of lists.
        request: What the study asks; params `with` (pole) and `base` (first and last year).

    Returns:
        Log ratios, one part per flow of the newest year.
    """
    first, last = (int(year) for year in request.params.get("base", (2017, 2021)))
    flows = _flows(tables[TABLE], pole_states(request, "with"))
    inside = flows.filter(pl.col("year").is_between(first, last)).group_by("iso3", "flow")
    base = inside.agg(pl.col("log_value").mean().alias("base_log"), pl.len().alias("years"))
    base = base.filter(pl.col("years") == last - first + 1)
    changed = flows.filter(pl.col("year") >= last).join(base, on=["iso3", "flow"])
    changed = changed.with_columns((pl.col("log_value") - pl.col("base_log")).alias("change"))
    common = pl.col("change").median().over("year", "flow")
    changed = changed.filter(pl.len().over("year", "flow") >= LEAST_CONTROLS).with_columns(
        (pl.col("change") - common).clip(-LIMIT, LIMIT).alias("part_value")
    )
    half = _half_width(changed.filter(pl.col("year") == last))
    found = newest_year(changed.filter(pl.col("year") > last).sort("iso3", "year", "flow"), request)
    count = pl.len().over(CELL)
    value = pl.col("part_value") / count
    found = found.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        value.alias("part_value"),
        (value - half / count).alias("low_part"),
        (value + half / count).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        "valid_from_date",
    )
    return answer(tables, request, found, [TABLE], value_range=(-LIMIT, LIMIT))


def _flows(facts: pl.DataFrame, pole: list[str]) -> pl.DataFrame:
    """The pole's own exports to and imports from each partner and year, as far as they are usable."""
    own = facts.filter(pl.col("quality").is_in(list(USABLE)) & ~pl.col("series_id").str.contains("_old"))
    own = own.filter(pl.col("value_usd") >= LEAST_USD)
    sold = own.filter(pl.col("exporter_iso3").is_in(pole) & (pl.col("reporter_side") == "exporter"))
    bought = own.filter(pl.col("importer_iso3").is_in(pole) & (pl.col("reporter_side") == "importer"))
    rows = [
        flow.select(
            pl.col(partner).alias("iso3"),
            pl.lit(name).alias("flow"),
            "year",
            pl.col("value_usd").log().alias("log_value"),
            "row_key",
            "source_id",
        )
        for flow, partner, name in ((sold, "importer_iso3", "export"), (bought, "exporter_iso3", "import"))
    ]
    return pl.concat(rows).sort("iso3", "flow", "year", "row_key")


def _half_width(changed: pl.DataFrame) -> float:
    own = changed["part_value"]
    spread = (own - own.median()).abs().median() if len(own) else None
    return NORMAL_90 * MAD_TO_SD * float(spread) if isinstance(spread, float) else LIMIT


MEASURE = Measure(
    code="trade.shift_vs_expected",
    label="Change of trade with {power_dat} against the expectation",
    unit="log ratio",
    value_range=(-LIMIT, LIMIT),
    tables=(TABLE, COVERAGE_TABLE),
    params={"with": "pole that is the partner: power or opponent", "base": "first and last year of the base"},
    reference="Own history times common growth; errors from the spread of all partners in the last base year",
    caveat="Prices are not taken out; where the pole has stopped to report there is no value.",
    compute=shift_vs_expected,
)
