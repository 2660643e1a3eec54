"""A supplier's share of a state's arms imports."""

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, doubt, newest_year, pole_states
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_window_arms"
ROUNDING = 0.005
"""Shares are published in whole percent."""


def import_share(tables: Tables, request: Request) -> Measured:
    """Share 0 to 1 of the arms imports of a window of years that came from the pole.

    The newest window of the wanted length that is over counts. Missing: not_reported where no window is on
    file and the list is not declared closed. Error (90 %): half a percent of rounding, or more as the
    verification of the figure asks, which enters as a share of it.

    >>> MEASURE.code, MEASURE.unit
    ('arms.import_share', 'share')

    Args:
        tables: dyad_window_arms and the declared coverage of lists.
        request: What the study asks; params `from` (pole) and `window_years`.

    Returns:
        Shares, one part per state of the pole.
    """
    facts = tables[TABLE].filter(pl.col("supplier_iso3").is_in(pole_states(request, "from")))
    if "window_years" in request.params:
        length = pl.col("to_year") - pl.col("from_year") + 1
        facts = facts.filter(length == int(request.params["window_years"]))
    newest = newest_year(facts.rename({"recipient_iso3": "iso3"}), request, "to_year")
    share = pl.col("import_share")
    half = pl.max_horizontal(pl.lit(ROUNDING), share * doubt())
    parts = newest.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        share.alias("part_value"),
        (share - half).alias("low_part"),
        (share + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        "valid_from_date",
    )
    return answer(tables, request, parts, [TABLE], value_range=(0.0, 1.0))


MEASURE = Measure(
    code="arms.import_share",
    label="Share of arms imports from {power_dat}",
    unit="share",
    value_range=(0.0, 1.0),
    tables=(TABLE, COVERAGE_TABLE),
    params={"from": "pole that supplies: power or opponent", "window_years": "length of the window in years"},
    reference="Share of trend-indicator values of deliveries, as published, in whole percent",
    caveat="Trend-indicator values measure capability, not money; small arms and ammunition are left out.",
    compute=import_share,
)
