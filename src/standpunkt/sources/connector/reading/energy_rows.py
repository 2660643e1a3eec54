"""Rows of imports of fuels by partner and month, with the units that a source really uses."""

import polars as pl

from standpunkt.sources.connector.detect import FLAT_YEAR, flat_years
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet

KEY = ["state_iso3", "supplier_iso3", "commodity", "unit_code"]


def energy_rows(
    sheet: Sheet, series_id: str, meaning: pl.Expr, unit: pl.Expr | None = None, *, units: str = "unit"
) -> pl.DataFrame:
    """Rows of `dyad_month_energy_trade`; a year whose months are all alike is marked, not dropped.

    Args:
        sheet: country, partner, date, commodity, unit, value; may carry is_estimate.
        series_id: Whose numbers they are.
        meaning: Whom the source calls partner: origin, border or contract.
        unit: What the unit really is, where the source mislabels it.
        units: Name of the table under `lookups` that translates units.

    Returns:
        The columns of the table that the source knows.
    """
    sheet.ignore("value_empty", pl.col("value").is_null())
    sheet.add_lookup("unit", units, "unit_code")
    sheet.add_state("country", "state_iso3", "en")
    sheet.ignore("partner_empty", pl.col("partner").is_null())
    sheet.add_state("partner", "supplier_iso3", "en")
    sheet.quarantine("negative", pl.col("value") < 0, "value")
    sheet.ignore("own_state", pl.col("state_iso3") == pl.col("supplier_iso3"))
    sheet.add(month_date=pl.col("date").cast(pl.Date))
    if unit is not None:
        sheet.add(unit_code=unit)
    sheet.require_unique(*KEY, "month_date")
    flat = flat_years(sheet.frame, KEY, "month_date", "value").with_columns(
        pl.lit(FLAT_YEAR).alias("flag_codes")
    )
    told = sheet.frame.with_columns(pl.col("month_date").dt.year().alias("year"))
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
