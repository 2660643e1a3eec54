"""The highest grade of what a state gave to a pole within a window: arms and military aid alike."""

from dataclasses import dataclass

import polars as pl

from standpunkt.measures.cells import CELL, doubt, holding, pole_states
from standpunkt.measures.measure import Request

HIGHEST_GRADE = 3.0
LEAST_DOUBT = 0.5
"""Half of the 90 % interval of any grade: neighbouring grades are hard to tell apart."""


@dataclass(frozen=True)
class Roles:
    """Which table holds the grades, and which of its columns names giver and receiver."""

    table: str
    giver: str
    receiver: str


def highest_grades(facts: pl.DataFrame, request: Request, roles: Roles) -> pl.DataFrame:
    """The highest grade in force within the window before each month's end, as one part per cell.

    A window takes the highest grade and never adds grades up, so that one delivery reported twice counts
    once. Of equal grades the fact that began first speaks.

    Args:
        facts: Spells with grade and verification.
        request: What the study asks; params `to` (pole) and `window_months`.
        roles: Table and columns.

    Returns:
        Parts as `cells.answer` wants them.
    """
    to_pole = facts.filter(pl.col(roles.receiver).is_in(pole_states(request, "to")))
    window = int(request.params.get("window_months", 0))
    given = holding(to_pole.rename({roles.giver: "iso3"}), request, window)
    best = given.sort(
        *CELL, "grade", "from_date", "row_key", descending=[False, False, True, False, False]
    ).unique(CELL, keep="first", maintain_order=True)
    half = pl.max_horizontal(pl.lit(LEAST_DOUBT), doubt() * HIGHEST_GRADE / 2)
    grade = pl.col("grade").cast(pl.Float64)
    return best.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        grade.alias("part_value"),
        (grade - pl.when(grade > 0).then(half).otherwise(0.0)).alias("low_part"),
        (grade + pl.when(grade > 0).then(half).otherwise(0.0)).alias("high_part"),
        pl.lit(roles.table).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("end_date").alias("valid_from_date"),
    )
