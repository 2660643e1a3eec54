"""Population and GDP by year of the members of the United Nations and Kosovo, World Bank (CC BY 4.0)."""

from pathlib import Path

import polars as pl

YEARS = range(2012, 2025)


def tables(data: Path) -> dict[str, pl.DataFrame]:
    """Rows of `state_year_population` and `state_year_gdp`; a value that the publisher lacks stays out.

    Args:
        data: Folder with `base/` and `votes/` (for the list of members).

    Returns:
        Frames by table name.
    """
    whole = pl.col("value").round().cast(pl.Int64)
    key = ["iso3", "year", "known_from_date"]
    people = _values(data / "base/wb_population.csv", data)
    product = _values(data / "base/wb_gdp_current_usd.csv", data)
    return {
        "state_year_population": people.select(*key, whole.alias("population_persons")),
        "state_year_gdp": product.select(*key, whole.alias("gdp_usd")),
    }


def _values(path: Path, data: Path) -> pl.DataFrame:
    table = pl.read_csv(path, infer_schema=False, null_values=[""])
    members = pl.read_csv(data / "votes/es11_and_68262_votes.csv", infer_schema=False, null_values=[])["iso3"]
    states = [*members, "XKX"]
    rows = table.select(
        pl.col("Country Code").alias("iso3"),
        pl.col("Year").cast(pl.Int16).alias("year"),
        pl.col("Value").cast(pl.Float64).alias("value"),
    )
    rows = rows.filter(pl.col("iso3").is_in(states) & pl.col("year").is_in(list(YEARS))).drop_nulls()
    known = pl.format("{}-07-01", pl.col("year") + 1)
    return rows.with_columns(known.alias("known_from_date"))
