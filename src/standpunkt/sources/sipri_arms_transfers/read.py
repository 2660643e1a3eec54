"""Reads deliveries of major arms and derives each supplier's share of a state's imports over ten years."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

WINDOW = (2014, 2023)
COUNT = "Numbers delivered"
YEAR = "Delivery year"
VALUE = "TIV delivery values"


def read(context: Context) -> Reading:
    """Reads one row per deal and year of delivery; armed groups and organisations are left out.

    Args:
        context: The snapshot.

    Returns:
        `dyad_year_arms_transfer`, `dyad_window_arms`.
    """
    sheet = context.open("deliveries")
    if sheet is None:
        return context.reading({})
    sheet.ignore("value_empty", pl.col(VALUE).is_null())
    sheet.quarantine("negative", pl.col(VALUE) < 0, VALUE)
    sheet.quarantine("out_of_range", ~pl.col(YEAR).is_between(1950, 2100), YEAR)
    sheet.add_state("Recipient", "recipient_iso3", "en")
    first, last = WINDOW
    whole = (
        sheet.frame.filter(pl.col(YEAR).is_between(first, last))
        .group_by("recipient_iso3")
        .agg(pl.col(VALUE).sum().alias("whole"))
    )
    sheet.add_state("Supplier", "supplier_iso3", "en")
    told = sheet.frame.with_columns(
        pl.col("SIPRI AT Database ID").cast(pl.String).alias("deal_id"),
        pl.col(YEAR).alias("year"),
        pl.date(pl.col(YEAR) + 1, 3, 15).alias("known_from_date"),
    )
    line = pl.int_range(1, pl.len() + 1).over("supplier_iso3", "recipient_iso3", "year", "deal_id")
    rows = told.select(
        "supplier_iso3",
        "recipient_iso3",
        "year",
        "deal_id",
        line.cast(pl.String).alias("line_code"),
        pl.col("Designation").alias("designation_text"),
        pl.col("Armament category").alias("category"),
        pl.col(VALUE).alias("transfer_tiv"),
        pl.col(COUNT).alias("delivered_count"),
        (pl.col(f"{COUNT} is estimate") == "Yes").fill_null(value=False).alias("is_count_estimate"),
        (pl.col(f"{YEAR} is estimate") == "Yes").fill_null(value=False).alias("is_year_estimate"),
        "known_from_date",
        ROW,
    )
    return context.reading({"dyad_year_arms_transfer": rows, "dyad_window_arms": window_shares(rows, whole)})


def window_shares(rows: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Each supplier's share of a state's imports in the window, in whole percent of the volume (TIV).

    Args:
        rows: Deliveries by states.
        whole: recipient_iso3 and the volume of all its imports in the window, from unknown suppliers too.

    Returns:
        Rows of `dyad_window_arms`; a supplier without deliveries to a state that imports has no row.
    """
    first, last = WINDOW
    held = rows.filter(pl.col("year").is_between(first, last))
    by_supplier = held.group_by("recipient_iso3", "supplier_iso3").agg(
        pl.col("transfer_tiv").sum().alias("part"), pl.col(ROW).min()
    )
    told = by_supplier.join(whole, on="recipient_iso3").filter(pl.col("whole") > 0)
    return told.select(
        "recipient_iso3",
        "supplier_iso3",
        pl.lit(first).alias("from_year"),
        pl.lit(last).alias("to_year"),
        (pl.col("part") / pl.col("whole")).round(2).alias("import_share"),
        pl.date(last + 1, 3, 11).alias("known_from_date"),
        pl.lit("derived").alias("verification"),
        ROW,
    )
