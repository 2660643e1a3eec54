"""A pole's share of a state's imports of goods that are hard to do without."""

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, doubt, newest_year, pole_states
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_year_hs6_trade"
CHAPTERS = {"cereals": "10", "fertiliser": "31"}
"""Chapters of the Harmonised System."""
REPORTS = 0.05
"""Least half of the 90 % interval: origin and consignment differ."""


def essential_share(tables: Tables, request: Request) -> Measured:
    """Share 0 to 1 of the imports of cereals and fertiliser that comes from the pole: the mean over goods.

    The state's own reports of imports count, each good with its newest year that is over. Missing:
    not_reported where no good is on file. Error (90 %): five points, or more by verification.

    >>> MEASURE.code, MEASURE.unit
    ('trade.essential_share', 'share')

    Args:
        tables: dyad_year_hs6_trade and the declared coverage of lists.
        request: What the study asks; params `from` (pole) and `goods`.

    Returns:
        Shares, one part per good; it names the largest flow of it.
    """
    goods = [str(good) for good in request.params.get("goods", CHAPTERS)]
    shares = [_shares(tables[TABLE], good, pole_states(request, "from")) for good in sorted(goods)]
    newest = pl.concat([newest_year(rows, request) for rows in shares])
    count = pl.len().over(CELL)
    value = pl.col("share") / count
    half = pl.max_horizontal(pl.lit(REPORTS), pl.col("share") * doubt()) / count
    parts = newest.sort(*CELL, "good").select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        value.alias("part_value"),
        (value - half).alias("low_part"),
        (value + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        "valid_from_date",
    )
    return answer(tables, request, parts, [TABLE], value_range=(0.0, 1.0))


def _shares(facts: pl.DataFrame, good: str, pole: list[str]) -> pl.DataFrame:
    own = facts.filter(
        pl.col("product_hs6").str.starts_with(CHAPTERS[good])
        & (pl.col("reporter_side") == "importer")
        & (pl.col("quality") == "reported")
        & (pl.col("value_usd") > 0)
    ).with_columns(pl.col("exporter_iso3").is_in(pole).alias("is_pole"))
    order = ["importer_iso3", "year", "is_pole", "value_usd", "row_key"]
    rows = own.sort(order, descending=[False, False, True, True, False])
    found = rows.group_by("importer_iso3", "year", maintain_order=True).agg(
        (pl.col("value_usd").filter("is_pole").sum() / pl.col("value_usd").sum()).alias("share"),
        pl.col("row_key", "source_id", "verification").first(),
    )
    return found.rename({"importer_iso3": "iso3"}).with_columns(pl.lit(good).alias("good"))


MEASURE = Measure(
    code="trade.essential_share",
    label="Share of cereals and fertiliser from {power_dat}",
    unit="share",
    value_range=(0.0, 1.0),
    tables=(TABLE, COVERAGE_TABLE),
    params={"from": "pole that supplies: power or opponent", "goods": "cereals, fertiliser"},
    reference="Supplier's share of imports by value, chapters 10 and 31 of the Harmonised System",
    caveat="Own harvests and stocks are left out; debt to the pole is not in it.",
    compute=essential_share,
)
