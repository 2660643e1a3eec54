"""Organisations of either camp that a state belongs to."""

import difflib
from collections.abc import Mapping

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, add_bounds, answer, holding
from standpunkt.measures.measure import Measure, Measured, Request, Tables
from standpunkt.vocabulary.errors.measures import MeasureParameterError

TABLE = "state_organisation_spell_membership"
LIMIT = 10.0
STATUS_SHARE = {
    "member": 1.0,
    "associate": 0.5,
    "frozen": 0.5,
    "suspended": 0.5,
    "candidate": 0.25,
    "observer": 0.25,
    "partner": 0.25,
    "invited": 0.25,
}
"""How much of an organisation's weight a status gives (a judgement)."""


def organisations(tables: Tables, request: Request) -> Measured:
    """Weighted count of the power's organisations minus that of the opponent's, at the month's end.

    A status counts by `STATUS_SHARE`. Zero: no status in any of them, in lists declared closed. Missing:
    not_reported in an open list. Error (90 %): by verification of each membership, as a share of its weight.

    >>> MEASURE.code, STATUS_SHARE["member"]
    ('ties.organisations', 1.0)

    Args:
        tables: state_organisation_spell_membership and the declared coverage of lists.
        request: What the study asks; params `power` and `opponent`: weight per organisation.

    Returns:
        Counts, one part per membership.
    """
    weights = _signed_weights(tables, request)
    found = holding(tables[TABLE], request).join(weights, on="organisation_id")
    value = pl.col("weight") * pl.col("status").replace_strict(STATUS_SHARE, return_dtype=pl.Float64)
    parts = add_bounds(found.with_columns(value.alias("part_value"))).select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        "part_value",
        "low_part",
        "high_part",
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("end_date").alias("valid_from_date"),
    )
    return answer(tables, request, parts, [TABLE], value_range=(-LIMIT, LIMIT))


def _signed_weights(tables: Tables, request: Request) -> pl.DataFrame:
    known = sorted(tables[TABLE]["organisation_id"].unique())
    rows: list[tuple[str, float]] = []
    for side, sign in (("power", 1.0), ("opponent", -1.0)):
        weights: Mapping[str, float] = request.params.get(side, {})
        for organisation, weight in sorted(weights.items()):
            if organisation not in known:
                nearest = difflib.get_close_matches(organisation, known, n=1, cutoff=0) or [""]
                raise MeasureParameterError(
                    indicator=request.indicator_code,
                    measure="ties.organisations",
                    parameter="organisation",
                    value=organisation,
                    known=", ".join(known),
                    nearest=nearest[0],
                )
            rows.append((organisation, sign * weight))
    return pl.DataFrame(rows, schema={"organisation_id": pl.String, "weight": pl.Float64}, orient="row")


MEASURE = Measure(
    code="ties.organisations",
    label="Organisations of either camp",
    unit="weighted count",
    value_range=(-LIMIT, LIMIT),
    tables=(TABLE, COVERAGE_TABLE),
    params={
        "power": "weight per organisation of the power",
        "opponent": "weight per organisation of the other",
    },
    reference="Dated memberships; weights per organisation stand in the study",
    caveat="Membership says nothing of activity; alliances are counted by ties.defence only.",
    compute=organisations,
)
