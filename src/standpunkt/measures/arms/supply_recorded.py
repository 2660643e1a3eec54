"""Arms given to a party of the war: the closed list of grades, and beside it a register of deliveries."""

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, month_ends, of_universe, pole_states
from standpunkt.measures.grades import HIGHEST_GRADE, LEAST_DOUBT, Roles, highest_grades
from standpunkt.measures.measure import Measure, Measured, Request, Tables

LIST = "dyad_spell_arms_supply"
REGISTER = "dyad_year_arms_transfer"
FROM_TIV = ((10.0, 1.0), (100.0, 2.0))
"""Millions of trend-indicator value within the window, and the grade they prove."""


def supply_recorded(tables: Tables, request: Request) -> Measured:
    """Grade 0 to 3 of the arms a state gave to the pole within the window: the higher of list and register.

    A delivery of the register counts from the end of its year. In sum, 10 million of trend-indicator value
    within the window prove grade 1, 100 million grade 2; the register never proves grade 3, since shells lie
    outside its scope. Missing: not_reported where neither speaks and the list is not declared closed. Error:
    half a grade either way (90 %), more for facts that are press reports or unverified.

    >>> MEASURE.code, MEASURE.value_range
    ('arms.supply_recorded', (0.0, 3.0))

    Args:
        tables: dyad_spell_arms_supply, dyad_year_arms_transfer and the declared coverage of lists.
        request: What the study asks; params `to` (pole) and `window_months`.

    Returns:
        Grades, each made of the one fact that proves the highest grade; of equal ones, that of the list.
    """
    listed = highest_grades(tables[LIST], request, Roles(LIST, "supplier_iso3", "recipient_iso3"))
    both = pl.concat([listed, _registered(tables[REGISTER], request).select(listed.columns)])
    order = ["part_value", "table_name", "row_key"]
    best = both.sort(*CELL, *order, descending=[False, False, True, False, False])
    return answer(
        tables,
        request,
        best.unique(CELL, keep="first", maintain_order=True),
        [LIST],
        value_range=(0.0, HIGHEST_GRADE),
    )


def _registered(facts: pl.DataFrame, request: Request) -> pl.DataFrame:
    window = int(request.params.get("window_months", 0))
    given = facts.filter(pl.col("recipient_iso3").is_in(pole_states(request, "to")))
    given = of_universe(given.rename({"supplier_iso3": "iso3"}), request)
    given = given.with_columns(pl.date(pl.col("year"), 12, 31).alias("over_date"))
    given = given.join(month_ends(request), how="cross").filter(
        (pl.col("over_date") <= pl.col("end_date"))
        & (pl.col("over_date") > pl.col("end_date").dt.offset_by(f"-{window}mo"))
    )
    largest = given.sort(*CELL, "transfer_tiv", "row_key", descending=[False, False, True, False])
    summed = largest.group_by(CELL, maintain_order=True).agg(
        pl.col("transfer_tiv").sum(),
        pl.col("row_key", "source_id", "end_date").first(),
    )
    grade = pl.lit(0.0)
    for least, proved in FROM_TIV:
        grade = pl.when(pl.col("transfer_tiv") >= least).then(proved).otherwise(grade)
    proven = summed.with_columns(grade.alias("grade")).filter(pl.col("grade") > 0)
    return proven.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        pl.col("grade").alias("part_value"),
        (pl.col("grade") - LEAST_DOUBT).alias("low_part"),
        (pl.col("grade") + LEAST_DOUBT).alias("high_part"),
        pl.lit(REGISTER).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("end_date").alias("valid_from_date"),
    )


MEASURE = Measure(
    code="arms.supply_recorded",
    label="Arms and ammunition given to {power_acc}",
    unit="grade 0-3",
    value_range=(0.0, HIGHEST_GRADE),
    tables=(LIST, REGISTER, COVERAGE_TABLE),
    params={"to": "pole that receives: power or opponent", "window_months": "months a delivery counts"},
    reference="Grades as defined in docs/method/starter.md, raised where a register of deliveries shows more",
    caveat="Licensed parts count like weapons in the register; secret deliveries are on file nowhere.",
    compute=supply_recorded,
)
