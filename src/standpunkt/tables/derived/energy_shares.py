"""Shares of fuel imports from monthly imports by partner, and of reactor capacity from a list of reactors.

Gas statistics name the last border. What comes over a transit state, or from an unnamed partner, may be any
producer's: the share is then known within bounds only, and where they lie far apart no best value is given.
"""

import polars as pl

from standpunkt.tables.derived.derivation import Derivation, Inputs, joined, reference

FLOWS, TOTALS, REACTORS = "dyad_month_energy_trade", "state_month_energy_total", "event_reactor"
FUELS = {"gas_all": ("gas", ("tj",)), "crude_oil": ("oil", ("tonnes", "thousand_tonnes"))}
TRANSIT = (
    "AUT", "BGR", "BLR", "CZE", "DEU", "EST", "HUN", "LTU", "LVA", "MDA", "POL", "ROU", "SRB", "SVK", "SVN",
    "TUR", "UKR",
)  # fmt: skip
"""States through which others' gas flows; a judgement, as of 2021."""
EXPORTERS = ("NOR",)
"""Imports of a large exporter say nothing about its supply."""
WIDE = 0.25
MOST_UNNAMED = 0.5
LEAST_BUYERS = 5
MONTHS = 12
VVER_VENDOR = "RUS"
FIRST_REACTOR_YEAR = 2010
YEAR = ["state_iso3", "year", "commodity", "unit_code", "series_id"]
OVER_TRANSIT = "A large part comes over transit states or is unnamed: known within bounds only."
CAPACITY = "Share of running capacity whose model is a VVER, at the end of the year."


def fuel_shares(inputs: Inputs) -> pl.DataFrame:
    """A supplier's share 0 to 1 of a state's imports of gas and crude oil, by year of twelve months.

    Args:
        inputs: Imports by supplier, imports from all.

    Returns:
        Rows of `dyad_year_energy`, for suppliers that sell to at least five states in the year.
    """
    totals = _totals(inputs[TOTALS])
    flows = _yearly(inputs[FLOWS])
    buyers = (
        flows.filter(pl.col("value") > 0).group_by("supplier_iso3", "year", "commodity", "unit_code").len()
    )
    sellers = buyers.filter(
        (pl.col("len") >= LEAST_BUYERS)
        & ~((pl.col("commodity") == "gas_all") & pl.col("supplier_iso3").is_in(TRANSIT))
    )
    is_transit = (pl.col("commodity") == "gas_all") & pl.col("supplier_iso3").is_in(TRANSIT)
    transit = flows.filter(is_transit).group_by(YEAR).agg(pl.col("value").sum().alias("transit"))
    told = (
        totals.join(sellers.drop("len"), on=["year", "commodity", "unit_code"])
        .join(flows, on=[*YEAR, "supplier_iso3"], how="left")
        .join(transit, on=YEAR, how="left")
        .with_columns(pl.col("value", "transit").fill_null(0.0))
        .filter(pl.col("state_iso3") != pl.col("supplier_iso3"))
    )
    return _fuel_rows(told)


def _fuel_rows(told: pl.DataFrame) -> pl.DataFrame:
    low = pl.col("value") / pl.col("all")
    high = ((pl.col("value") + pl.col("unnamed") + pl.col("transit")) / pl.col("all")).clip(0, 1)
    is_wide = high - low > WIDE
    fuels = {commodity: fuel for commodity, (fuel, _units) in FUELS.items()}
    return told.select(
        "state_iso3",
        "supplier_iso3",
        "year",
        pl.col("commodity").replace_strict(fuels).alias("fuel"),
        low.alias("low_share"),
        high.alias("high_share"),
        pl.when(~is_wide).then(low).alias("supply_share"),
        pl.when(pl.col("commodity") == "gas_all")
        .then(pl.lit("border"))
        .otherwise(pl.lit("origin"))
        .alias("partner_meaning"),
        "source_id",
        "address",
        "consulted_date",
        "known_from_date",
        pl.lit("derived").alias("verification"),
        pl.when(is_wide).then(pl.lit(OVER_TRANSIT)).alias("note"),
        "snapshot_id",
        joined(pl.concat_list(pl.col("references").fill_null([]), "total_references")),
    )


def _fuels() -> pl.Expr:
    wanted = [
        (pl.col("commodity") == commodity) & pl.col("unit_code").is_in(list(units))
        for commodity, (_fuel, units) in FUELS.items()
    ]
    return pl.any_horizontal(wanted)


def _yearly(flows: pl.DataFrame) -> pl.DataFrame:
    rows = flows.filter(_fuels()).with_columns(
        pl.col("month_date").dt.year().cast(pl.Int16).alias("year"), reference(FLOWS).alias("reference")
    )
    # The first and the last month say which rows are meant.
    return rows.group_by(*YEAR, "supplier_iso3").agg(
        pl.col("quantity_value").sum().alias("value"),
        pl.col("reference").sort().gather([0, -1]).alias("references"),
    )


def _totals(totals: pl.DataFrame) -> pl.DataFrame:
    rows = totals.filter(_fuels() & ~pl.col("state_iso3").is_in(EXPORTERS)).with_columns(
        pl.col("month_date").dt.year().cast(pl.Int16).alias("year"), reference(TOTALS).alias("reference")
    )
    yearly = rows.group_by(YEAR).agg(
        pl.col("quantity_value").sum().alias("all"),
        pl.col("unnamed_value").sum().alias("unnamed"),
        pl.col("month_date").n_unique().alias("months"),
        pl.col("reference").sort().gather([0, -1]).alias("total_references"),
        pl.col("known_from_date").max(),
        *(pl.col(name).first() for name in ("source_id", "address", "consulted_date", "snapshot_id")),
    )
    return yearly.filter(
        (pl.col("months") == MONTHS)
        & (pl.col("all") > 0)
        & (pl.col("unnamed") <= MOST_UNNAMED * pl.col("all"))
    )


def reactor_shares(inputs: Inputs) -> pl.DataFrame:
    """The share 0 to 1 of a state's reactor capacity of the Soviet and Russian line, at the end of each year.

    Args:
        inputs: The reactors.

    Returns:
        Rows of `dyad_year_energy` with fuel nuclear, up to the year before the list was made.
    """
    reactors = inputs[REACTORS]
    last = reactors["known_from_date"].dt.year().max()
    years = pl.DataFrame({"year": range(FIRST_REACTOR_YEAR, int(str(last or 0)))}, schema={"year": pl.Int16})
    end = pl.date(pl.col("year"), 12, 31)
    running = (
        reactors.with_columns(reference(REACTORS).alias("reference"))
        .join(years, how="cross")
        .filter((pl.col("from_date") <= end) & (pl.col("to_date").is_null() | (pl.col("to_date") > end)))
    )
    known = pl.date(pl.col("year") + 1, 6, 1)
    vver = pl.col("capacity_mw").filter(pl.col("is_vver")).sum()
    shares = running.group_by(pl.col("iso3").alias("state_iso3"), "year").agg(
        (vver / pl.col("capacity_mw").sum()).alias("supply_share"),
        pl.col("reference").alias("references"),
        *(pl.col(name).first() for name in ("source_id", "address", "consulted_date", "snapshot_id")),
    )
    shares = shares.filter(pl.col("supply_share").is_finite() & (pl.col("state_iso3") != VVER_VENDOR))
    return shares.select(
        "state_iso3",
        pl.lit(VVER_VENDOR).alias("supplier_iso3"),
        "year",
        pl.lit("nuclear").alias("fuel"),
        pl.col("supply_share").alias("low_share"),
        pl.col("supply_share").alias("high_share"),
        "supply_share",
        pl.lit("vendor").alias("partner_meaning"),
        "source_id",
        "address",
        "consulted_date",
        known.alias("known_from_date"),
        pl.lit("derived").alias("verification"),
        pl.lit(CAPACITY).alias("note"),
        "snapshot_id",
        joined(pl.col("references")),
    )


FUEL_SHARES = Derivation(
    code="fuel_shares",
    table="dyad_year_energy",
    inputs=(FLOWS, TOTALS),
    rule="Imports from the supplier over all imports; what comes over transit states or unnamed widens it.",
    compute=fuel_shares,
)
REACTOR_SHARES = Derivation(
    code="reactor_shares",
    table="dyad_year_energy",
    inputs=(REACTORS,),
    rule="Capacity of VVER reactors over all running capacity at the end of the year.",
    compute=reactor_shares,
)
