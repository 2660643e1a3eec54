"""Reads journeys of leaders to other states; what the source leaves open stays open."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet

SHAPES = ("%Y-%m-%d", "%m/%d/%Y")
QUESTIONS = {"AttendedMultilatEvent": "is_multilateral", "MetHostHoGS": "has_met_host"}


def read(context: Context) -> Reading:
    """Reads one row per journey; leaders of organisations are no states and are left out.

    Args:
        context: The snapshot.

    Returns:
        `event_visit`.
    """
    sheet = context.open("trips")
    if sheet is None:
        return context.reading({})
    sheet.quarantine("empty", pl.col("TripID").is_null(), "TripID")
    sheet.quarantine("empty", pl.col("LeaderRole").is_null(), "LeaderRole")
    sheet.add_lookup("LeaderRole", "role", "role_code")
    sheet.ignore("no_date_known", pl.col("TripStartDate").is_null())
    for column, into in (("TripStartDate", "from_date"), ("TripEndDate", "to_date")):
        _add_day(sheet, column, into)
    sheet.quarantine("out_of_range", pl.col("to_date") < pl.col("from_date"), "TripEndDate")
    sheet.add_state("LeaderCountryISO", "visitor_iso3")
    sheet.add_state("CountryVisitedISO", "host_iso3")
    sheet.ignore("own_state", pl.col("visitor_iso3") == pl.col("host_iso3"))
    for column, into in QUESTIONS.items():
        known = sheet.declared.lookups["yes_no"]
        is_odd = pl.col(column).is_not_null() & ~pl.col(column).is_in(list(known))
        sheet.quarantine("unknown_category", is_odd, column)
        sheet.add(**{into: pl.col(column).replace_strict(known, default=None) == "true"})
    sheet.require_unique("TripID")
    rows = sheet.frame.select(
        pl.col("TripID").alias("visit_id"),
        "visitor_iso3",
        "host_iso3",
        "from_date",
        "to_date",
        pl.col("LeaderFullName").alias("visitor_text"),
        "role_code",
        *QUESTIONS.values(),
        pl.col("from_date").alias("known_from_date"),
        pl.lit("press").alias("verification"),
        ROW,
    )
    return context.reading({"event_visit": rows})


def _add_day(sheet: Sheet, column: str, into: str) -> None:
    text = pl.col(column).str.strip_chars()
    sheet.add(**{into: pl.coalesce(*(text.str.to_date(shape, strict=False) for shape in SHAPES))})
    sheet.quarantine("no_date", pl.col(column).is_not_null() & pl.col(into).is_null(), column)
