"""Reads joint exercises: one row per exercise, up to 28 partners in columns."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

PARTNERS = [f"part{number}" for number in range(1, 29)]


def read(context: Context) -> Reading:
    """Reads one row per exercise and partner; only the year is known, so the day stands for it.

    Args:
        context: The snapshot.

    Returns:
        `event_exercise`.
    """
    sheet = context.open("exercises")
    if sheet is None:
        return context.reading({})
    sheet.add_integer("yr", "year")
    sheet.add_integer("id", "number")
    sheet.quarantine("empty", pl.col("year").is_null() | pl.col("name").is_null(), "name")
    sheet.quarantine("empty", pl.col("part1").is_null(), "part1")
    sheet.require_unique("number")
    long = sheet.frame.unpivot(
        PARTNERS, index=[ROW, "number", "year", "name", "source"], value_name="partner"
    ).filter(pl.col("partner").is_not_null())
    codes = context.states(long["partner"])
    named = long.with_columns(pl.col("partner").replace_strict(codes, default=None).alias("iso3"))
    number = pl.col("number").cast(pl.String).str.pad_start(3, "0")
    rows = named.filter(pl.col("iso3").is_not_null() & (pl.col("iso3") != "RUS")).select(
        pl.concat_str(pl.lit("RUS"), pl.col("year").cast(pl.String), number, separator="-").alias(
            "exercise_id"
        ),
        "iso3",
        pl.lit("RUS").alias("leader_iso3"),
        pl.date("year", 7, 1).alias("from_date"),
        pl.col("name").alias("name_text"),
        pl.lit("year").alias("date_precision"),
        pl.col("source").alias("address"),
        pl.date("year", 12, 31).alias("known_from_date"),
        pl.lit("press").alias("verification"),
        ROW,
    )
    return context.reading({"event_exercise": rows.unique(["exercise_id", "iso3"], keep="first")})
