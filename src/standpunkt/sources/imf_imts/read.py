"""Reads yearly trade of Russia and of the world by partner, and marks what the fund has filled in."""

import polars as pl

from standpunkt.sources.connector.detect import REPORTER_SILENT, Panel, growth_factors, revision_factors
from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.sources.connector.reading.trade_rows import MILLION, next_year, value_rows

PANEL = Panel(("reporter", "flow_code"), "partner", "year", "value_musd")
VINTAGES = {"rus": "imf_imts", "rus_old": "imf_imts_old", "world": "imf_imts", "world_old": "imf_imts_old"}


def read(context: Context) -> Reading:
    """Reads Russia's own rows as trade between states, the world's rows as totals.

    Args:
        context: The snapshot.

    Returns:
        `dyad_year_trade_value`, `state_year_trade_total`.
    """
    sheet = context.open("annual")
    if sheet is None:
        return context.reading({})
    sheet.quarantine("unknown_category", ~pl.col("reporter").is_in(list(VINTAGES)), "reporter")
    sheet.add_lookup("flow", "flow", "flow_code")
    sheet.add_integer("year", "year_number")
    sheet.quarantine("out_of_range", ~pl.col("year_number").is_between(1900, 2100), "year")
    sheet.ignore("value_empty", pl.col("value_musd").is_null())
    sheet.quarantine("negative", pl.col("value_musd") < 0, "value_musd")
    sheet.add_state("partner", "partner_iso3", "en")
    sheet.require_unique("reporter", "flow_code", "partner_iso3", "year")
    flags = _flags(sheet)
    frame = sheet.frame.join(flags, on=["reporter", "flow_code", "year"], how="left", maintain_order="left")
    silent = {code.lower(): day.year for code, day in context.declared.reporting_until.items()}
    until = (
        pl.col("reporter")
        .str.strip_suffix("_old")
        .replace_strict(silent, default=None, return_dtype=pl.Int64)
    )
    is_silent = (pl.col("year") > until).fill_null(value=False)
    flag = pl.concat_str(
        pl.col("flag_code"),
        pl.when(is_silent).then(pl.lit(REPORTER_SILENT)),
        separator=";",
        ignore_nulls=True,
    )
    quality = (
        pl.when(pl.col("flag_code").is_not_null())
        .then(pl.lit("imputed_by_publisher"))
        .when(is_silent)
        .then(pl.lit("estimated"))
        .otherwise(pl.lit("reported"))
    )
    told = frame.with_columns(
        pl.col("flow_code").alias("flow"),
        (pl.col("value_musd") * MILLION).alias("amount"),
        pl.when(flag.str.len_chars() > 0).then(flag).alias("flag_codes"),
        quality.alias("quality"),
        next_year("year", 4, 1).alias("known_from_date"),
    )
    return context.reading({"dyad_year_trade_value": _own(told), "state_year_trade_total": _world(told)})


def _flags(sheet: Sheet) -> pl.DataFrame:
    """Which reporter, flow and year shows one factor over its partners."""
    grown = growth_factors(sheet.frame, PANEL).filter(pl.col("flag_code").is_not_null())
    new = sheet.frame.filter(~pl.col("reporter").str.ends_with("_old"))
    old = sheet.frame.filter(pl.col("reporter").str.ends_with("_old")).with_columns(
        pl.col("reporter").str.strip_suffix("_old")
    )
    revised = revision_factors(new, old, PANEL).filter(pl.col("flag_code").is_not_null())
    both = pl.concat(
        [frame.select("reporter", "flow_code", "year", "flag_code") for frame in (grown, revised)]
    )
    return both.group_by("reporter", "flow_code", "year").agg(pl.col("flag_code").sort().str.join(";"))


def _own(told: pl.DataFrame) -> pl.DataFrame:
    own = told.filter(pl.col("reporter").str.starts_with("rus")).with_columns(
        pl.lit("RUS").alias("reporter_iso3")
    )
    own = own.filter(pl.col("partner_iso3") != "RUS")
    parts = own.partition_by("reporter", as_dict=True)
    rows = [value_rows(part, VINTAGES[str(name)], "year", "usd") for (name,), part in parts.items()]
    return pl.concat(rows) if rows else value_rows(own, "imf_imts", "year", "usd")


def _world(told: pl.DataFrame) -> pl.DataFrame:
    return told.filter(pl.col("reporter").str.starts_with("world")).select(
        pl.lit("WORLD").alias("reporter_code"),
        pl.col("partner_iso3").alias("partner_code"),
        "flow",
        pl.col("year").cast(pl.String).alias("period_code"),
        pl.col("reporter").replace_strict(VINTAGES).alias("series_id"),
        pl.col("amount").alias("value_usd"),
        "known_from_date",
        ROW,
    )
