"""Rows of trade values: who exports to whom, told by one side."""

import polars as pl

from standpunkt.sources.connector.reading.layouts import ROW

REPORTED = "reported"
MILLION = 1e6
WORLD = "WORLD"
"""Code of all partners together, in totals."""


def value_rows(frame: pl.DataFrame, series_id: str, period: str, currency: str) -> pl.DataFrame:
    """Rows of `dyad_year_trade_value` or `dyad_month_trade_value`.

    Args:
        frame: reporter_iso3, partner_iso3, flow (export, import), the period, amount, row_in_snapshot; may
            carry quality, flag_codes, known_from_date.
        series_id: Whose numbers they are.
        period: `year` or `month_date`.
        currency: `usd` or `eur`.

    Returns:
        The columns of the table that the source knows.
    """
    is_export = pl.col("flow") == "export"
    optional = [name for name in ("flag_codes", "known_from_date") if name in frame.columns]
    quality = pl.col("quality") if "quality" in frame.columns else pl.lit(REPORTED)
    return frame.select(
        pl.when(is_export).then("reporter_iso3").otherwise("partner_iso3").alias("exporter_iso3"),
        pl.when(is_export).then("partner_iso3").otherwise("reporter_iso3").alias("importer_iso3"),
        period,
        (pl.lit(series_id) + pl.when(is_export).then(pl.lit("")).otherwise(pl.lit("_mirror"))).alias(
            "series_id"
        ),
        pl.col("amount").alias(f"value_{currency}"),
        pl.when(is_export).then(pl.lit("exporter")).otherwise(pl.lit("importer")).alias("reporter_side"),
        quality.alias("quality"),
        *optional,
        ROW,
    )


def month_of(year: str, month: str) -> pl.Expr:
    """The first day of a month from two columns of numbers, as text or not; null for a thirteenth month."""
    return day_of(year, month, pl.lit("1"))


def day_of(year: str, month: str, day: str | pl.Expr) -> pl.Expr:
    """A day from columns of numbers, as text or not; null where there is no such day."""
    parts = [pl.col(part) if isinstance(part, str) else part for part in (year, month, day)]
    text = pl.concat_str([part.cast(pl.String) for part in parts], separator="-")
    return text.str.to_date("%Y-%m-%d", strict=False)


def next_year(year: str, month: int, day: int) -> pl.Expr:
    """A day of the year after a column's year: when such yearly figures are first published."""
    return pl.date(pl.col(year).cast(pl.Int32) + 1, month, day)
