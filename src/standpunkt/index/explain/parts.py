"""Hands the points of an indicator to the facts behind it: c_o = c_k e_o / sum of e.

e are the parts of the value measured from the anchor zero; what lies between the measure's own zero and the
anchor becomes the part `zero`. Gaps become the part `imputed`, values without parts the part `model`.
"""

import polars as pl

from standpunkt.vocabulary.errors.index import PartsError

KEY = ["iso3", "month_date", "indicator_code"]
TOLERANCE = 1e-6
TINY = 1e-9
ROW = [*KEY, "part_code", "e", "table_name", "row_key", "source_id"]


def check_parts(indicators: pl.DataFrame, parts: pl.DataFrame, variant: str) -> None:
    """Refuses parts that do not add up to their value.

    Args:
        indicators: Values.
        parts: Parts of values.
        variant: The central vote set.

    Raises:
        PartsError: If value minus parts is not the same for all states of a month.
    """
    rest = rest_of(indicators, parts, variant).with_columns(
        away=(pl.col("own_zero") - pl.col("own_zero").median().over("indicator_code", "month_date")).abs()
    )
    wrong = rest.filter(pl.col("away") > TOLERANCE * (1 + pl.col("value").abs())).head(1)
    if wrong.height:
        raise PartsError(**wrong.select(*KEY, "parts", "value").row(0, named=True))


def rest_of(indicators: pl.DataFrame, parts: pl.DataFrame, variant: str) -> pl.DataFrame:
    """Sum of parts and the measure's own zero of every cell that has parts.

    Args:
        indicators: Values.
        parts: Parts of values.
        variant: The central vote set.

    Returns:
        Key, value, parts, own_zero.
    """
    sums = parts.group_by(KEY).agg(pl.col("part_value").sum().alias("parts"))
    central = indicators.filter(pl.col("variant").is_in(["", variant]) & pl.col("value").is_not_null())
    found = central.select(*KEY, "value").join(sums, on=KEY, how="inner")
    return found.with_columns(own_zero=pl.col("value") - pl.col("parts"))


def part_rows(
    points: pl.DataFrame, parts: pl.DataFrame, rest: pl.DataFrame, zeros: pl.DataFrame
) -> pl.DataFrame:
    """Rows of the level `part`.

    Args:
        points: KEY, index_code, contribution_score, kind (data or imputed), slope: points per unit at zero.
        parts: Rows of `study_state_month_indicator_part`.
        rest: As of `rest_of`.
        zeros: indicator_code, zero_value: the anchor zero in the unit of the measure.

    Returns:
        Rows of `study_state_month_contribution`; per indicator they add up to its points.
    """
    shifts = rest.join(zeros, on="indicator_code").select(
        *KEY,
        pl.lit("zero").alias("part_code"),
        (pl.col("own_zero") - pl.col("zero_value")).alias("e"),
        *(pl.lit(None, pl.String).alias(name) for name in ("table_name", "row_key", "source_id")),
    )
    shifts = shifts.filter(pl.col("e").abs() > TINY)
    every = pl.concat([parts.rename({"part_value": "e"}).select(ROW), shifts])
    totals = every.group_by(KEY).agg(pl.col("e").sum().alias("total"), pl.col("e").abs().sum().alias("size"))
    data = points.filter(pl.col("kind") == "data").join(totals, on=KEY, how="inner")
    cancels = pl.col("total").abs() <= TINY * (1 + pl.col("size"))
    straight = pl.col("contribution_score") * pl.col("e") / pl.col("total")
    share = pl.when(cancels).then(pl.col("e") * pl.col("slope")).otherwise(straight)
    told = data.join(every, on=KEY, how="inner").with_columns(
        contribution_score=share,
        kind=pl.when(pl.col("table_name").is_null()).then(pl.lit("model")).otherwise(pl.lit("data")),
    )
    told = told.drop("total", "size", "e")
    alone = points.join(totals.select(KEY).with_columns(kind=pl.lit("data")), on=[*KEY, "kind"], how="anti")
    alone = alone.with_columns(
        part_code=pl.when(pl.col("kind") == "imputed").then(pl.lit("imputed")).otherwise(pl.lit("model")),
        kind=pl.when(pl.col("kind") == "imputed").then(pl.lit("imputed")).otherwise(pl.lit("model")),
    )
    return pl.concat([told, alone], how="diagonal").with_columns(
        level=pl.lit("part"),
        node_code=pl.col("indicator_code") + ":" + pl.col("part_code"),
        parent_code=pl.col("indicator_code"),
    )
