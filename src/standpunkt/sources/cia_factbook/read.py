"""Reads two lists of the World Factbook: largest trade partners, and memberships as it states them."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet

PERCENT = 100
ROUNDING = 0.0005
"""Shares are printed to a tenth of a percent."""


def read(context: Context) -> Reading:
    """Reads shares of the partners listed and memberships per snapshot.

    Args:
        context: The snapshot.

    Returns:
        `dyad_year_trade`, `state_organisation_snapshot`.
    """
    tables: dict[str, pl.DataFrame] = {}
    trade, memberships = context.open("trade"), context.open("memberships")
    if trade is not None:
        tables["dyad_year_trade"] = _shares(trade)
    if memberships is not None:
        tables["state_organisation_snapshot"] = _memberships(memberships)
    return context.reading(tables)


def _shares(sheet: Sheet) -> pl.DataFrame:
    sheet.ignore("year_empty", pl.col("data_year").is_null())
    sheet.add_lookup("flow", "flow", "flow_code")
    sheet.add_state("iso3", "state_iso3")
    sheet.add_state("partner", "partner_iso3", "en")
    sheet.add_integer("data_year", "year")
    sheet.add_date("snapshot", "snapshot_date")
    sheet.quarantine("out_of_range", ~pl.col("share_pct").is_between(0, PERCENT), "share_pct")
    key = ["state_iso3", "partner_iso3", "year", "flow_code"]
    newest = pl.col("snapshot_date") == pl.col("snapshot_date").max().over(key)
    sheet.ignore("older_snapshot", ~newest)
    sheet.require_unique(*key)
    share = pl.col("share_pct") / PERCENT
    first = pl.date(pl.col("year") + 1, 12, 31)
    return sheet.frame.select(
        "state_iso3",
        "partner_iso3",
        "year",
        pl.col("flow_code").alias("flow"),
        (share - ROUNDING).clip(0, 1).alias("low_share"),
        (share + ROUNDING).clip(0, 1).alias("high_share"),
        share.alias("trade_share"),
        pl.lit("about").alias("bound"),
        pl.min_horizontal("snapshot_date", first).alias("known_from_date"),
        ROW,
    )


def _memberships(sheet: Sheet) -> pl.DataFrame:
    sheet.add_state("iso3", "state_iso3")
    sheet.add_date("snapshot", "snapshot_date")
    residue = pl.col("org").str.contains(r"^\d+$|^before ") | (pl.col("org").str.len_chars() == 0)
    sheet.ignore("parse_residue", residue)
    sheet.quarantine("empty", pl.col("org").is_null(), "org")
    sheet.ignore("repeated_row", ~pl.struct("state_iso3", "org", "snapshot_date").is_first_distinct())
    return sheet.frame.select(
        pl.col("state_iso3").alias("iso3"),
        pl.col("org").alias("organisation_text"),
        "snapshot_date",
        pl.col("status").fill_null("member").alias("status_text"),
        pl.col("snapshot_date").alias("known_from_date"),
        ROW,
    )
