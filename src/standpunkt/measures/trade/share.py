"""A pole's share of a state's trade."""

import polars as pl

from standpunkt.measures.cells import (
    CELL,
    COVERAGE_TABLE,
    TRADE_TABLE,
    answer,
    doubt,
    newest_year,
    pole_states,
)
from standpunkt.measures.measure import Measure, Measured, Request, Tables

WIDER = 1.5
"""A half-width grows by this factor where one flow has to speak for both."""


def share(tables: Tables, request: Request) -> Measured:
    """Share 0 to 1 of the state's trade that it has with the pole, in the newest year that is over.

    Wanted flow `total`: the published total, else the mean of exports and imports, else the one of both
    that is known, with a wider interval. A figure known only by bounds has its middle as value. Missing:
    not_reported where nothing is on file and the list is not declared closed. Error (90 %): the published
    bounds, or wider as verification asks.

    >>> MEASURE.code, MEASURE.value_range
    ('trade.share', (0.0, 1.0))

    Args:
        tables: dyad_year_trade and the declared coverage of lists.
        request: What the study asks; params `with` (pole) and `flow` (export, import, total).

    Returns:
        Shares, one part per published flow.
    """
    facts = tables[TRADE_TABLE].filter(pl.col("partner_iso3").is_in(pole_states(request, "with")))
    wanted = str(request.params.get("flow", "total"))
    if wanted != "total":
        facts = facts.filter(pl.col("flow") == wanted)
    newest = newest_year(facts.rename({"state_iso3": "iso3"}), request)
    is_total = pl.col("flow") == "total"
    newest = newest.filter(is_total | ~is_total.any().over(CELL))
    flows = pl.col("flow").n_unique().over(CELL)
    middle = pl.coalesce("trade_share", (pl.col("low_share") + pl.col("high_share")) / 2)
    factor = pl.when(is_total | (flows > 1) | pl.lit(wanted != "total")).then(1.0).otherwise(WIDER)
    below = pl.max_horizontal(middle - pl.col("low_share"), middle * doubt()) * factor
    above = pl.max_horizontal(pl.col("high_share") - middle, middle * doubt()) * factor
    parts = newest.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        (middle / flows).alias("part_value"),
        ((middle - below) / flows).alias("low_part"),
        ((middle + above) / flows).alias("high_part"),
        pl.lit(TRADE_TABLE).alias("table_name"),
        "row_key",
        "source_id",
        "valid_from_date",
    )
    return answer(tables, request, parts, [TRADE_TABLE], value_range=(0.0, 1.0))


MEASURE = Measure(
    code="trade.share",
    label="Share of trade with {power_dat}",
    unit="share",
    value_range=(0.0, 1.0),
    tables=(TRADE_TABLE, COVERAGE_TABLE),
    params={"with": "pole that is the partner: power or opponent", "flow": "export, import or total"},
    reference="Partner's value over the state's value with the world, as published, current prices",
    caveat="Levels of trade are geography and prices as much as policy; years before 2022 fade in.",
    compute=share,
)
