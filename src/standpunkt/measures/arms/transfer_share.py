"""A supplier's share of a state's arms imports, from a register of deliveries, year by year."""

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, newest_year, pole_states
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_year_arms_transfer"
DEFAULT_YEARS = 10
ESTIMATED = 0.3
"""Half of the 90 % interval of a delivery whose number or year the register estimates, as a share of it."""


def transfer_share(tables: Tables, request: Request) -> Measured:
    """Share 0 to 1 of the arms imports of the last whole years that came from the pole, by the register.

    The window ends with the newest year of the register that is over. Missing: not_reported where the
    register knows no import of the state in the window. Error (90 %): 30 % of each delivery that the
    register marks as estimated, joined as independent errors of both parts of the share; at least what the
    share would change without the pole's largest delivery, since one satellite is no supply.

    >>> MEASURE.code, MEASURE.value_range
    ('arms.transfer_share', (0.0, 1.0))

    Args:
        tables: dyad_year_arms_transfer and the declared coverage of lists.
        request: What the study asks; params `from` (pole) and `window_years`.

    Returns:
        Shares, one part per year of the window: it names the largest delivery of that year.
    """
    years = int(request.params.get("window_years", DEFAULT_YEARS))
    pole = pl.col("supplier_iso3").is_in(pole_states(request, "from"))
    facts = tables[TABLE].rename({"recipient_iso3": "iso3"}).with_columns(pole.alias("is_pole"))
    per_year = _per_year(facts)
    ends = facts.select("year").unique().join(per_year.select("iso3").unique(), how="cross")
    newest = newest_year(ends.sort("iso3", "year"), request).rename({"year": "last_year"})
    found = newest.join(per_year, on="iso3").filter(
        (pl.col("year") <= pl.col("last_year")) & (pl.col("year") > pl.col("last_year") - years)
    )
    total = pl.col("total_tiv").sum().over(CELL)
    found = found.filter(total > 0)
    whole = found.group_by(CELL, maintain_order=True).agg(
        pl.col("pole_tiv").sum().alias("given"),
        pl.col("total_tiv").sum().alias("all"),
        pl.col("pole_error").sum(),
        pl.col("other_error").sum(),
        pl.col("pole_largest").max(),
    )
    found = found.join(whole.select(*CELL, _half_width().alias("half")), on=CELL)
    value = pl.col("pole_tiv") / total
    # The error of the whole stands on the part of the newest year: errors of parts join as squares.
    half = pl.when(pl.col("year") == pl.col("year").max().over(CELL)).then(pl.col("half")).otherwise(0.0)
    parts = found.sort(*CELL, "year").select(
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


def _half_width() -> pl.Expr:
    given, whole, largest = pl.col("given"), pl.col("all"), pl.col("pole_largest")
    share = given / whole
    spread = ((1 - share) ** 2 * pl.col("pole_error") + share**2 * pl.col("other_error")).sqrt() / whole
    rest = whole - largest
    without = pl.when(rest > 0).then((given - largest) / rest).otherwise(0.0)
    return pl.max_horizontal(spread, share - without)


def _per_year(facts: pl.DataFrame) -> pl.DataFrame:
    """Imports of each state and year: from the pole and from all, with squared errors, and a row to name."""
    size = pl.col("transfer_tiv")
    estimated = pl.col("is_count_estimate") | pl.col("is_year_estimate")
    error = pl.when(estimated).then((size * ESTIMATED) ** 2).otherwise(0.0)
    order = ["iso3", "year", "is_pole", "transfer_tiv", "row_key"]
    ordered = facts.sort(order, descending=[False, False, True, True, False])
    return ordered.group_by("iso3", "year", maintain_order=True).agg(
        size.filter("is_pole").sum().alias("pole_tiv"),
        size.filter("is_pole").max().fill_null(0.0).alias("pole_largest"),
        size.sum().alias("total_tiv"),
        error.filter(pl.col("is_pole")).sum().alias("pole_error"),
        error.filter(~pl.col("is_pole")).sum().alias("other_error"),
        pl.col("row_key").first(),
        pl.col("source_id").first(),
    )


MEASURE = Measure(
    code="arms.transfer_share",
    label="Share of arms imports from {power_dat}",
    unit="share",
    value_range=(0.0, 1.0),
    tables=(TABLE, COVERAGE_TABLE),
    params={"from": "pole that supplies: power or opponent", "window_years": "length of the window in years"},
    reference="Share of trend-indicator values of deliveries in the register, over a moving window of years",
    caveat="Trend-indicator values measure capability, not money; small arms and ammunition are left out.",
    compute=transfer_share,
)
