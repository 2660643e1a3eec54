"""Reads aid to Ukraine by donor and month, heavy weapons, and the tracker's small series."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.sources.connector.reading.trade_rows import month_of

KINDS = ("total", "financial", "humanitarian", "military")
SERIES = {
    "shares": ("bilateral_pct_gdp", "eu_share_pct_gdp", "total_pct_gdp", "eu_share_bn"),
    "procurement": ("stockpile", "procurement", "unspecified", "nato_purl"),
    "totals": ("total_allocations", "military", "financial", "humanitarian"),
    "release": ("release",),
}


def read(context: Context) -> Reading:
    """Reads the six files; institutions of the EU are no donor state and are left out.

    Args:
        context: The snapshot.

    Returns:
        `dyad_month_aid`, `state_weapon_aid`, `series_value`.
    """
    tables: dict[str, pl.DataFrame] = {}
    donors = context.open("donors")
    if donors is not None:
        tables["dyad_month_aid"] = _aid(donors)
    weapons = context.open("weapons")
    if weapons is not None:
        tables["state_weapon_aid"] = _weapons(weapons)
    small = [(unit, sheet) for unit in SERIES if (sheet := context.open(unit)) is not None]
    if small:
        tables["series_value"] = pl.concat([_series(unit, sheet) for unit, sheet in small])
    return context.reading(tables)


def _aid(sheet: Sheet) -> pl.DataFrame:
    sheet.add_state("iso", "donor_iso3")
    for kind in (*KINDS, "commitments"):
        sheet.add_number(kind, f"bn:{kind}")
    sheet.add(month_date=month_of("year", "month"))
    sheet.quarantine("no_date", pl.col("month_date").is_null(), "month")
    sheet.require_unique("donor_iso3", "month_date")
    return sheet.frame.select(
        "donor_iso3",
        pl.lit("UKR").alias("recipient_iso3"),
        "month_date",
        *(pl.col(f"bn:{kind}").alias(f"{kind}_billion_eur") for kind in KINDS),
        pl.col("bn:commitments").alias("commitment_billion_eur"),
        pl.col("month_date").dt.offset_by("3mo").alias("known_from_date"),
        ROW,
    )


def _weapons(sheet: Sheet) -> pl.DataFrame:
    sheet.add_state("donor", "donor_iso3", "en")
    sheet.add_number("number_of_weapons", "weapon_count")
    sheet.add_number("monetary_value_eur", "weapon_eur")
    sheet.require_unique("donor_iso3", "category")
    return sheet.frame.select(
        "donor_iso3", "category", "weapon_count", "weapon_eur", pl.col("weapons_list").alias("list_text"), ROW
    )


def _series(unit: str, sheet: Sheet) -> pl.DataFrame:
    for measure in SERIES[unit]:
        sheet.add_number(measure, f"n:{measure}")
    columns = sheet.frame.columns
    subject = pl.col("iso") if "iso" in columns else pl.lit("all")
    period = pl.concat_str("year", "month", separator="-") if "year" in columns else pl.lit("release")
    told = sheet.frame.with_columns(subject.alias("subject_code"), period.alias("period_code"))
    long = told.unpivot(
        [f"n:{measure}" for measure in SERIES[unit]],
        index=["subject_code", "period_code", ROW],
        variable_name="measure_code",
        value_name="number_value",
    )
    return long.filter(pl.col("number_value").is_not_null()).select(
        pl.lit(f"kiel_{unit}").alias("series_id"),
        "subject_code",
        "period_code",
        pl.col("measure_code").str.strip_prefix("n:"),
        "number_value",
        ROW,
    )
