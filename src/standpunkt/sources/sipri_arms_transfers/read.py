"""Reads deliveries of major arms and derives each supplier's share of a state's imports over ten years."""

import re

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet

WINDOW = (2014, 2023)
COUNT = "Numbers delivered"
YEAR = "Delivery year"
VALUE = "TIV delivery values"
REGISTER_VALUE = "SIPRI TIV of delivered weapons"
SPAN = re.compile(r"year range (\d{4}) to (\d{4})")


def read(context: Context) -> Reading:
    """Reads the repackaged deliveries by year, and registers that were exported for a span of years.

    A register tells the volume of a deal in its whole span, so it gives shares only, not years.

    Args:
        context: The snapshot.

    Returns:
        `dyad_year_arms_transfer`, `dyad_window_arms`.
    """
    tables: dict[str, pl.DataFrame] = {}
    shares: list[pl.DataFrame] = []
    register = context.open("register")
    if register is not None:
        shares.append(_register(context, register))
    sheet = context.open("deliveries")
    if sheet is not None:
        tables["dyad_year_arms_transfer"], whole = _deliveries(sheet)
        derived = window_shares(tables["dyad_year_arms_transfer"], whole)
        # of a state and window that both tell, the publisher's own register counts as a whole
        key = ["recipient_iso3", "from_year", "to_year"]
        shares.append(derived.join(shares[0], on=key, how="anti") if shares else derived)
    if shares:
        tables["dyad_window_arms"] = pl.concat(shares)
    return context.reading(tables)


def _register(context: Context, sheet: Sheet) -> pl.DataFrame:
    """Shares by supplier; the span of years stands in the preamble of each file."""
    spans = [SPAN.search(one.content.decode("latin-1")) for one in context.files["register"]]
    stated = {(int(span[1]), int(span[2])) for span in spans if span}
    sheet.ignore("span_not_stated", pl.lit(value=len(stated) != 1 or None in spans))
    sheet.ignore("value_empty", pl.col(REGISTER_VALUE).is_null())
    sheet.add_number(REGISTER_VALUE, "tiv")
    sheet.quarantine("negative", pl.col("tiv") < 0, REGISTER_VALUE)
    sheet.add_state("Recipient", "recipient_iso3", "en")
    first, last = next(iter(stated), WINDOW)
    whole = sheet.frame.group_by("recipient_iso3").agg(pl.col("tiv").sum().alias("whole"))
    sheet.add_state("Supplier", "supplier_iso3", "en")
    rows = sheet.frame.with_columns(pl.lit(first).alias("year"), pl.col("tiv").alias("transfer_tiv"))
    return window_shares(rows, whole, (first, last))


def _deliveries(sheet: Sheet) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows per deal and year of delivery, and the volume of each state's imports; without armed groups."""
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
    return rows, whole


def window_shares(rows: pl.DataFrame, whole: pl.DataFrame, window: tuple[int, int] = WINDOW) -> pl.DataFrame:
    """Each supplier's share of a state's imports in the window, in whole percent of the volume (TIV).

    Args:
        rows: Deliveries by states.
        whole: recipient_iso3 and the volume of all its imports in the window, from unknown suppliers too.
        window: First and last year.

    Returns:
        Rows of `dyad_window_arms`; a supplier without deliveries to a state that imports has no row.
    """
    first, last = window
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
