"""Reads trade of all reporters: totals by partner and year, watched goods by partner and month."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.sources.connector.reading.trade_rows import next_year, value_rows

SERIES = "un_comtrade"
WORLD = "0"
GROUP = r"[\d_]"
"""Codes of groups and of areas not specified carry a digit or a line; `S19` alone is read as Taiwan."""
ALL_GOODS = "TOTAL"
TAIWAN = "S19"
WHOLE = {"partner2Code": "0", "customsCode": "C00", "motCode": "0"}
"""Rows by second partner, customs procedure or means of transport are parts of the row with these codes."""


def read(context: Context) -> Reading:
    """Reads whichever answers the snapshot has; the full service and the preview have one layout.

    Args:
        context: The snapshot.

    Returns:
        `dyad_year_trade_value`, `state_year_trade_total`, `dyad_month_hs6_trade`.
    """
    tables: dict[str, pl.DataFrame] = {}
    years = [_years(part) for unit in ("final_year", "preview_year") for part in context.parts(unit)]
    if years:
        tables["dyad_year_trade_value"] = pl.concat([dyads for dyads, _totals in years])
        tables["state_year_trade_total"] = pl.concat([totals for _dyads, totals in years])
    goods = [_goods(part) for part in context.parts("final_hs6")]
    if goods:
        tables["dyad_month_hs6_trade"] = pl.concat(goods)
    return context.reading(tables)


def _take(sheet: Sheet, frequency: str) -> None:
    sheet.quarantine("unknown_category", pl.col("freqCode") != frequency, "freqCode")
    sheet.add_lookup("flowCode", "flow", "flow")
    for column, code in WHOLE.items():
        sheet.ignore("part_of_another_row", pl.col(column).fill_null(code) != code)
    sheet.add_number("primaryValue", "amount")
    sheet.ignore("value_empty", pl.col("amount").is_null())
    sheet.quarantine("negative", pl.col("amount") < 0, "primaryValue")
    sheet.ignore("reporter_is_group", _is_group("reporterISO"))
    sheet.add_state("reporterISO", "reporter_iso3")


def _is_group(column: str) -> pl.Expr:
    return pl.col(column).str.contains(GROUP) & (pl.col(column) != TAIWAN)


def _years(sheet: Sheet) -> tuple[pl.DataFrame, pl.DataFrame]:
    _take(sheet, "A")
    sheet.quarantine("unknown_category", pl.col("cmdCode") != ALL_GOODS, "cmdCode")
    sheet.add_integer("period", "year")
    sheet.quarantine("out_of_range", ~pl.col("year").is_between(1962, 2100), "period")
    sheet.require_unique("reporter_iso3", "partnerCode", "flow", "year")
    sheet.add(known_from_date=next_year("year", 7, 1))
    is_world = pl.col("partnerCode") == WORLD
    world = sheet.frame.filter(is_world)
    sheet.frame = sheet.frame.filter(~is_world)
    sheet.ignore("partner_is_group", _is_group("partnerISO"))
    sheet.add_state("partnerISO", "partner_iso3")
    sheet.ignore("own_state", pl.col("reporter_iso3") == pl.col("partner_iso3"))
    dyads = value_rows(sheet.frame, SERIES, "year", "usd")
    sheet.frame = pl.concat([sheet.frame, world], how="diagonal")
    sheet.frame = sheet.frame.select(ROW)  # the next answer needs the room
    totals = world.select(
        pl.col("reporter_iso3").alias("reporter_code"),
        pl.lit("WORLD").alias("partner_code"),
        "flow",
        pl.col("period").alias("period_code"),
        pl.lit(SERIES).alias("series_id"),
        pl.col("amount").alias("value_usd"),
        "known_from_date",
        ROW,
    )
    return dyads, totals


def _goods(sheet: Sheet) -> pl.DataFrame:
    _take(sheet, "M")
    sheet.ignore("other_level", ~pl.col("cmdCode").str.contains(r"^\d{6}$"))
    sheet.quarantine(
        "unknown_category", ~pl.col("classificationCode").str.contains(r"^H\d$"), "classificationCode"
    )
    sheet.add(month_date=pl.col("period").str.to_date("%Y%m", strict=False))
    sheet.quarantine("no_date", pl.col("month_date").is_null(), "period")
    sheet.ignore("partner_is_group", _is_group("partnerISO"))
    sheet.add_state("partnerISO", "partner_iso3")
    sheet.add_number("netWgt", "weight")
    sheet.require_unique(
        "reporter_iso3", "partner_iso3", "flow", "month_date", "cmdCode", "classificationCode"
    )
    sheet.add(known_from_date=pl.col("month_date").dt.offset_by("3mo"))
    values = value_rows(sheet.frame, SERIES, "month_date", "usd")
    rows = values.with_columns(
        sheet.frame["cmdCode"].alias("product_hs6"),
        sheet.frame["classificationCode"].alias("hs_code"),
        sheet.frame["weight"].alias("net_weight_kg"),
    )
    sheet.frame = sheet.frame.select(ROW)
    return rows
