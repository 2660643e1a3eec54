"""Reads yearly trade of Russia and of the world by partner, and marks what the fund has filled in."""

import polars as pl

from standpunkt.sources.connector.detect import REPORTER_SILENT, Panel, growth_factors, revision_factors
from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.sources.connector.reading.trade_rows import MILLION, next_year, value_rows

PANEL = Panel(("reporter", "flow_code"), "partner", "year", "value_musd")
WORLD = "G001"
VINTAGES = {"rus": "imf_imts", "rus_old": "imf_imts_old", "world": "imf_imts", "world_old": "imf_imts_old"}


def read(context: Context) -> Reading:
    """Reads Russia's own rows as trade between states, the world's rows as totals.

    What the service tells is not taken from the repackaging again.

    Args:
        context: The snapshot.

    Returns:
        `dyad_year_trade_value`, `state_year_trade_total`.
    """
    dyads: list[pl.DataFrame] = []
    totals: list[pl.DataFrame] = []
    service = context.open("sdmx")
    if service is not None:
        told, world = _service(context, service)
        dyads.append(told)
        totals.append(world)
    sheet = context.open("annual")
    if sheet is not None:
        told, world = _annual(context, sheet, dyads[0] if dyads else None)
        dyads.append(told)
        totals.append(world)
    if not dyads:
        return context.reading({})
    return context.reading(
        {"dyad_year_trade_value": pl.concat(dyads), "state_year_trade_total": pl.concat(totals)}
    )


def _service(context: Context, sheet: Sheet) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of the service: codes with a digit are groups; of these the world (G001) is kept as a total."""
    sheet.quarantine("unknown_category", pl.col("FREQUENCY") != "A", "FREQUENCY")
    sheet.add_lookup("INDICATOR", "indicator", "flow_code")
    sheet.add_integer("TIME_PERIOD", "year")
    sheet.quarantine("out_of_range", ~pl.col("year").is_between(1900, 2100), "TIME_PERIOD")
    sheet.ignore("value_empty", pl.col("OBS_VALUE").is_null() | (pl.col("OBS_VALUE") == "NaN"))
    sheet.add_number("OBS_VALUE", "amount")
    sheet.quarantine("negative", pl.col("amount") < 0, "OBS_VALUE")
    sheet.ignore("COUNTRY_is_group", pl.col("COUNTRY").str.contains(r"\d"))
    is_group = pl.col("COUNTERPART_COUNTRY").str.contains(r"\d") & (pl.col("COUNTERPART_COUNTRY") != WORLD)
    sheet.ignore("COUNTERPART_COUNTRY_is_group", is_group)
    sheet.add_state("COUNTRY", "reporter_iso3")
    # both requests answer Russia's trade with itself as a reporter and the world: the same row twice
    sheet.ignore(
        "told_again", ~pl.struct("COUNTRY", "INDICATOR", "COUNTERPART_COUNTRY", "year").is_first_distinct()
    )
    world = sheet.frame.filter(pl.col("COUNTERPART_COUNTRY") == WORLD)
    sheet.frame = sheet.frame.filter(pl.col("COUNTERPART_COUNTRY") != WORLD)
    sheet.add_state("COUNTERPART_COUNTRY", "partner_iso3")
    sheet.ignore("own_state", pl.col("reporter_iso3") == pl.col("partner_iso3"))
    panel = Panel(("reporter_iso3", "flow_code"), "partner_iso3", "year", "value_musd")
    frame = sheet.frame.with_columns((pl.col("amount") / MILLION).alias("value_musd"))
    grown = growth_factors(frame, panel).select("reporter_iso3", "flow_code", "year", "flag_code")
    flagged = frame.join(grown, on=["reporter_iso3", "flow_code", "year"], how="left", maintain_order="left")
    silent = {code: day.year for code, day in context.declared.reporting_until.items()}
    told = _qualified(
        flagged, pl.col("reporter_iso3").replace_strict(silent, default=None, return_dtype=pl.Int64)
    )
    sheet.frame = pl.concat([sheet.frame, world], how="diagonal")
    totals = world.select(
        pl.col("reporter_iso3").alias("reporter_code"),
        pl.lit("WORLD").alias("partner_code"),
        pl.col("flow_code").alias("flow"),
        pl.col("year").cast(pl.String).alias("period_code"),
        pl.lit("imf_imts").alias("series_id"),
        pl.col("amount").alias("value_usd"),
        next_year("year", 4, 1).alias("known_from_date"),
        ROW,
    )
    return value_rows(told, "imf_imts", "year", "usd"), totals


def _annual(
    context: Context, sheet: Sheet, service: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    sheet.quarantine("unknown_category", ~pl.col("reporter").is_in(list(VINTAGES)), "reporter")
    sheet.add_lookup("flow", "flow", "flow_code")
    sheet.add_integer("year", "year_number")
    sheet.quarantine("out_of_range", ~pl.col("year_number").is_between(1900, 2100), "year")
    sheet.ignore("value_empty", pl.col("value_musd").is_null())
    sheet.quarantine("negative", pl.col("value_musd") < 0, "value_musd")
    sheet.add_state("partner", "partner_iso3", "en")
    sheet.require_unique("reporter", "flow_code", "partner_iso3", "year")
    flags = _flags(sheet)
    if service is not None:
        _leave_to_service(sheet, service)
    frame = sheet.frame.join(flags, on=["reporter", "flow_code", "year"], how="left", maintain_order="left")
    silent = {code.lower(): day.year for code, day in context.declared.reporting_until.items()}
    until = (
        pl.col("reporter")
        .str.strip_suffix("_old")
        .replace_strict(silent, default=None, return_dtype=pl.Int64)
    )
    told = _qualified(frame.with_columns((pl.col("value_musd") * MILLION).alias("amount")), until)
    return _own(told), _world(told)


def _leave_to_service(sheet: Sheet, service: pl.DataFrame) -> None:
    is_export = pl.col("flow_code") == "export"
    partner = pl.when(pl.col("reporter") == "rus").then("partner_iso3")
    sheet.add(
        exporter_iso3=pl.when(is_export).then(pl.lit("RUS")).otherwise(partner),
        importer_iso3=pl.when(is_export).then(partner).otherwise(pl.lit("RUS")),
        reporter_side=pl.when(is_export).then(pl.lit("exporter")).otherwise(pl.lit("importer")),
    )
    sheet.ignore_told("told_by_service", service, "exporter_iso3", "importer_iso3", "reporter_side", "year")


def _qualified(frame: pl.DataFrame, silent_since: pl.Expr) -> pl.DataFrame:
    """Rows with what is odd about them: filled by the publisher, or of a reporter that is silent since."""
    is_silent = (pl.col("year") > silent_since).fill_null(value=False)
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
    return frame.with_columns(
        pl.col("flow_code").alias("flow"),
        pl.when(flag.str.len_chars() > 0).then(flag).alias("flag_codes"),
        quality.alias("quality"),
        next_year("year", 4, 1).alias("known_from_date"),
    )


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
