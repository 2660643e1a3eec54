"""Grades of military aid from monthly allocations and output, in spells.

Grade 3 from half a percent of the output of the year before the war, 2 from a tenth, 1 above nothing; a donor
without an allocation for twelve months stands at 0 again.
"""

import polars as pl

from standpunkt.tables.derived.derivation import Derivation, Inputs, joined, reference
from standpunkt.tables.derived.exchange_rates import USD_PER_EUR

AID, OUTPUT = "dyad_month_aid", "state_year_gdp"
GRADES = ((0.5, 3), (0.1, 2), (0.0, 1))
"""Percent of output from which a grade begins; 1 is anything above 0."""
OUTPUT_YEAR = 2021
BILLION = 1e9
PERCENT = 100
NOTHING = "Nothing recorded in these months, though the tracker covers the state."


def aid_grades(inputs: Inputs) -> pl.DataFrame:
    """Spells of a grade 0 to 3 by donor and recipient; the grade uses all months on file.

    Args:
        inputs: Aid by month, output by year.

    Returns:
        Rows of `dyad_spell_aid`; donors without output on file have none.
    """
    output = (
        inputs[OUTPUT]
        .filter(pl.col("year") == OUTPUT_YEAR)
        .select(
            pl.col("iso3").alias("donor_iso3"),
            "gdp_usd",
            pl.concat_list(reference(OUTPUT)).alias("output_reference"),
        )
    )
    month, given = pl.col("month_date"), pl.col("military_billion_eur") > 0
    aid = inputs[AID]
    donors = aid.with_columns(reference(AID).alias("reference")).group_by("donor_iso3", "recipient_iso3").agg(
        pl.col("military_billion_eur").sum().alias("billion"),
        pl.lit(aid["month_date"].min(), pl.Date).alias("start"),
        pl.lit(aid["month_date"].max(), pl.Date).alias("end"),
        month.filter(given).min().alias("first"),
        month.filter(given).max().dt.offset_by("1y").alias("stop"),
        pl.col("reference").filter(given).alias("references"),
        *(pl.col(name).first() for name in ("source_id", "address", "consulted_date", "snapshot_id")),
    )  # fmt: skip
    graded = donors.join(output, on="donor_iso3").with_columns(_grade().alias("grade"))
    return pl.concat([_before(graded), _while(graded), _after(graded)])


def _grade() -> pl.Expr:
    percent = pl.col("billion") * BILLION * USD_PER_EUR[OUTPUT_YEAR] / pl.col("gdp_usd") * PERCENT
    reached = [(percent > 0) & (percent >= bound) for bound, _grade in GRADES]
    grades = [
        pl.when(is_reached).then(grade) for is_reached, (_bound, grade) in zip(reached, GRADES, strict=True)
    ]
    return pl.coalesce(*grades, 0)


def _before(graded: pl.DataFrame) -> pl.DataFrame:
    """Months before the first allocation, or all where there is none."""
    nothing = graded.filter(pl.col("first").is_null() | (pl.col("first") > pl.col("start")))
    return _spells(nothing, pl.col("start"), pl.col("first"), pl.lit(0))


def _while(graded: pl.DataFrame) -> pl.DataFrame:
    given = graded.filter(pl.col("first").is_not_null())
    ended = pl.when(pl.col("stop") <= pl.col("end")).then("stop")
    return _spells(given, pl.col("first"), ended, pl.col("grade"))


def _after(graded: pl.DataFrame) -> pl.DataFrame:
    ended = graded.filter(pl.col("stop") <= pl.col("end"))
    return _spells(ended, pl.col("stop"), pl.lit(None, pl.Date), pl.lit(0))


def _spells(rows: pl.DataFrame, start: pl.Expr, end: pl.Expr, grade: pl.Expr) -> pl.DataFrame:
    return rows.select(
        "donor_iso3",
        "recipient_iso3",
        start.alias("from_date"),
        end.alias("to_date"),
        grade.cast(pl.Int64).alias("grade"),
        "source_id",
        "address",
        "consulted_date",
        start.dt.offset_by("3mo").alias("known_from_date"),
        pl.lit("derived").alias("verification"),
        pl.when(grade == 0).then(pl.lit(NOTHING)).alias("note"),
        "snapshot_id",
        joined(pl.concat_list("references", "output_reference")),
    )


AID_GRADES = Derivation(
    code="aid_grades",
    table="dyad_spell_aid",
    inputs=(AID, OUTPUT),
    rule="Military allocations in percent of the output of 2021, as a grade from the first month with one.",
    compute=aid_grades,
)
