"""Energy that a pole supplies to a state."""

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, doubt, newest_year, pole_states
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_year_energy"
FUELS = ("gas", "oil", "nuclear")
UNKNOWN_FUEL = 0.5
"""Highest share that a fuel without figures is assumed to have."""


def supply_share(tables: Tables, request: Request) -> Measured:
    """Share 0 to 1 of the state's supply that comes from the pole: the mean over the fuels on file.

    Each fuel enters with its newest year that is over. Fuels that are not on file leave the mean; the
    interval then reaches from the mean with them at 0 to the mean with them at one half. Missing:
    not_reported where no fuel is on file and the list is not declared closed. Error (90 %): published
    bounds, or wider as verification or unknown fuels ask.

    >>> MEASURE.code, MEASURE.unit
    ('energy.supply_share', 'share')

    Args:
        tables: dyad_year_energy and the declared coverage of lists.
        request: What the study asks; params `from` (pole) and `fuels`.

    Returns:
        Shares, one part per fuel.
    """
    fuels = list(request.params.get("fuels", FUELS))
    facts = tables[TABLE].filter(
        pl.col("supplier_iso3").is_in(pole_states(request, "from")) & pl.col("fuel").is_in(fuels)
    )
    facts = facts.rename({"state_iso3": "iso3"})
    newest = pl.concat([newest_year(facts.filter(pl.col("fuel") == fuel), request) for fuel in sorted(fuels)])
    known = pl.col("fuel").n_unique().over(CELL)
    middle = pl.coalesce("supply_share", (pl.col("low_share") + pl.col("high_share")) / 2)
    unknown = pl.when(pl.col("fuel") == pl.col("fuel").min().over(CELL)).then(1 - known / len(fuels))
    mean = middle.mean().over(CELL)
    below = pl.max_horizontal(middle - pl.col("low_share"), middle * doubt(), mean * unknown * known)
    above = pl.max_horizontal(
        pl.col("high_share") - middle, middle * doubt(), (UNKNOWN_FUEL - mean) * unknown * known
    )
    parts = newest.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        (middle / known).alias("part_value"),
        ((middle - below) / known).alias("low_part"),
        ((middle + above) / known).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        "valid_from_date",
    )
    return answer(tables, request, parts, [TABLE], value_range=(0.0, 1.0))


MEASURE = Measure(
    code="energy.supply_share",
    label="Share of energy from {power_dat}",
    unit="share",
    value_range=(0.0, 1.0),
    tables=(TABLE, COVERAGE_TABLE),
    params={"from": "pole that supplies: power or opponent", "fuels": "fuels that count"},
    reference="Supplier's share of imports per fuel (nuclear: of reactor capacity), mean over fuels",
    caveat="Fuels count alike whatever their part of the energy mix; the border is not always the origin.",
    compute=supply_share,
)
