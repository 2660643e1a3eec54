"""Nuclear power that rests on a pole's reactors."""

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, month_ends, of_universe, pole_states
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "event_reactor"
FUEL = 0.1
"""Half of the 90 % interval as a share: a reactor of the design may be fed by others, and the reverse."""


def reactor_share(tables: Tables, request: Request) -> Measured:
    """Share 0 to 1 of the running reactor capacity whose design is the pole's (VVER and its like).

    A reactor runs from its first to its last day on the grid. The register marks the designs of one vendor
    state only, which the study names. Missing: not_reported where no reactor runs, and for any other pole;
    the study may ask `requires: nuclear_power`, which makes states without a reactor not_applicable. Error
    (90 %): a tenth of the share.

    >>> MEASURE.code, MEASURE.unit
    ('energy.reactor_share', 'share')

    Args:
        tables: event_reactor and the declared coverage of lists.
        request: What the study asks; params `from` (pole) and `vendor` (state whose designs are marked).

    Returns:
        Shares, one part per reactor of the pole, or one of size 0.
    """
    is_vendor = request.params.get("vendor") in pole_states(request, "from")
    facts = of_universe(tables[TABLE].filter((pl.col("capacity_mw") > 0) & is_vendor), request)
    found = facts.join(month_ends(request), how="cross").filter(
        (pl.col("from_date") <= pl.col("end_date"))
        & (pl.col("to_date").is_null() | (pl.col("to_date") > pl.col("end_date")))
    )
    total = pl.col("capacity_mw").sum().over(CELL)
    value = pl.when("is_vver").then(pl.col("capacity_mw")).otherwise(0.0) / total
    first = pl.col("row_key") == pl.col("row_key").min().over(CELL)
    found = found.with_columns(value.alias("part_value"), first.alias("is_first"))
    half = pl.col("part_value") * FUEL
    parts = found.filter(pl.col("is_vver") | pl.col("is_first")).select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        "part_value",
        (pl.col("part_value") - half).alias("low_part"),
        (pl.col("part_value") + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("end_date").alias("valid_from_date"),
    )
    return answer(tables, request, parts, [TABLE], value_range=(0.0, 1.0))


MEASURE = Measure(
    code="energy.reactor_share",
    label="Nuclear power from reactors of the pole's design",
    unit="share",
    value_range=(0.0, 1.0),
    tables=(TABLE, COVERAGE_TABLE),
    params={
        "from": "pole that supplies: power or opponent",
        "vendor": "state whose designs the register marks",
    },
    reference="Net capacity of running reactors by model; the vendor follows from the model",
    caveat="Fuel can be bought elsewhere; a reactor under construction binds and is not counted.",
    compute=reactor_share,
)
