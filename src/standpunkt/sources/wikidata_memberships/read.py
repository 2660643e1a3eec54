"""Reads statements of memberships with their days; a statement whose day is unknown keeps none."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

ITEM = "http://www.wikidata.org/entity/"
STATEMENT = "http://www.wikidata.org/entity/statement/"
DAY_LENGTH = 10
OPTIONAL = ("organisationLabel.value", "from.value", "to.value")


def read(context: Context) -> Reading:
    """Reads one row per statement.

    Args:
        context: The snapshot.

    Returns:
        `state_organisation_candidate`.
    """
    sheet = context.open("memberships")
    if sheet is None:
        return context.reading({})
    for column in OPTIONAL:
        if column not in sheet.frame.columns:
            sheet.add(**{column: pl.lit(None, pl.String)})
    for column in ("statement", "organisation"):
        sheet.quarantine("unknown_category", pl.col(f"{column}.type") != "uri", f"{column}.type")
    is_item = pl.col("organisation.value").str.starts_with(f"{ITEM}Q")
    sheet.quarantine("unknown_category", ~is_item, "organisation.value")
    sheet.add_state("iso3.value", "iso3")
    for column in ("from", "to"):
        # blank nodes stand for "unknown value": they carry no date and are no error
        text = pl.col(f"{column}.value")
        is_day = text.str.contains(r"^\d{4}-\d{2}-\d{2}T")
        day = text.str.slice(0, DAY_LENGTH).str.to_date(strict=False)
        sheet.add(**{f"{column}_date": pl.when(is_day).then(day)})
        sheet.quarantine("no_date", is_day & pl.col(f"{column}_date").is_null(), f"{column}.value")
    sheet.quarantine("out_of_range", pl.col("to_date") < pl.col("from_date"), "to.value")
    # a statement with two beginnings comes twice: nobody can say which is right
    sheet.require_unique("statement.value")
    rows = sheet.frame.select(
        pl.col("statement.value").str.strip_prefix(STATEMENT).alias("statement_id"),
        "iso3",
        pl.col("organisation.value").str.strip_prefix(ITEM).alias("organisation_code"),
        pl.col("organisationLabel.value").alias("organisation_text"),
        "from_date",
        "to_date",
        pl.col("statement.value").alias("address"),
        pl.lit("unverified").alias("verification"),
        ROW,
    )
    return context.reading({"state_organisation_candidate": rows})
