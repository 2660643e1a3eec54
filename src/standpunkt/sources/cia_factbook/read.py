"""Reads two lists of the World Factbook: largest trade partners, and memberships as it states them."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet

PERCENT = 100
ROUNDING, WHOLE_ROUNDING = 0.0005, 0.005
"""Shares are printed to a tenth of a percent, in some lists to whole percent."""
LIST = ["state_iso3", "year", "flow_code"]
LEAST_LISTED = 5
"""A list of so many partners bounds the share of every other partner by its smallest one."""
LEAST_LISTS = 10
"""Partners that so many lists of a year name are large traders: they are bounded where a list lacks them."""


def read(context: Context) -> Reading:
    """Reads shares of the partners listed, bounds of large ones that are not, and memberships per snapshot.

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
    newest = pl.col("snapshot_date") == pl.col("snapshot_date").max().over(LIST)
    sheet.ignore("older_snapshot", ~newest)
    sheet.require_unique(*LIST, "partner_iso3")
    share = pl.col("share_pct") / PERCENT
    is_whole = (pl.col("share_pct") == pl.col("share_pct").round()).all().over(LIST)
    half = pl.when(is_whole).then(WHOLE_ROUNDING).otherwise(ROUNDING)
    listed = sheet.frame.with_columns(
        (share - half).clip(0, 1).round(6).alias("low_share"),
        (share + half).clip(0, 1).round(6).alias("high_share"),
        share.alias("trade_share"),
        pl.lit("about").alias("bound"),
        pl.lit(None, pl.String).alias("note"),
    )
    first = pl.date(pl.col("year") + 1, 12, 31)
    return pl.concat([listed, _unlisted(listed)], how="diagonal").select(
        "state_iso3",
        "partner_iso3",
        "year",
        pl.col("flow_code").alias("flow"),
        "low_share",
        "high_share",
        "trade_share",
        "bound",
        pl.min_horizontal("snapshot_date", first).alias("known_from_date"),
        "note",
        ROW,
    )


def _unlisted(listed: pl.DataFrame) -> pl.DataFrame:
    """Large traders that a list does not name: at most as large as its smallest partner."""
    named = listed.group_by("partner_iso3", "year", "flow_code").len()
    traders = named.filter(pl.col("len") >= LEAST_LISTS).drop("len")
    lists = listed.sort("share_pct", ROW).group_by(LIST).agg(
        pl.len().alias("count"),
        pl.col("trade_share").first().alias("high_share"),
        pl.col("snapshot_date").first(),
        pl.col(ROW).first(),
    )  # fmt: skip
    rows = lists.filter(pl.col("count") >= LEAST_LISTED).join(traders, on=["year", "flow_code"])
    rows = rows.join(listed, on=[*LIST, "partner_iso3"], how="anti")
    return rows.filter(pl.col("partner_iso3") != pl.col("state_iso3")).with_columns(
        pl.lit(0.0).alias("low_share"),
        pl.lit(None, pl.Float64).alias("trade_share"),
        pl.lit("at_most").alias("bound"),
        pl.format("Not among the {} partners listed.", pl.col("count")).alias("note"),
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
