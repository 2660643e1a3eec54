"""What a pole itself reports of its trade with each state, by year."""

import polars as pl

USABLE = ("reported", "mirrored")
"""Estimates for a silent reporter carry the growth of all, and say nothing of one state."""
LEAST_USD = 1e6
"""Flows below this are noise of statistics: they get no value."""


def own_flows(facts: pl.DataFrame, pole: list[str]) -> pl.DataFrame:
    """The pole's own exports to and imports from each partner and year, as far as they are usable.

    Args:
        facts: dyad_year_trade_value.
        pole: States of the pole.

    Returns:
        iso3 (the partner), flow (export, import: the pole's), year, value_usd, row_key, source_id; sorted.
    """
    own = facts.filter(pl.col("quality").is_in(list(USABLE)) & ~pl.col("series_id").str.contains("_old"))
    own = own.filter(pl.col("value_usd") >= LEAST_USD)
    sold = own.filter(pl.col("exporter_iso3").is_in(pole) & (pl.col("reporter_side") == "exporter"))
    bought = own.filter(pl.col("importer_iso3").is_in(pole) & (pl.col("reporter_side") == "importer"))
    rows = [
        flow.select(
            pl.col(partner).alias("iso3"),
            pl.lit(name).alias("flow"),
            "year",
            "value_usd",
            "row_key",
            "source_id",
        )
        for flow, partner, name in ((sold, "importer_iso3", "export"), (bought, "exporter_iso3", "import"))
    ]
    return pl.concat(rows).sort("iso3", "flow", "year", "row_key")
