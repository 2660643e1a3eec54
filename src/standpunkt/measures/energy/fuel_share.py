"""A pole's share of a state's imports of one fuel, from monthly statistics."""

import polars as pl

from standpunkt.measures.cells import (
    CELL,
    COVERAGE_TABLE,
    answer,
    month_ends,
    of_universe,
    pole_states,
)
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_month_energy_trade"
BORDERS = "event_gas_point_flow"
UNITS = {"gas": ("gas_all", "tj"), "oil": ("crude_oil", "thousand_tonnes"), "coal": ("coal", "tonnes")}
"""Commodity and unit that count for a fuel; the same gas stands in other units as well."""
SERIES = "eurostat_energy"
"""The series that names all partners; others tell of one supplier and have no whole."""
WINDOW = 12
HALF = 0.5
"""How much a delivery over a transit state counts: it may be all of the pole's, or nothing."""
FEWEST = 9
OLDEST = 60
"""Months after which a share says nothing any more."""
STATISTIC = 0.02
"""Least half of the 90 % interval: late and confidential months."""


def fuel_share(tables: Tables, request: Request) -> Measured:
    """Share 0 to 1 of the imports of a fuel over the newest twelve months that came from the pole.

    The window ends with the newest month that is on file, at most five years ago. Deliveries across the
    border of a state that the study names in `transit` may come from the pole: the bounds reach from none to
    all of them, and half of them is the value. States that send more gas over their borders than they
    receive are left out: what they import says little of their supply. Missing: not_reported with fewer than
    nine months on file. Error (90 %): two points for late and confidential months, or the bounds of transit.

    >>> MEASURE.code, MEASURE.unit
    ('energy.fuel_share', 'share')

    Args:
        tables: dyad_month_energy_trade, event_gas_point_flow and the declared coverage of lists.
        request: What the study asks; params `from` (pole), `fuel` (gas, oil, coal) and `transit` (states).

    Returns:
        Shares, one part per month and supplier that counts.
    """
    fuel = str(request.params.get("fuel", "gas"))
    commodity, unit = UNITS[fuel]
    facts = tables[TABLE].filter(
        (pl.col("commodity") == commodity)
        & (pl.col("unit_code") == unit)
        & (pl.col("series_id") == SERIES)
        & (pl.col("quantity_value") >= 0)
    )
    pole = pole_states(request, "from")
    transit = [str(state) for state in request.params.get("transit", ())] if fuel == "gas" else []
    supplier = pl.col("supplier_iso3")
    counts = pl.when(supplier.is_in(pole)).then(1.0).when(supplier.is_in(transit)).then(HALF).otherwise(0.0)
    facts = of_universe(facts.rename({"state_iso3": "iso3"}), request).with_columns(counts.alias("counts"))
    if fuel == "gas":
        facts = facts.join(_senders(tables[BORDERS]), on=["iso3", "month_date"], how="anti")
    parts = _parts(_windows(facts.sort("row_key"), request))
    return answer(tables, request, parts, [TABLE], value_range=(0.0, 1.0))


def _windows(facts: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Deliveries in the twelve months up to each cell's newest month on file, where nine of them are."""
    named = facts.rename({"month_date": "given_date"})
    ends = named.select("iso3", "given_date").unique().join(month_ends(request), how="cross")
    ends = ends.filter(pl.col("given_date") <= pl.col("month_date"))
    last = ends.group_by(CELL).agg(pl.col("given_date").max().alias("last_date"))
    last = last.filter(pl.col("last_date") > pl.col("month_date").dt.offset_by(f"-{OLDEST}mo"))
    first = pl.col("last_date").dt.offset_by(f"-{WINDOW - 1}mo")
    found = last.join(named, on="iso3").filter(pl.col("given_date").is_between(first, pl.col("last_date")))
    found = found.filter(pl.col("given_date").n_unique().over(CELL) >= FEWEST)
    return found.sort(*CELL, "row_key")


def _parts(found: pl.DataFrame) -> pl.DataFrame:
    total = pl.col("quantity_value").sum().over(CELL)
    share = pl.col("quantity_value") / total
    found = found.filter(total > 0).with_columns(share.alias("share"), (pl.col("row_key")).alias("part_code"))
    first = pl.col("part_code") == pl.col("part_code").min().over(CELL)
    open_share = (pl.col("share") * (pl.col("counts") == HALF)).sum().over(CELL) / 2
    half = pl.when(first).then(pl.max_horizontal(open_share, pl.lit(STATISTIC))).otherwise(0.0)
    value = pl.col("share") * pl.col("counts")
    parts = found.with_columns(value.alias("part_value"), half.alias("half"), first.alias("is_first"))
    return parts.filter((pl.col("counts") > 0) | pl.col("is_first")).select(
        *CELL,
        "part_code",
        "part_value",
        (pl.col("part_value") - pl.col("half")).alias("low_part"),
        (pl.col("part_value") + pl.col("half")).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("last_date").dt.month_end().alias("valid_from_date"),
    )


def _senders(flows: pl.DataFrame) -> pl.DataFrame:
    """States and months in which more gas left over the points on file than came in, over a year."""
    out = flows.select(pl.col("exit_iso3").alias("iso3"), "month_date", pl.col("volume_m3").alias("net"))
    come = flows.select(pl.col("entry_iso3").alias("iso3"), "month_date", (-pl.col("volume_m3")).alias("net"))
    yearly = pl.concat([out, come]).drop_nulls("iso3").with_columns(pl.col("month_date").dt.year().alias("y"))
    net = yearly.group_by("iso3", "y").agg(pl.col("net").sum() > 0)
    return yearly.join(net.filter("net"), on=["iso3", "y"], how="semi").select("iso3", "month_date").unique()


MEASURE = Measure(
    code="energy.fuel_share",
    label="Share of imports of a fuel from {power_dat}",
    unit="share",
    value_range=(0.0, 1.0),
    tables=(TABLE, BORDERS, COVERAGE_TABLE),
    params={
        "from": "pole that supplies: power or opponent",
        "fuel": "gas, oil or coal",
        "transit": "states whose deliveries of gas may come from the pole",
    },
    reference="Supplier's share of imports by quantity over twelve months, monthly statistics by partner",
    caveat="Imports are not supply: own production and stocks are left out; the border is not the origin.",
    compute=fuel_share,
)
