"""Change of trade with a pole since the base years, from the state's own reports."""

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, doubt, newest_year, pole_states
from standpunkt.measures.measure import Measure, Measured, Request, Tables
from standpunkt.tables.derived.exchange_rates import in_usd

YEARLY = "dyad_year_trade_value"
MONTHLY = "dyad_month_trade_value"
TOTALS = "state_year_trade_total"
LIMIT = 5.0
ORDINARY = 0.25
"""Half of the 90 % interval on the log scale: by so much a year's trade with one partner moves anyway."""
MONTHS = 12
MONEY = ("value_usd", "value_eur")
FLOW = ["iso3", "flow"]


def shift_reported(tables: Tables, request: Request) -> Measured:
    """Log of the newest year's trade with the pole over its expectation, by the state's own statistics.

    Expected is the mean of the base years on file times the growth of the state's trade with the world; the
    flows on file are added up. Missing: not_reported where the state's own figures of a base year or of a
    later year are not on file; nothing is taken from estimates for a silent reporter. Error (90 %): 0.25 for
    ordinary movement of one partner's trade, or more by verification.

    >>> MEASURE.code, MEASURE.unit
    ('trade.shift_reported', 'log ratio')

    Args:
        tables: dyad_year_trade_value, dyad_month_trade_value, state_year_trade_total, declared coverage.
        request: What the study asks; params `with` (pole) and `base` (first and last year).

    Returns:
        Log ratios, one part per flow, by its share in the trade expected.
    """
    first, last = (int(year) for year in request.params.get("base", (2017, 2021)))
    flows = _own_reports(tables, pole_states(request, "with"))
    base = flows.filter(pl.col("year").is_between(first, last)).sort(*FLOW, "year")
    base = base.group_by(FLOW, maintain_order=True).agg(
        pl.col("value_usd").mean().alias("base_usd"), pl.col("year").alias("base_years")
    )
    later = flows.filter(pl.col("year") > last).join(base, on=FLOW)
    later = _expected(later, _world(tables[TOTALS]))
    found = newest_year(later.sort(*FLOW, "year"), request)
    total = pl.col("value_usd").sum().over(CELL) / pl.col("expected_usd").sum().over(CELL)
    weight = pl.col("expected_usd") / pl.col("expected_usd").sum().over(CELL)
    value = total.log().clip(-LIMIT, LIMIT) * weight
    half = pl.max_horizontal(pl.lit(ORDINARY), doubt()) * weight.sqrt()
    parts = found.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        value.alias("part_value"),
        (value - half).alias("low_part"),
        (value + half).alias("high_part"),
        "table_name",
        "row_key",
        "source_id",
        "valid_from_date",
    )
    return answer(tables, request, parts, [YEARLY], value_range=(-LIMIT - 1, LIMIT + 1))


def _own_reports(tables: Tables, pole: list[str]) -> pl.DataFrame:
    # What each state reports of its trade with the pole, by flow (its own) and year, in USD. Of several
    # series of a flow the one that comes last in the alphabet counts: origin, not consignment.
    yearly = _sides(tables[YEARLY], pole).with_columns(pl.lit(YEARLY).alias("table_name"))
    monthly = _sides(tables[MONTHLY], pole).with_columns(pl.col("month_date").dt.year().alias("year"))
    months = monthly.sort(*FLOW, "series_id", "month_date", "row_key").group_by(
        *FLOW, "series_id", "year", maintain_order=True
    )
    whole = months.agg(
        pl.len().alias("months"),
        *(pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in MONEY),
        pl.col("row_key", "source_id", "verification").last(),
    )
    whole = whole.filter(pl.col("months") == MONTHS).with_columns(pl.lit(MONTHLY).alias("table_name"))
    columns = [
        *FLOW,
        "series_id",
        pl.col("year").cast(pl.Int32),
        "table_name",
        "row_key",
        "source_id",
        "verification",
        in_usd("value_usd", "value_eur", "year").alias("value_usd"),
    ]
    both = pl.concat([yearly.select(columns), whole.select(columns)]).filter(pl.col("value_usd") > 0)
    both = both.sort(*FLOW, "year", "series_id", "row_key")
    return both.unique([*FLOW, "year"], keep="last", maintain_order=True)


def _sides(facts: pl.DataFrame, pole: list[str]) -> pl.DataFrame:
    own = facts.filter(pl.col("quality") == "reported")
    sold = own.filter(pl.col("importer_iso3").is_in(pole) & (pl.col("reporter_side") == "exporter"))
    bought = own.filter(pl.col("exporter_iso3").is_in(pole) & (pl.col("reporter_side") == "importer"))
    return pl.concat(
        [
            sold.with_columns(pl.col("exporter_iso3").alias("iso3"), pl.lit("export").alias("flow")),
            bought.with_columns(pl.col("importer_iso3").alias("iso3"), pl.lit("import").alias("flow")),
        ]
    )


def _world(totals: pl.DataFrame) -> pl.DataFrame:
    """Each state's trade with the world by flow and year: what the world sells is what the state imports."""
    world = totals.filter((pl.col("reporter_code") == "WORLD") & (pl.col("value_usd") > 0))
    world = world.filter(~pl.col("series_id").str.contains("_old"))
    flow = pl.when(pl.col("flow") == "export").then(pl.lit("import")).otherwise(pl.lit("export"))
    year = pl.col("period_code").cast(pl.Int32)
    found = world.select(
        pl.col("partner_code").alias("iso3"), flow.alias("flow"), year.alias("year"), "value_usd"
    )
    return found.rename({"value_usd": "world_usd"}).sort(*FLOW, "year")


def _expected(later: pl.DataFrame, world: pl.DataFrame) -> pl.DataFrame:
    """Adds expected_usd: the base times the growth of trade with the world, to its newest year on file."""
    inside = later.select(*FLOW, "base_years").unique(FLOW).explode("base_years")
    before = inside.join(world, left_on=[*FLOW, "base_years"], right_on=[*FLOW, "year"])
    earlier = before.sort(*FLOW, "base_years").group_by(FLOW, maintain_order=True)
    before = earlier.agg(pl.col("world_usd").mean().alias("world_base"))
    now = later.select(*FLOW, pl.col("year").alias("at")).unique().join(world, on=FLOW)
    now = now.filter(pl.col("year") <= pl.col("at")).sort(*FLOW, "at", "year")
    now = now.unique([*FLOW, "at"], keep="last", maintain_order=True).select(*FLOW, "at", "world_usd")
    found = later.join(before, on=FLOW, how="left").join(
        now, left_on=[*FLOW, "year"], right_on=[*FLOW, "at"], how="left"
    )
    growth = (pl.col("world_usd") / pl.col("world_base")).fill_null(1.0)
    return found.with_columns((pl.col("base_usd") * growth).alias("expected_usd"))


MEASURE = Measure(
    code="trade.shift_reported",
    label="Change of trade with {power_dat} since the base years, by own reports",
    unit="log ratio",
    value_range=(-LIMIT - 1, LIMIT + 1),
    tables=(YEARLY, MONTHLY, TOTALS, COVERAGE_TABLE),
    params={"with": "pole that is the partner: power or opponent", "base": "first and last year of the base"},
    reference="Own share of the base years carried forward with the state's trade with the world",
    caveat="Prices are not taken out; many states' own figures are not on file.",
    compute=shift_reported,
)
