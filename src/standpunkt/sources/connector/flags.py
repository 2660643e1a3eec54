"""Runs the detectors over whatever a reader made, so that every source of a table is looked at alike.

They set flags and the quality, and change no value; flags that a reader set itself stay.
"""

import polars as pl

from standpunkt.sources.connector.detect import FLAT_YEAR, Panel, flat_years, growth_factors

MILLION = 1e6
REPORTED, IMPUTED = "reported", "imputed_by_publisher"
SERIES = {
    "dyad_month_trade_value": ["exporter_iso3", "importer_iso3", "series_id"],
    "dyad_month_energy_trade": ["state_iso3", "supplier_iso3", "commodity", "unit_code", "series_id"],
}
"""By table of months, the columns that name a series."""
YEARLY_TRADE = "dyad_year_trade_value"
PANEL = Panel(("series_id", "reporter"), "partner", "year", "million")


def flagged(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """Rows with the flags of the detectors that can speak on their table.

    Args:
        rows: Rows of a table, with its types.
        table: Its name.

    Returns:
        The same rows; `flag_codes` and `quality` may differ.
    """
    if table in SERIES:
        return _flat(rows, SERIES[table])
    return _one_factor(rows) if table == YEARLY_TRADE else rows


def flag_counts(tables: dict[str, pl.DataFrame]) -> dict[str, int]:
    """How many rows carry each flag.

    Args:
        tables: Rows by table.

    Returns:
        Counts by flag, sorted by name.
    """
    counts: dict[str, int] = {}
    for rows in tables.values():
        if "flag_codes" in rows.columns:
            codes = rows["flag_codes"].drop_nulls().str.split(";").explode()
            for code, count in codes.value_counts().iter_rows():
                counts[code] = counts.get(code, 0) + count
    return dict(sorted(counts.items()))


def _flat(rows: pl.DataFrame, series: list[str]) -> pl.DataFrame:
    """Years whose months all carry one value: a yearly sum spread evenly."""
    amounts = [name for name in ("value_usd", "value_eur", "quantity_value") if name in rows.columns]
    told = rows.with_columns(
        pl.coalesce(amounts).alias("amount"), pl.col("month_date").dt.year().alias("year")
    )
    flat = flat_years(told, series, "month_date", "amount").with_columns(pl.lit(FLAT_YEAR).alias("flag_code"))
    return _marked(told, flat, [*series, "year"]).select(rows.columns)


def _one_factor(rows: pl.DataFrame) -> pl.DataFrame:
    """Years in which all partners of a reporter grew by one factor."""
    is_exporter = pl.col("reporter_side") == "exporter"
    told = rows.with_columns(
        pl.when(is_exporter).then("exporter_iso3").otherwise("importer_iso3").alias("reporter"),
        pl.when(is_exporter).then("importer_iso3").otherwise("exporter_iso3").alias("partner"),
        (pl.coalesce("value_usd", "value_eur") / MILLION).alias("million"),
    )
    keys = [*PANEL.groups, PANEL.year]
    found = growth_factors(told, PANEL).filter(pl.col("flag_code").is_not_null())
    return _marked(told, found.select(*keys, "flag_code"), keys).select(rows.columns)


def _marked(told: pl.DataFrame, found: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    joined = told.join(found, on=keys, how="left", maintain_order="left")
    is_hit = pl.col("flag_code").is_not_null()
    is_new = is_hit & ~pl.col("flag_codes").fill_null("").str.contains(pl.col("flag_code"), literal=True)
    both = pl.concat_str("flag_codes", "flag_code", separator=";", ignore_nulls=True)
    return joined.with_columns(
        pl.when(is_new).then(both).otherwise("flag_codes").alias("flag_codes"),
        pl.when(is_hit & (pl.col("quality") == REPORTED))
        .then(pl.lit(IMPUTED))
        .otherwise("quality")
        .alias("quality"),
    )
