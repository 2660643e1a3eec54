"""Reads files of 15 minutes; counts per day and CAMEO code what one state is said to do towards another."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet

KEY = ["actor_iso3", "target_iso3", "date", "event_code"]
ACTORS = {"Actor1CountryCode": "actor_iso3", "Actor2CountryCode": "target_iso3"}
COUNTS = {"NumMentions": "mention_count", "NumSources": "source_count", "NumArticles": "article_count"}
MOMENT_LENGTH = 14


def read(context: Context) -> Reading:
    """Reads the event files and the publisher's list of their columns.

    Args:
        context: The snapshot.

    Returns:
        `dyad_day_media_event`, `listing_field`.
    """
    tables: dict[str, pl.DataFrame] = {}
    parts = list(map(_judged, context.parts("events")))
    if parts:
        _ignore_told_again(parts)
        tables["dyad_day_media_event"] = _counted(pl.concat([part.frame for part in parts]))
    fields = context.open("schema")
    if fields is not None:
        fields.quarantine("empty", pl.col("tableId").is_null(), "tableId")
        fields.require_unique("tableId")
        tables["listing_field"] = fields.frame.select(
            pl.lit("gdelt2_events").alias("dataset_id"),
            pl.col("tableId").alias("field_code"),
            pl.col("dataType").alias("type_code"),
            pl.col("Description").alias("description_text"),
            ROW,
        )
    return context.reading(tables)


def _judged(sheet: Sheet) -> Sheet:
    """A part reduced to the events between two states, with what is counted of them."""
    for column in ACTORS:
        sheet.ignore(f"{column}_empty", pl.col(column).is_null())
    for column, into in ACTORS.items():
        sheet.add_state(column, into)
    sheet.ignore("own_state", pl.col("actor_iso3") == pl.col("target_iso3"))
    sheet.add_date("SQLDATE", "date", "%Y%m%d")
    sheet.add(added=pl.col("DATEADDED").str.slice(0, 8).str.to_date("%Y%m%d", strict=False))
    is_moment = pl.col("DATEADDED").str.len_chars() == MOMENT_LENGTH
    sheet.quarantine("no_date", ~is_moment.fill_null(value=False) | pl.col("added").is_null(), "DATEADDED")
    sheet.quarantine("out_of_range", pl.col("date") > pl.col("added"), "SQLDATE")
    is_code = pl.col("EventBaseCode").str.contains(r"^(0[1-9]|1\d|20)\d$")
    fits = pl.col("EventBaseCode").str.slice(0, 2) == pl.col("EventRootCode")
    sheet.quarantine("unknown_category", ~(is_code & fits).fill_null(value=False), "EventBaseCode")
    sheet.quarantine("unknown_category", ~pl.col("QuadClass").is_in(["1", "2", "3", "4"]), "QuadClass")
    for column, into in COUNTS.items():
        sheet.add_integer(column, into)
        sheet.quarantine("negative", pl.col(into) < 0, column)
    sheet.add_number("GoldsteinScale", "goldstein")
    sheet.add_number("AvgTone", "tone")
    sheet.frame = sheet.frame.select(
        ROW,
        "GLOBALEVENTID",
        "actor_iso3",
        "target_iso3",
        "date",
        pl.col("EventBaseCode").alias("event_code"),
        pl.col("EventRootCode").alias("root_code"),
        pl.col("QuadClass").alias("quad_code"),
        *COUNTS.values(),
        "goldstein",
        "tone",
        "added",
    )
    return sheet


def _ignore_told_again(parts: list[Sheet]) -> None:
    """The same event id twice is one event, told again: what came last counts."""
    every = pl.concat([part.frame.select("GLOBALEVENTID", ROW) for part in parts])
    last = every.group_by("GLOBALEVENTID").agg(pl.col(ROW).max())[ROW]
    for part in parts:
        part.ignore("told_again", ~pl.col(ROW).is_in(last.implode()))


def _counted(events: pl.DataFrame) -> pl.DataFrame:
    counted = events.group_by(KEY, maintain_order=True).agg(
        pl.col("root_code", "quad_code").first(),
        pl.len().cast(pl.Int64).alias("event_count"),
        *(pl.col(into).sum() for into in COUNTS.values()),
        pl.col("goldstein").mean().alias("goldstein_mean"),
        pl.col("tone").mean().alias("tone_mean"),
        pl.col("added").max().alias("known_from_date"),
        pl.lit("derived").alias("verification"),
        pl.col(ROW).min(),
    )
    return counted.with_columns(pl.col("goldstein_mean", "tone_mean").round(4))
