"""Reads military expenditure: the publisher's sheets with a column per year, and a tidy repackaging."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.sources.connector.reading.trade_rows import next_year

SHEETS = {
    "current": "current_musd",
    "constant": "const{base}_musd",
    "gdp": "share_gdp",
    "government": "share_govt",
}
LARGEST = 1e9
KEY = ("iso3", "year", "measure_code")


def read(context: Context) -> Reading:
    """Reads whichever of the two forms the snapshot has; the publisher's rows come first.

    Args:
        context: The snapshot.

    Returns:
        `state_year_military_expenditure`.
    """
    frames = [
        _wide(sheet, code) for unit, code in SHEETS.items() if (sheet := context.open(unit)) is not None
    ]
    tidy = context.open("expenditure")
    if tidy is not None:
        frames.append(_tidy(tidy, pl.concat(frames) if frames else None))
    return context.reading({"state_year_military_expenditure": pl.concat(frames)} if frames else {})


def _wide(sheet: Sheet, measure: str) -> pl.DataFrame:
    """A row per state and a column per year; headings of regions have no values."""
    if "sheet" in sheet.frame.columns:  # the year of constant prices: Constant (2024) US$
        base = str(sheet.frame["sheet"].item(0)) if sheet.frame.height else ""
        measure = measure.format(base="".join(letter for letter in base if letter.isdigit()))
    years = [name for name in sheet.frame.columns if name.isdigit()]
    sheet.ignore("no_values", pl.all_horizontal(pl.col(year).is_null() for year in years))
    sheet.add_state("Country", "iso3", "en")
    sheet.require_unique("iso3")
    for year in years:
        sheet.add_number(year, f"n:{year}")
        sheet.quarantine("out_of_range", ~pl.col(f"n:{year}").is_between(0, LARGEST), year)
    long = sheet.frame.unpivot(
        [f"n:{year}" for year in years],
        index=["iso3", ROW],
        variable_name="year",
        value_name="expenditure_value",
    ).filter(pl.col("expenditure_value").is_not_null())
    return _rows(
        long.with_columns(
            pl.col("year").str.strip_prefix("n:").cast(pl.Int64), pl.lit(measure).alias("measure_code")
        )
    )


def _tidy(sheet: Sheet, told: pl.DataFrame | None) -> pl.DataFrame:
    sheet.add_lookup("measure", "measure", "measure_code")
    sheet.ignore("value_empty", pl.col("value").is_null())
    sheet.add_state("country", "iso3")
    sheet.add_integer("year", "year_number")
    sheet.add(year=pl.col("year_number"))
    sheet.add_number("value", "expenditure_value")
    sheet.quarantine("out_of_range", ~pl.col("expenditure_value").is_between(0, LARGEST), "value")
    sheet.require_unique(*KEY)
    if told is not None:
        sheet.ignore_told("told_by_publisher", told, *KEY)
    return _rows(sheet.frame)


def _rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(*KEY, "expenditure_value", next_year("year", 4, 30).alias("known_from_date"), ROW)
