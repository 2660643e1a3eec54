"""Reads COMEXT: monthly totals, the EU's yearly totals, goods by CN8 code, code labels.

Groups (EU27_2020, EA20 ...) stand among the reporters and headings among their codes: groups go to the table
of totals, which nobody adds to their members, and a heading whose codes are listed is left out.
"""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.sources.connector.reading.trade_rows import value_rows
from standpunkt.tables.registry import key_columns

SERIES = "eurostat_comext"
EU = "EU27_2020"
MONTH_LENGTH = 7
CELL = ["exporter_iso3", "importer_iso3", "month_date", "product_cn8"]


def read(context: Context) -> Reading:
    """Reads whichever of the files the snapshot has.

    What the service or the bulk files tell is not taken from the repackaging again.

    Args:
        context: The snapshot.

    Returns:
        `dyad_month_trade_value`, `state_year_trade_total`, `dyad_month_cn8_trade`, `listing_nomenclature`.
    """
    tables = {**_values(context), **_all_goods(context)}
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


def _values(context: Context) -> dict[str, pl.DataFrame]:
    totals = [_annual(sheet) for sheet in [context.open("annual")] if sheet is not None]
    months: list[pl.DataFrame] = []
    for unit, reader in (("totals", _service), ("members", _members)):
        sheet = context.open(unit)
        if sheet is not None:
            leaves, controls = reader(sheet, months[0] if months else None)
            months.append(leaves)
            totals.append(controls)
    tables: dict[str, pl.DataFrame] = {}
    if months:
        tables["dyad_month_trade_value"] = pl.concat(months)
    if totals:  # of a group that the service and the repackaging tell, the service's row counts
        key = list(key_columns("state_year_trade_total"))
        tables["state_year_trade_total"] = pl.concat(totals).unique(key, keep="first", maintain_order=True)
    return tables


def _all_goods(context: Context) -> dict[str, pl.DataFrame]:
    goods = [_bulk(part) for part in context.parts("bulk")]
    for unit, reader in (("sdmx", _sdmx), ("cn8", _cn8)):
        sheet = context.open(unit)
        if sheet is not None:
            goods.append(reader(sheet, pl.concat(goods) if goods else None))
    return {"dyad_month_cn8_trade": pl.concat(goods)} if goods else {}


def _service(sheet: Sheet, _told: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Monthly totals by partner; reporters whose code has a sign or a digit are groups of states."""
    sheet.add_lookup("flow", "flow", "flow_code")
    sheet.ignore("other_indicator", pl.col("indicators") != "VALUE_IN_EUROS")
    sheet.quarantine("unknown_category", pl.col("product") != "TOTAL", "product")
    sheet.ignore("value_empty", pl.col("OBS_VALUE").is_null())
    sheet.add(aggregate=pl.col("reporter").str.contains(r"[_\d]"), period=pl.col("TIME_PERIOD"))
    sheet.add_number("OBS_VALUE", "value_eur")
    return _months(sheet)


def _members(sheet: Sheet, told: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    sheet.add_lookup("flow", "flow", "flow_code")
    sheet.ignore("value_empty", pl.col("value_eur").is_null())
    return _months(sheet, told)


def _months(sheet: Sheet, told: pl.DataFrame | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows between states, and rows of groups, which nobody adds to their members."""
    sheet.add_state("partner", "partner_iso3", "en")
    sheet.add(period_day=pl.col("period") + "-01")
    sheet.add_date("period_day", "month_date")
    sheet.quarantine("negative", pl.col("value_eur") < 0, "value_eur")
    sheet.require_unique("reporter", "partner", "flow_code", "period")
    sheet.add(known_from_date=pl.col("month_date").dt.offset_by("3mo"))
    groups = sheet.frame.filter("aggregate")
    sheet.frame = sheet.frame.filter(~pl.col("aggregate"))
    sheet.add_state("reporter", "reporter_iso3", "en")
    if told is not None:
        _leave_to_service(sheet, told)
    leaves = sheet.frame.with_columns(
        pl.col("flow_code").alias("flow"), pl.col("value_eur").cast(pl.Float64).alias("amount")
    )
    sheet.frame = pl.concat([sheet.frame, groups], how="diagonal")
    controls = groups.select(
        pl.col("reporter").alias("reporter_code"),
        pl.col("partner_iso3").alias("partner_code"),
        pl.col("flow_code").alias("flow"),
        pl.col("period").alias("period_code"),
        pl.lit(SERIES).alias("series_id"),
        pl.col("value_eur").cast(pl.Float64),
        "known_from_date",
        ROW,
    )
    return value_rows(leaves, SERIES, "month_date", "eur"), controls


def _leave_to_service(sheet: Sheet, told: pl.DataFrame) -> None:
    is_export = pl.col("flow_code") == "export"
    sheet.add(
        exporter_iso3=pl.when(is_export).then("reporter_iso3").otherwise("partner_iso3"),
        importer_iso3=pl.when(is_export).then("partner_iso3").otherwise("reporter_iso3"),
        reporter_side=pl.when(is_export).then(pl.lit("exporter")).otherwise(pl.lit("importer")),
    )
    key = ("exporter_iso3", "importer_iso3", "reporter_side", "month_date")
    sheet.ignore_told("told_by_service", told, *key)


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


def _cn8(sheet: Sheet, told: pl.DataFrame | None) -> pl.DataFrame:
    sheet.ignore("heading_of_listed_codes", pl.col("has_children"))
    sheet.quarantine("negative", pl.col("value_eur") < 0, "value_eur")
    sheet.add_state("reporter_iso2", "exporter_iso3")
    sheet.add_state("partner_iso3", "importer_iso3")
    sheet.add(period_day=pl.col("month") + "-01", product_cn8=pl.col("product").cast(pl.String))
    sheet.add(product_level=pl.col("level").cast(pl.Int64))
    sheet.add_date("period_day", "month_date")
    return _goods(sheet, told)


def _sdmx(sheet: Sheet, told: pl.DataFrame | None) -> pl.DataFrame:
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
    sheet.add(period_day=pl.col("TIME_PERIOD") + "-01", product_cn8=pl.col("product"))
    sheet.add(product_level=pl.lit(8, pl.Int64))
    sheet.add_date("period_day", "month_date")
    return _goods(sheet, told)


def _bulk(sheet: Sheet) -> pl.DataFrame:
    """A month of all trade: exports to the watched partners, added up over procedures and kinds of trade."""
    sheet.quarantine("unknown_category", ~pl.col("FLOW").is_in(["1", "2"]), "FLOW")
    sheet.ignore("other_flow", pl.col("FLOW") != "2")
    watched = sheet.declared.lookups["watched_partner"]
    sheet.ignore("partner_not_watched", ~pl.col("PARTNER").is_in(list(watched)))
    sheet.ignore("other_level", ~pl.col("PRODUCT_NC").str.contains(r"^\d{8}$"))
    sheet.add_state("REPORTER", "exporter_iso3")
    sheet.add(
        importer_iso3=pl.col("PARTNER").replace_strict(watched, default=None),
        month_date=pl.col("PERIOD").str.to_date("%Y%m", strict=False),
        product_cn8=pl.col("PRODUCT_NC"),
        product_level=pl.lit(8, pl.Int64),
    )
    sheet.quarantine("no_date", pl.col("month_date").is_null(), "PERIOD")
    sheet.add_number("VALUE_EUR", "value_eur")
    sheet.quarantine("negative", pl.col("value_eur") < 0, "VALUE_EUR")
    added = sheet.frame.group_by(*CELL, "product_level", maintain_order=True).agg(
        pl.col("value_eur").sum(), pl.col(ROW).min()
    )
    sheet.frame = sheet.frame.select(ROW)  # the next month needs the room
    return _rows(added)


def _goods(sheet: Sheet, told: pl.DataFrame | None) -> pl.DataFrame:
    sheet.require_unique(*CELL)
    if told is not None:
        sheet.ignore_told("told_by_service", told, *CELL)
    return _rows(sheet.frame)


def _rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        *CELL,
        "product_level",
        "value_eur",
        pl.col("month_date").dt.offset_by("3mo").alias("known_from_date"),
        ROW,
    )
