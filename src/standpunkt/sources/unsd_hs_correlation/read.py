"""Reads which code of the edition before a code of the Harmonized System comes from."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW


def read(context: Context) -> Reading:
    """Reads one row per code of HS 2022 (H6) and its code of HS 2017 (H5).

    Args:
        context: The snapshot.

    Returns:
        `listing_product_succession`.
    """
    sheet = context.open("conversions")
    if sheet is None:
        return context.reading({})
    codes = {"From HS2022": "from_product_hs6", "To HS2017": "to_product_hs6"}
    for column, into in codes.items():
        sheet.quarantine("empty", pl.col(column).is_null(), column)
        text = pl.col(column).str.strip_chars()
        # a workbook may hold 010121 as the number 10121
        sheet.add(**{into: text.str.pad_start(6, "0")})
        sheet.quarantine("unknown_category", ~pl.col(into).str.contains(r"^\d{6}$"), column)
    sheet.require_unique("from_product_hs6", "to_product_hs6")
    rows = sheet.frame.select(
        pl.lit("H6").alias("from_hs_code"),
        "from_product_hs6",
        pl.lit("H5").alias("to_hs_code"),
        "to_product_hs6",
        ROW,
    )
    return context.reading({"listing_product_succession": rows})
