"""Rows of imports of fuels by partner and month, and from all, with the units that a source really uses."""

import polars as pl

from standpunkt.sources.connector.detect import FLAT_YEAR, flat_years
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.names import AGGREGATE, STATE, TERRITORY, UNKNOWN, resolve_names
from standpunkt.sources.connector.reading.sheet import Sheet

FLOWS, TOTALS = "dyad_month_energy_trade", "state_month_energy_total"
KEY = ["state_iso3", "supplier_iso3", "commodity", "unit_code"]


def energy_rows(
    sheet: Sheet, series_id: str, meaning: pl.Expr, unit: pl.Expr | None = None, *, units: str = "unit"
) -> dict[str, pl.DataFrame]:
    """Imports by partner and from all; a year whose months are all alike is marked, not dropped.

    Args:
        sheet: country, partner, date, commodity, unit, value; may carry is_estimate.
        series_id: Whose numbers they are.
        meaning: Whom the source calls partner: origin, border or contract.
        unit: What the unit really is, where the source mislabels it.
        units: Name of the table under `lookups` that translates units.

    Returns:
        `dyad_month_energy_trade`, `state_month_energy_total`: the columns of each that the source knows.
    """
    sheet.ignore("value_empty", pl.col("value").is_null())
    sheet.add_lookup("unit", units, "unit_code")
    sheet.add_state("country", "state_iso3", "en")
    sheet.add(month_date=pl.col("date").cast(pl.Date))
    if unit is not None:
        sheet.add(unit_code=unit)
    totals = _totals(sheet, series_id)  # before rows whose partner is no state are set aside
    sheet.ignore("partner_empty", pl.col("partner").is_null())
    sheet.add_state("partner", "supplier_iso3", "en")
    sheet.quarantine("negative", pl.col("value") < 0, "value")
    sheet.ignore("own_state", pl.col("state_iso3") == pl.col("supplier_iso3"))
    sheet.require_unique(*KEY, "month_date")
    return {FLOWS: _flows(sheet.frame, series_id, meaning), TOTALS: totals}


def _totals(sheet: Sheet, series_id: str) -> pl.DataFrame:
    """What a state imports from all, and how much of it from partners that the source does not name."""
    named = resolve_names(sheet.frame["partner"].drop_nulls().unique().to_list(), sheet.folder, "en")
    kinds = {text: found.kind for text, found in named.items()}
    kind = pl.col("partner").replace_strict(kinds, default=UNKNOWN, return_dtype=pl.String)
    # Groups of states hold what their members hold.
    told = sheet.frame.with_columns(kind.fill_null(UNKNOWN).alias("kind")).filter(
        (pl.col("value") >= 0) & (pl.col("kind") != AGGREGATE)
    )
    value = pl.col("value")
    monthly = told.group_by("state_iso3", "month_date", "commodity", "unit_code").agg(
        value.sum().alias("quantity_value"),
        value.filter(~pl.col("kind").is_in([STATE, TERRITORY])).sum().alias("unnamed_value"),
        pl.col(ROW).min(),
    )
    known = pl.col("month_date").dt.offset_by("3mo").alias("known_from_date")
    return monthly.with_columns(pl.lit(series_id).alias("series_id"), known)


def _flows(frame: pl.DataFrame, series_id: str, meaning: pl.Expr) -> pl.DataFrame:
    flat = flat_years(frame, KEY, "month_date", "value").with_columns(pl.lit(FLAT_YEAR).alias("flag_codes"))
    told = frame.with_columns(pl.col("month_date").dt.year().alias("year"))
    told = told.join(flat, on=[*KEY, "year"], how="left", maintain_order="left")
    is_estimate = pl.col("is_estimate") if "is_estimate" in told.columns else pl.lit(value=False)
    quality = (
        pl.when(pl.col("flag_codes").is_not_null())
        .then(pl.lit("imputed_by_publisher"))
        .when(is_estimate)
        .then(pl.lit("estimated"))
        .otherwise(pl.lit("reported"))
    )
    return told.select(
        *KEY,
        "month_date",
        pl.lit(series_id).alias("series_id"),
        pl.col("value").alias("quantity_value"),
        meaning.alias("partner_meaning"),
        quality.alias("quality"),
        "flag_codes",
        pl.col("month_date").dt.offset_by("3mo").alias("known_from_date"),
        ROW,
    )
