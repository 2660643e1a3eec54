"""Reads Armenia's trade by month and partner: exports, imports by origin and by consignment, in 1000 USD."""

import polars as pl

from standpunkt.sources.connector.detect import FLAT_YEAR, flat_years
from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.trade_rows import WORLD, month_of, next_year, value_rows

THOUSAND = 1e3
MONTHS = 12
SERIES = {
    "export": ("export", "armstat"),
    "import_origin": ("import", "armstat_origin"),
    "import_consignment": ("import", "armstat_consignment"),
}


def read(context: Context) -> Reading:
    """Reads three series per partner and month; an empty cell stays out, a zero is a value.

    Args:
        context: The snapshot.

    Returns:
        `dyad_month_trade_value`, `state_year_trade_total`.
    """
    sheet = context.open("monthly")
    if sheet is None:
        return context.reading({})
    totals = pl.concat([_totals(sheet.frame, column) for column in SERIES])
    sheet.add_state("country", "partner_iso3", "en")
    sheet.add(month_date=month_of("year", "month"))
    sheet.quarantine("no_date", pl.col("month_date").is_null(), "month")
    for column in SERIES:
        sheet.quarantine("negative", pl.col(column) < 0, column)
    sheet.require_unique("partner_iso3", "month_date")
    rows = [_series(sheet.frame, column) for column in SERIES]
    return context.reading({"dyad_month_trade_value": pl.concat(rows), "state_year_trade_total": totals})


def _totals(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Trade with all partners, named or not, in years of twelve months."""
    flow, series_id = SERIES[column]
    yearly = frame.group_by("year").agg(
        (pl.col(column).sum() * THOUSAND).alias("value_usd"),
        pl.col("month").n_unique().alias("months"),
        pl.col(ROW).min(),
    )
    return yearly.filter(pl.col("months") == MONTHS).select(
        pl.lit("ARM").alias("reporter_code"),
        pl.lit(WORLD).alias("partner_code"),
        pl.lit(flow).alias("flow"),
        pl.col("year").cast(pl.String).alias("period_code"),
        pl.lit(series_id).alias("series_id"),
        "value_usd",
        next_year("year", 3, 1).alias("known_from_date"),
        ROW,
    )


def _series(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    flow, series_id = SERIES[column]
    values = frame.filter(pl.col(column).is_not_null() & (pl.col("partner_iso3") != "ARM")).with_columns(
        (pl.col(column) * THOUSAND).alias("amount"),
        pl.lit(flow).alias("flow"),
        pl.lit("ARM").alias("reporter_iso3"),
        pl.col("month_date").dt.year().alias("flat_year"),
        pl.col("month_date").dt.offset_by("2mo").alias("known_from_date"),
    )
    flat = flat_years(values, ["partner_iso3"], "month_date", "amount").rename({"year": "flat_year"})
    flat = flat.with_columns(pl.lit(FLAT_YEAR).alias("flag_codes"))
    marked = values.join(flat, on=["partner_iso3", "flat_year"], how="left", maintain_order="left")
    return value_rows(marked.select(pl.exclude("flat_year")), series_id, "month_date", "usd").select(
        pl.exclude(ROW), ROW
    )
