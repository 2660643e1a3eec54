"""Reads estimated populations of countries in the middle of the year; projections are left out."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.trade_rows import next_year

LAST_ESTIMATE = 2023
THOUSAND = 1000


def read(context: Context) -> Reading:
    """Reads the medium variant up to the last estimated year.

    Args:
        context: The snapshot.

    Returns:
        `state_year_population`.
    """
    sheet = context.open("population")
    if sheet is None:
        return context.reading({})
    sheet.ignore("other_variant", pl.col("Variant") != "Medium")
    sheet.ignore("no_country", pl.col("LocTypeName") != "Country/Area")
    sheet.add_integer("Time", "year")
    sheet.quarantine("out_of_range", ~pl.col("year").is_between(1950, 2101), "Time")
    sheet.ignore("projection", pl.col("year") > LAST_ESTIMATE)
    sheet.add_state("ISO3_code", "iso3")
    sheet.add_number("PopTotal", "thousands")
    sheet.quarantine("out_of_range", pl.col("thousands").is_null() | (pl.col("thousands") <= 0), "PopTotal")
    sheet.require_unique("iso3", "year")
    rows = sheet.frame.select(
        "iso3",
        "year",
        (pl.col("thousands") * THOUSAND).round().cast(pl.Int64).alias("population_persons"),
        pl.lit("estimated").alias("quality"),
        next_year("year", 7, 1).alias("known_from_date"),
        ROW,
    )
    return context.reading({"state_year_population": rows})
