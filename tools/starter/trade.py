"""Russia's share of states' trade: published partner lists, Armenia's statistics, one derived figure a state.

A list of at least five partners that does not name Russia bounds its share by the smallest listed one.
"""

from pathlib import Path

import polars as pl

from standpunkt.vocabulary.states import every_state
from tools.starter.names import iso3

PARTNER = "RUS"
LISTED = 5
FACTBOOK = {
    "source_id": "cia_factbook",
    "address": "https://www.cia.gov/the-world-factbook/about/archives/",
    "verification": "official",
}
ARMSTAT = {"source_id": "armstat", "address": "https://armstat.am/en/", "verification": "derived"}
IMF = {
    "source_id": "imf_dots",
    "address": "https://data.imf.org/en/datasets/IMF.STA:IMTS",
    "verification": "derived",
}
DOSSIER = {"source_id": "table_media_dossier", "address": "https://table.media", "verification": "press"}


def tables(data: Path) -> dict[str, pl.DataFrame]:
    """Rows of `dyad_year_trade`.

    Args:
        data: Folder with `trade/`.

    Returns:
        Frames by table name.
    """
    parts = [_factbook(data), _armenia(data), _shares_of_2021(data), _dossier()]
    own = (pl.col("state_iso3") == "ARM") & (pl.col("year") >= 2019) & (pl.col("source_id") != "armstat")
    states = [one.iso3 for one in every_state() if one.valid_to is None and one.iso3 != PARTNER]
    known = pl.col("state_iso3").is_in(states)
    rows = pl.concat(parts, how="diagonal_relaxed").filter(known & ~own)  # Armenia's own statistics are exact
    rows = rows.with_columns(pl.lit(PARTNER).alias("partner_iso3"))
    return {"dyad_year_trade": rows}


def _factbook(data: Path) -> pl.DataFrame:
    listed = pl.read_parquet(data / "trade/factbook_trade_partner_shares_2015_2019.parquet")
    listed = listed.drop_nulls(["iso3", "data_year", "share_pct"]).filter(pl.col("iso3") != PARTNER)
    newest = pl.col("snapshot") == pl.col("snapshot").max().over("iso3", "flow", "data_year")
    key = ["iso3", "flow", "data_year"]
    share = pl.col("share_pct").filter(pl.col("partner") == "Russia").first() / 100
    whole = (pl.col("share_pct").round() == pl.col("share_pct")).all()
    rows = listed.filter(newest).group_by(key).agg(
        share.alias("trade_share"),
        (pl.col("share_pct").min() / 100).alias("smallest"),
        pl.len().alias("count"),
        pl.when(whole).then(0.005).otherwise(0.0005).alias("half"),
        pl.col("snapshot").first().alias("known_from_date"),
    )  # fmt: skip
    rows = rows.filter(pl.col("trade_share").is_not_null() | (pl.col("count") >= LISTED))
    named = pl.col("trade_share").is_not_null()
    low = pl.when(named).then((pl.col("trade_share") - pl.col("half")).clip(0)).otherwise(0.0)
    high = pl.when(named).then(pl.col("trade_share") + pl.col("half")).otherwise(pl.col("smallest"))
    return rows.select(
        pl.col("iso3").alias("state_iso3"),
        pl.col("data_year").cast(pl.Int16).alias("year"),
        pl.col("flow").str.strip_suffix("s").alias("flow"),
        pl.col("trade_share").round(4),
        low.round(4).alias("low_share"),
        high.round(4).alias("high_share"),
        pl.when(named).then(pl.lit("about")).otherwise(pl.lit("at_most")).alias("bound"),
        pl.col("known_from_date"),
        *_provenance(FACTBOOK),
        pl.when(named)
        .then(pl.lit(None, dtype=pl.String))
        .otherwise(pl.format("Not among the {} partners listed.", pl.col("count")))
        .alias("note"),
    )


def _armenia(data: Path) -> pl.DataFrame:
    months = pl.read_parquet(data / "trade/armenia_trade_by_partner_monthly_2007_2022.parquet")
    months = months.filter(pl.col("year").is_between(2019, 2022))
    russia = pl.col("country") == "Russian Federation"
    export, imports = pl.col("export"), pl.col("import_origin")
    shares = months.group_by("year").agg(
        (export.filter(russia).sum() / export.sum()).alias("export"),
        (imports.filter(russia).sum() / imports.sum()).alias("import"),
        ((export + imports).filter(russia).sum() / (export + imports).sum()).alias("total"),
    )
    long = shares.unpivot(index="year", variable_name="flow", value_name="trade_share")
    share = pl.col("trade_share").round(4)
    return long.select(
        pl.lit("ARM").alias("state_iso3"),
        pl.col("year").cast(pl.Int16),
        "flow",
        share,
        share.alias("low_share"),
        share.alias("high_share"),
        pl.lit("exact").alias("bound"),
        pl.format("{}-03-01", pl.col("year") + 1).alias("known_from_date"),
        *_provenance(ARMSTAT),
        pl.lit("Imports by origin; exports include re-exports.").alias("note"),
    )


def _shares_of_2021(data: Path) -> pl.DataFrame:
    """Russia's share of each state's trade with the world in 2021, rounded to whole percent."""
    flows = pl.read_parquet(data / "trade/imf_dots_rus_world_annual_2010_2023.parquet")
    flows = flows.filter((pl.col("year") == 2021) & pl.col("reporter").is_in(["rus", "world"]))
    code = pl.col("partner").map_elements(iso3, return_dtype=pl.String).alias("state_iso3")
    sums = flows.with_columns(code).drop_nulls("state_iso3").group_by("state_iso3").agg(
        pl.col("value_musd").filter(pl.col("reporter") == "rus").sum().alias("russia"),
        pl.col("value_musd").filter(pl.col("reporter") == "world").sum().alias("world"),
    )  # fmt: skip
    share = (pl.col("russia") / pl.col("world")).round(2)
    return sums.filter(pl.col("world") > 0).select(
        "state_iso3",
        pl.lit(2021, dtype=pl.Int16).alias("year"),
        pl.lit("total").alias("flow"),
        share.alias("trade_share"),
        (share - 0.005).clip(0).round(4).alias("low_share"),
        (share + 0.005).clip(0, 1).round(4).alias("high_share"),
        pl.lit("about").alias("bound"),
        pl.lit("2022-07-01").alias("known_from_date"),
        *_provenance(IMF),
    )


def _dossier() -> pl.DataFrame:
    common = {"state_iso3": "ZAF", "year": 2022, "bound": "about", "known_from_date": "2024-02-23", **DOSSIER}
    rows = [
        {**common, "flow": "export", "trade_share": 0.002, "low_share": 0.0015, "high_share": 0.0025},
        {**common, "flow": "total", "trade_share": 0.017, "low_share": 0.0165, "high_share": 0.0175},
    ]
    return pl.DataFrame(rows)


def _provenance(columns: dict[str, str]) -> list[pl.Expr]:
    return [pl.lit(value).alias(name) for name, value in columns.items()]
