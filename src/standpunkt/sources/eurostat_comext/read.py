"""Reads COMEXT: members' monthly totals, the EU's yearly totals, CN8 codes under export bans, code labels.

Groups (EU27_2020, EA20 ...) stand among the reporters and headings among their codes: groups go to the table
of totals, which nobody adds to their members, and a heading whose codes are listed is left out.
"""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.sources.connector.reading.trade_rows import value_rows

SERIES = "eurostat_comext"
EU = "EU27_2020"
MONTH_LENGTH = 7


def read(context: Context) -> Reading:
    """Reads whichever of the five files the snapshot has.

    Args:
        context: The snapshot.

    Returns:
        `dyad_month_trade_value`, `state_year_trade_total`, `dyad_month_cn8_trade`, `listing_nomenclature`.
    """
    tables: dict[str, pl.DataFrame] = {}
    totals = [_annual(sheet) for sheet in [context.open("annual")] if sheet is not None]
    members = context.open("members")
    if members is not None:
        tables["dyad_month_trade_value"], controls = _members(members)
        totals.append(controls)
    if totals:
        tables["state_year_trade_total"] = pl.concat(totals)
    goods = [_cn8(sheet) for sheet in [context.open("cn8")] if sheet is not None]
    goods += [_sdmx(sheet) for sheet in [context.open("sdmx")] if sheet is not None]
    if goods:
        tables["dyad_month_cn8_trade"] = pl.concat(goods)
    labels = context.open("products")
    if labels is not None:
        labels.require_unique("code")
        tables["listing_nomenclature"] = labels.frame.select(
            pl.lit("cn").alias("nomenclature_id"),
            pl.col("code").alias("product_code"),
            pl.col("label").alias("label_text"),
            ROW,
        )
    return context.reading(tables)


def _members(sheet: Sheet) -> tuple[pl.DataFrame, pl.DataFrame]:
    sheet.add_lookup("flow", "flow", "flow_code")
    sheet.add_state("partner", "partner_iso3", "en")
    sheet.add(period_day=pl.col("period") + "-01")
    sheet.add_date("period_day", "month_date")
    sheet.quarantine("negative", pl.col("value_eur") < 0, "value_eur")
    sheet.ignore("value_empty", pl.col("value_eur").is_null())
    sheet.require_unique("reporter", "partner", "flow_code", "period")
    controls = sheet.frame.filter("aggregate").select(
        pl.col("reporter").alias("reporter_code"),
        pl.col("partner_iso3").alias("partner_code"),
        pl.col("flow_code").alias("flow"),
        pl.col("period").alias("period_code"),
        pl.lit(SERIES).alias("series_id"),
        pl.col("value_eur").cast(pl.Float64),
        pl.col("month_date").dt.offset_by("3mo").alias("known_from_date"),
        ROW,
    )
    groups = sheet.frame.filter("aggregate")
    sheet.frame = sheet.frame.filter(~pl.col("aggregate"))
    sheet.add_state("reporter", "reporter_iso3", "en")
    leaves = sheet.frame.with_columns(
        pl.col("flow_code").alias("flow"),
        pl.col("value_eur").cast(pl.Float64).alias("amount"),
        pl.col("month_date").dt.offset_by("3mo").alias("known_from_date"),
    )
    sheet.frame = pl.concat([sheet.frame, groups], how="diagonal")
    return value_rows(leaves, SERIES, "month_date", "eur"), controls


def _annual(sheet: Sheet) -> pl.DataFrame:
    sheet.add_lookup("flow", "flow", "flow_code")
    sheet.add_state("partner", "partner_iso3")
    sheet.add_number("value_eur", "value")
    sheet.add_integer("period", "year")
    sheet.quarantine("unknown_category", pl.col("reporter") != EU, "reporter")
    sheet.ignore("repeated_row", ~pl.struct("partner_iso3", "flow_code", "year", "value").is_first_distinct())
    sheet.require_unique("partner_iso3", "flow_code", "year")
    return sheet.frame.select(
        pl.col("reporter").alias("reporter_code"),
        pl.col("partner_iso3").alias("partner_code"),
        pl.col("flow_code").alias("flow"),
        pl.col("period").alias("period_code"),
        pl.lit(SERIES).alias("series_id"),
        pl.col("value").alias("value_eur"),
        pl.date(pl.col("year") + 1, 4, 1).alias("known_from_date"),
        ROW,
    )


def _cn8(sheet: Sheet) -> pl.DataFrame:
    sheet.ignore("heading_of_listed_codes", pl.col("has_children"))
    sheet.quarantine("negative", pl.col("value_eur") < 0, "value_eur")
    sheet.add_state("reporter_iso2", "exporter_iso3")
    sheet.add_state("partner_iso3", "importer_iso3")
    sheet.add(period_day=pl.col("month") + "-01", product_code=pl.col("product").cast(pl.String))
    sheet.add_date("period_day", "month_date")
    sheet.require_unique("exporter_iso3", "importer_iso3", "month_date", "product_code")
    return sheet.frame.select(
        "exporter_iso3",
        "importer_iso3",
        "month_date",
        pl.col("product_code").alias("product_cn8"),
        pl.col("level").alias("product_level"),
        "value_eur",
        pl.col("month_date").dt.offset_by("3mo").alias("known_from_date"),
        ROW,
    )


def _sdmx(sheet: Sheet) -> pl.DataFrame:
    sheet.add_lookup("flow", "flow", "flow_code")
    sheet.ignore("other_flow", pl.col("flow_code") != "export")
    sheet.ignore("other_indicator", pl.col("indicators") != "VALUE_IN_EUROS")
    sheet.ignore("other_period", pl.col("TIME_PERIOD").str.len_chars() != MONTH_LENGTH)
    sheet.ignore("other_level", ~pl.col("product").str.contains(r"^\d{8}$"))
    sheet.ignore("value_empty", pl.col("OBS_VALUE").is_null())
    sheet.add_state("reporter", "exporter_iso3")
    sheet.add_state("partner", "importer_iso3")
    sheet.add_number("OBS_VALUE", "value_eur")
    sheet.quarantine("negative", pl.col("value_eur") < 0, "OBS_VALUE")
    sheet.add(period_day=pl.col("TIME_PERIOD") + "-01")
    sheet.add_date("period_day", "month_date")
    sheet.require_unique("exporter_iso3", "importer_iso3", "month_date", "product")
    return sheet.frame.select(
        "exporter_iso3",
        "importer_iso3",
        "month_date",
        pl.col("product").alias("product_cn8"),
        pl.lit(8, pl.Int64).alias("product_level"),
        "value_eur",
        pl.col("month_date").dt.offset_by("3mo").alias("known_from_date"),
        ROW,
    )
