"""How much of the leading sanctions against a pole a state has joined."""

import polars as pl

from standpunkt.measures.cells import (
    CELL,
    COVERAGE_TABLE,
    TRADE_TABLE,
    answer,
    doubt,
    holding,
    pole_states,
)
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_spell_sanction"
LEAST_DOUBT = {"own_law": 0.05, "aligned": 0.05, "joined": 0.1, "partial": 0.15, "none": 0.0}
"""Half of the 90 % interval of a share by how the state joined: what `partial` covers is a judgement."""


def coverage(tables: Tables, request: Request) -> Measured:
    """Share 0 to 1 of the leading measures against the pole that the state applies at the month's end.

    Zero: a row with `none`, or silence of a list declared closed for the state. Missing: not_reported in an
    open list; not_applicable where the study requires trade with the power and there is none. Error (90 %):
    by how the state joined, or by verification where that is wider.

    >>> MEASURE.code, MEASURE.unit
    ('sanctions.coverage', 'share of measures joined')

    Args:
        tables: dyad_spell_sanction, dyad_year_trade and the declared coverage of lists.
        request: What the study asks; param `against` (pole).

    Returns:
        Shares, each made of the spell in force.
    """
    facts = tables[TABLE].filter(pl.col("target_iso3").is_in(pole_states(request, "against")))
    in_force = holding(facts.rename({"sender_iso3": "iso3"}), request)
    share = pl.col("coverage_share")
    least = pl.col("how").replace_strict(LEAST_DOUBT, return_dtype=pl.Float64)
    half = pl.max_horizontal(least, share * doubt())
    highest = in_force.sort(*CELL, "coverage_share", "row_key", descending=[False, False, True, False])
    parts = highest.unique(CELL, keep="first", maintain_order=True).select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        share.alias("part_value"),
        (share - half).alias("low_part"),
        (share + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("end_date").alias("valid_from_date"),
    )
    return answer(tables, request, parts, [TABLE], value_range=(0.0, 1.0))


MEASURE = Measure(
    code="sanctions.coverage",
    label="Sanctions joined",
    unit="share of measures joined",
    value_range=(0.0, 1.0),
    tables=(TABLE, TRADE_TABLE, COVERAGE_TABLE),
    params={"against": "pole that is sanctioned: power or opponent"},
    reference="Share of the leading measures joined by law or alignment, spells with dates",
    caveat="Law, not enforcement: what passes through in spite of a law is another measure's subject.",
    compute=coverage,
)
