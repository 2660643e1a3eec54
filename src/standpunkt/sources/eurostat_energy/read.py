"""Reads monthly imports of gas, oil and coal by partner; the partner of gas is the last border."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.energy_rows import FLOWS, KEY, TOTALS, energy_rows
from standpunkt.sources.connector.reading.sheet import Sheet

SERIES = "eurostat_energy"
Tables = dict[str, pl.DataFrame]
MILLION, THOUSAND = 1e6, 1e3
ESTIMATED = "e|s"
"""Flags of Eurostat: estimated by the reporter, estimated by Eurostat."""


def read(context: Context) -> Reading:
    """Reads the service and the repackaging; what the service tells is not taken from the repackaging again.

    Args:
        context: The snapshot.

    Returns:
        `dyad_month_energy_trade`, `state_month_energy_total`.
    """
    parts: list[Tables] = []
    service = context.open("sdmx")
    if service is not None:
        parts.append(_service(service))
    sheet = context.open("imports")
    if sheet is not None:
        parts.append(_repackaged(sheet, parts[0] if parts else {}))
    names = (FLOWS, TOTALS) if parts else ()
    return context.reading({name: pl.concat([part[name] for part in parts]) for name in names})


def _meaning() -> pl.Expr:
    is_gas = pl.col("commodity").str.contains("gas|lng")
    return pl.when(is_gas).then(pl.lit("border")).otherwise(pl.lit("origin"))


def _service(sheet: Sheet) -> Tables:
    """Gas in cubic metres and terajoules, crude oil in thousand tonnes, coal in tonnes."""
    sheet.quarantine("unknown_category", pl.col("freq") != "M", "freq")
    sheet.add_lookup("siec", "siec", "commodity")
    # groups of states carry a digit in their codes; partners that are not told apart (EUR_OTH, NSP) are rests
    sheet.ignore("geo_is_group", pl.col("geo").str.contains(r"[_\d]"))
    is_group = pl.col("partner").str.contains(r"\d") | (pl.col("partner") == "TOTAL")
    sheet.ignore("partner_is_group", is_group)
    sheet.add_number("OBS_VALUE", "obs")
    factor = (
        pl.when(pl.col("unit") == "MIO_M3")
        .then(MILLION)
        .when((pl.col("unit") == "THS_T") & (pl.col("commodity") == "coal"))
        .then(THOUSAND)
        .otherwise(1.0)
    )
    sheet.add(period_day=pl.col("TIME_PERIOD") + "-01")
    sheet.add_date("period_day", "date")
    is_estimate = pl.col("OBS_FLAG").fill_null("").str.contains(ESTIMATED)
    sheet.add(
        value=pl.col("obs") * factor,
        country=pl.col("geo"),
        is_estimate=is_estimate,
    )
    is_crude = (pl.col("commodity") == "crude_oil") & (pl.col("unit_code") == "tonnes")
    unit = pl.when(is_crude).then(pl.lit("thousand_tonnes")).otherwise("unit_code")
    return energy_rows(sheet, SERIES, _meaning(), unit, units="sdmx_unit")


def _repackaged(sheet: Sheet, service: Tables) -> Tables:
    """Crude oil labelled tonne holds thousand tonnes (Germany from Russia 2021: 27,741)."""
    is_crude = (pl.col("commodity") == "crude_oil") & (pl.col("unit_code") == "tonnes")
    unit = pl.when(is_crude).then(pl.lit("thousand_tonnes")).otherwise("unit_code")
    rows = energy_rows(sheet, SERIES, _meaning(), unit)
    if not service:
        return rows
    flow_key = [*KEY, "month_date"]
    sheet.ignore_told("told_by_service", service[FLOWS], *flow_key)
    keys = {FLOWS: flow_key, TOTALS: [name for name in flow_key if name != "supplier_iso3"]}
    return {
        name: rows[name].join(service[name].select(key), on=key, how="anti", maintain_order="left")
        for name, key in keys.items()
    }
