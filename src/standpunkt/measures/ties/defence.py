"""Defence treaties, bases and troops of either side."""

from collections.abc import Mapping

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, doubt, holding, sides
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_spell_defence"
MEMBERSHIPS = "state_organisation_spell_membership"
LIMIT = 3.0
KINDS = ("treaty", "base", "troops")
STATUS_SHARE = {"member": 1.0, "frozen": 0.5, "suspended": 0.5}
"""How much of an alliance's grade a status gives; other statuses give no promise of defence."""
TIE = ["iso3", "month_date", "end_date", "kind", "grade", "side_sign", "verification", "source_id", "row_key"]


def defence(tables: Tables, request: Request) -> Measured:
    """Grade -3 to 3: what binds the state to the power's defence minus what binds it to the opponent's.

    For each side: the highest grade of each kind of tie, added up, at most 3. A side is the pole and the
    camp's members on that day; a member of an alliance named in `alliances` has a treaty. Zero: no tie in
    lists declared closed. Missing: not_reported in an open list. Error (90 %): by verification, as a share
    of the grade.

    >>> MEASURE.code, MEASURE.value_range
    ('ties.defence', (-3.0, 3.0))

    Args:
        tables: dyad_spell_defence, memberships and the declared coverage of lists.
        request: What the study asks; params `count` (kinds) and `alliances` (grades per side).

    Returns:
        Grades, one part per counted tie.
    """
    ties = pl.concat([_bilateral(tables, request), _alliances(tables, request)])
    ties = ties.sort(
        *CELL, "side_sign", "kind", "grade", "row_key", descending=[False] * 4 + [True, False]
    ).unique([*CELL, "side_sign", "kind"], keep="first", maintain_order=True)
    total = pl.col("grade").sum().over([*CELL, "side_sign"])
    value = pl.col("grade") * pl.col("side_sign") * pl.min_horizontal(pl.lit(1.0), LIMIT / total)
    half = value.abs() * doubt()
    parts = ties.select(
        *CELL,
        pl.concat_str("kind", "row_key", separator="|").alias("part_code"),
        value.alias("part_value"),
        (value - half).alias("low_part"),
        (value + half).alias("high_part"),
        "table_name",
        "row_key",
        "source_id",
        pl.col("end_date").alias("valid_from_date"),
    )
    return answer(tables, request, parts, [TABLE], value_range=(-LIMIT, LIMIT))


def _bilateral(tables: Tables, request: Request) -> pl.DataFrame:
    kinds = list(request.params.get("count", KINDS))
    facts = tables[TABLE].filter(pl.col("kind").is_in(kinds))
    held = holding(facts.rename({"state_iso3": "iso3"}), request)
    held = held.join(sides(request), on=["partner_iso3", "month_date"])
    return held.select(*TIE, pl.lit(TABLE).alias("table_name")).cast({"grade": pl.Float64})


def _alliances(tables: Tables, request: Request) -> pl.DataFrame:
    alliances: Mapping[str, Mapping[str, float]] = request.params.get("alliances", {})
    signs = {"power": 1, "opponent": -1}
    rows = [
        (name, float(grade), signs[side])
        for side, grades in sorted(alliances.items())
        for name, grade in sorted(grades.items())
    ]
    schema = {"organisation_id": pl.String, "grade": pl.Float64, "side_sign": pl.Int64}
    wanted = pl.DataFrame(rows, schema=schema, orient="row")
    bound = tables[MEMBERSHIPS].filter(pl.col("status").is_in(list(STATUS_SHARE)))
    share = pl.col("status").replace_strict(STATUS_SHARE, return_dtype=pl.Float64)
    held = (
        holding(bound, request)
        .join(wanted, on="organisation_id")
        .with_columns(pl.lit("treaty").alias("kind"), (pl.col("grade") * share).alias("grade"))
    )
    return held.select(*TIE, pl.lit(MEMBERSHIPS).alias("table_name"))


MEASURE = Measure(
    code="ties.defence",
    label="Defence treaties, bases and troops",
    unit="grade -3..3",
    value_range=(-LIMIT, LIMIT),
    tables=(TABLE, MEMBERSHIPS, COVERAGE_TABLE),
    params={
        "count": "kinds of ties that count: treaty, base, troops",
        "alliances": "organisations of each side whose members have a treaty, with its grade",
    },
    reference="Dated treaties, bases and deployments; grades as defined in docs/method/starter.md",
    caveat="A treaty on paper weighs as much as one in use; a frozen membership counts half.",
    compute=defence,
)
