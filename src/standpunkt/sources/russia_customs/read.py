"""Reads Russia's trade by month and main partner, as its customs published it until December 2021."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.trade_rows import MILLION, value_rows


def read(context: Context) -> Reading:
    """Reads exports and imports of 29 partners; names are cleaned of line breaks and look-alike letters.

    Args:
        context: The snapshot.

    Returns:
        `dyad_month_trade_value`.
    """
    sheet = context.open("monthly")
    if sheet is None:
        return context.reading({})
    sheet.add_lookup("flow_ru", "flow", "flow")
    sheet.add_state("partner_ru", "partner_iso3")
    sheet.add(period_day=pl.col("period") + "-01")
    sheet.add_date("period_day", "month_date")
    sheet.ignore("value_empty", pl.col("value_musd").is_null())
    sheet.add_number("value_musd", "amount", factor=MILLION)
    sheet.quarantine("negative", pl.col("amount") < 0, "value_musd")
    repeated = pl.struct("flow", "partner_iso3", "month_date", "amount").is_first_distinct()
    sheet.ignore("repeated_row", ~repeated)
    sheet.require_unique("flow", "partner_iso3", "month_date")
    told = sheet.frame.with_columns(
        pl.lit("RUS").alias("reporter_iso3"),
        pl.col("month_date").dt.offset_by("2mo").alias("known_from_date"),
    ).select("reporter_iso3", "partner_iso3", "flow", "month_date", "amount", "known_from_date", ROW)
    return context.reading(
        {"dyad_month_trade_value": value_rows(told, "russia_customs", "month_date", "usd")}
    )
