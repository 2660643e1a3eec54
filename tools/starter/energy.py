"""Russia's share of gas and crude-oil imports and of reactor capacity in 2021.

Gas statistics name the last border. Where a large part comes over a transit state, the share is known within
bounds only: from what is called Russian to that plus everything from transit states and unnamed partners.
TJ and m3 are alternatives, never added; `lng` is inside `gas_all`.
"""

from pathlib import Path

import polars as pl

from tools.starter.names import iso3

YEAR = 2021
WIDE = 0.25
UNKNOWN = 0.5
TRANSIT = (
    "Austria", "Belarus", "Bulgaria", "Czechia", "Estonia", "Germany", "Hungary", "Latvia", "Lithuania",
    "Moldova", "Poland", "Romania", "Serbia", "Slovakia", "Slovenia", "Turkey", "Ukraine",
)  # fmt: skip
OVER_TRANSIT = "A large part comes over transit states or is unnamed: known within bounds only."
ADDRESS = {
    "gas": "https://ec.europa.eu/eurostat/databrowser/view/nrg_ti_gasm",
    "oil": "https://ec.europa.eu/eurostat/databrowser/view/nrg_ti_oilm",
}
RUSSIAN_BUILT = "VVER"
EXPORTERS = ("NOR",)
"""Imports of a large exporter say nothing about its supply."""


def tables(data: Path) -> dict[str, pl.DataFrame]:
    """Rows of `dyad_year_energy`.

    Args:
        data: Folder with `energy/` and `base/`.

    Returns:
        Frames by table name.
    """
    rows = pl.concat([_fuel(data, "gas"), _fuel(data, "oil"), _nuclear(data)], how="diagonal_relaxed")
    fixed = [pl.lit("RUS").alias("supplier_iso3"), pl.lit(YEAR, dtype=pl.Int16).alias("year")]
    return {"dyad_year_energy": rows.with_columns(fixed)}


def _fuel(data: Path, fuel: str) -> pl.DataFrame:
    path = data / "energy/eurostat_gas_oil_coal_imports_by_partner_monthly_2008_2022-05.parquet"
    commodity, unit = ("gas_all", "TJ") if fuel == "gas" else ("crude_oil", "tonne")
    flows = pl.read_parquet(path).filter(
        (pl.col("date").dt.year() == YEAR) & (pl.col("commodity") == commodity) & (pl.col("unit") == unit)
    )
    value, partner = pl.col("value").clip(0), pl.col("partner")
    transit = partner.is_in(list(TRANSIT)) if fuel == "gas" else pl.lit(value=False)
    sums = flows.group_by("country").agg(
        value.sum().alias("all"),
        value.filter(partner == "Russia").sum().alias("russia"),
        value.filter(partner.is_null()).sum().alias("unnamed"),
        value.filter(transit).sum().alias("transit"),
    )
    sums = sums.filter((pl.col("all") > 0) & (pl.col("unnamed") <= UNKNOWN * pl.col("all")))
    low = pl.col("russia") / pl.col("all")
    high = (pl.col("russia") + pl.col("unnamed") + pl.col("transit")) / pl.col("all")
    is_wide = high - low > WIDE
    return sums.with_columns(
        pl.col("country").map_elements(iso3, return_dtype=pl.String).alias("state_iso3")
    ).select(
        "state_iso3",
        pl.lit(fuel).alias("fuel"),
        pl.when(is_wide).then(None).otherwise(low.round(3)).alias("supply_share"),
        low.round(3).alias("low_share"),
        high.round(3).alias("high_share"),
        pl.lit("border" if fuel == "gas" else "origin").alias("partner_meaning"),
        pl.lit("eurostat_energy").alias("source_id"),
        pl.lit(ADDRESS[fuel]).alias("address"),
        pl.lit("2022-06-01").alias("known_from_date"),
        pl.lit("derived").alias("verification"),
        pl.when(is_wide).then(pl.lit(OVER_TRANSIT)).alias("note"),
    ).filter(~pl.col("state_iso3").is_in(["UKR", *EXPORTERS]))  # fmt: skip


def _nuclear(data: Path) -> pl.DataFrame:
    reactors = pl.read_csv(
        data / "energy/geonuclear_reactors_2024-03.csv", infer_schema=False, null_values=[""]
    )
    codes = pl.read_csv(data / "base/country-codes.csv", infer_schema=False, null_values=[""])
    codes = codes.select(
        pl.col("ISO3166-1-Alpha-2").alias("CountryCode"), pl.col("ISO3166-1-Alpha-3").alias("state_iso3")
    )
    running = reactors.filter(
        (pl.col("OperationalFrom") < f"{YEAR + 1}-01-01")
        & (pl.col("OperationalTo").is_null() | (pl.col("OperationalTo") > f"{YEAR}-12-31"))
    )
    capacity = pl.col("Capacity").cast(pl.Float64)
    russian = pl.col("ReactorModel").fill_null("").str.contains(RUSSIAN_BUILT)
    share = (capacity.filter(russian).sum() / capacity.sum()).round(2)
    sums = running.join(codes, on="CountryCode").group_by("state_iso3").agg(share.alias("supply_share"))
    return sums.filter(~pl.col("state_iso3").is_in(["RUS", "UKR"])).select(
        "state_iso3",
        pl.lit("nuclear").alias("fuel"),
        "supply_share",
        pl.col("supply_share").alias("low_share"),
        pl.col("supply_share").alias("high_share"),
        pl.lit("vendor").alias("partner_meaning"),
        pl.lit("geonuclear").alias("source_id"),
        pl.lit("https://github.com/cristianst85/GeoNuclearData").alias("address"),
        pl.lit("2022-06-01").alias("known_from_date"),
        pl.lit("derived").alias("verification"),
        pl.lit("Share of running capacity whose model is a VVER, at the end of 2021.").alias("note"),
    )
