"""Shares of trade from values of trade: what a state trades with a partner over what it trades with all.

A state's own statistics give exports, imports and both. Where only the partner reports, its value stands over
the world's value with the state in the same statistics, so that both are counted alike; then only the share
of all trade is given. Values that a publisher filled in, or that followed a last report, take no part.
"""

import polars as pl

from standpunkt.tables.derived.derivation import Derivation, Inputs, joined, reference

WORLD = "WORLD"
SERIES_TAIL = "(_origin)?(_mirror)?$"
"""What a series adds to its name for imports by origin and for what the importer tells."""
REPORTED = "reported"
MONTHS = 12
CELL = ["series", "state_iso3", "partner_iso3", "year", "is_own"]


def trade_shares(inputs: Inputs) -> pl.DataFrame:
    """Shares 0 to 1 by state, partner, year and flow.

    Args:
        inputs: Values by year and month, totals.

    Returns:
        Rows of `dyad_year_trade`; a state without a total of the same series has none.
    """
    totals = _totals(inputs["state_year_trade_total"])
    values = pl.concat(
        [_yearly(inputs["dyad_year_trade_value"]), _from_months(inputs["dyad_month_trade_value"])]
    )
    shared = values.join(totals, on=["series", "state_iso3", "year", "is_own", "flow"])
    shared = shared.filter((pl.col("total") > 0) & (pl.col("value") <= pl.col("total")))
    single = shared.filter(pl.col("is_own")).with_columns(
        pl.concat_list("references", "total_references").alias("references")
    )
    both = shared.group_by(CELL).agg(
        pl.lit("total").alias("flow"),
        pl.col("value").sum(),
        pl.col("total").sum(),
        pl.col("flow").n_unique().alias("flows"),
        pl.concat_list("references", "total_references").explode().alias("references"),
        pl.col("known_from_date").max(),
        *(pl.col(name).first() for name in ("source_id", "address", "consulted_date", "snapshot_id")),
    )
    return _rows(pl.concat([single, both.filter(pl.col("flows") > 1)], how="diagonal"))


def _rows(shares: pl.DataFrame) -> pl.DataFrame:
    share = (pl.col("value") / pl.col("total")).alias("trade_share")
    own = "Over the state's own trade with all partners."
    mirrored = "The partner's report over the world's trade with the state in the same statistics."
    return (
        shares.sort("is_own", "series", descending=[True, False])
        .select(
            "state_iso3",
            "partner_iso3",
            "year",
            "flow",
            share,
            share.alias("low_share"),
            share.alias("high_share"),
            pl.when("is_own").then(pl.lit("exact")).otherwise(pl.lit("about")).alias("bound"),
            "source_id",
            "address",
            "consulted_date",
            "known_from_date",
            pl.lit("derived").alias("verification"),
            pl.when("is_own").then(pl.lit(own)).otherwise(pl.lit(mirrored)).alias("note"),
            "snapshot_id",
            joined(pl.col("references")),
        )
        .unique(
            ["state_iso3", "partner_iso3", "year", "flow", "source_id"], keep="first", maintain_order=True
        )
    )


def _yearly(values: pl.DataFrame) -> pl.DataFrame:
    rows = values.filter(pl.col("quality") == REPORTED).with_columns(
        reference("dyad_year_trade_value").alias("reference")
    )
    return _by_state(rows, months=1)


def _from_months(values: pl.DataFrame) -> pl.DataFrame:
    rows = values.filter(
        pl.col("quality").is_in([REPORTED, "imputed_by_publisher"])
    )  # the year's sum is right
    rows = rows.with_columns(
        pl.col("month_date").dt.year().cast(pl.Int16).alias("year"),
        reference("dyad_month_trade_value").alias("reference"),
    )
    return _by_state(rows, months=MONTHS)


def _by_state(values: pl.DataFrame, months: int) -> pl.DataFrame:
    """Each value twice: as the reporter's own trade, and as that of its partner told by the reporter."""
    is_export = pl.col("reporter_side") == "exporter"
    told = values.filter(pl.col("reporter_side") != "third").with_columns(
        pl.when(is_export).then("exporter_iso3").otherwise("importer_iso3").alias("reporter"),
        pl.when(is_export).then("importer_iso3").otherwise("exporter_iso3").alias("other"),
        pl.coalesce("value_usd", "value_eur").alias("value"),
        pl.col("series_id").str.replace(SERIES_TAIL, "").alias("series"),
        is_export.alias("is_export"),
    )
    sides = [
        told.with_columns(
            pl.lit(is_own).alias("is_own"),
            pl.col("reporter" if is_own else "other").alias("state_iso3"),
            pl.col("other" if is_own else "reporter").alias("partner_iso3"),
            pl.when(pl.col("is_export") == is_own)
            .then(pl.lit("export"))
            .otherwise(pl.lit("import"))
            .alias("flow"),
        )
        for is_own in (True, False)
    ]
    yearly = (
        pl.concat(sides)
        .drop_nulls("value")
        .group_by(*CELL, "flow")
        .agg(
            pl.col("value").sum(),
            pl.len().alias("months"),
            # Twelve months would be twelve references: the first and the last say which rows are meant.
            pl.col("reference").sort().gather([0, -1]).alias("references"),
            pl.col("known_from_date").max(),
            *(pl.col(name).first() for name in ("source_id", "address", "consulted_date", "snapshot_id")),
        )
    )
    return yearly.filter(pl.col("months") >= months).drop("months")


def _totals(totals: pl.DataFrame) -> pl.DataFrame:
    """What states trade with all: by their own report, or by that of all others."""
    year = pl.col("period_code").str.to_integer(strict=False).cast(pl.Int16)
    told = totals.filter(pl.col("period_code").str.len_chars() == len("2021")).with_columns(
        year.alias("year"),
        pl.coalesce("value_usd", "value_eur").alias("total"),
        pl.concat_list(reference("state_year_trade_total")).alias("total_references"),
        pl.col("series_id").str.replace(SERIES_TAIL, "").alias("series"),
    )
    own = told.filter(pl.col("partner_code") == WORLD).with_columns(
        pl.col("reporter_code").alias("state_iso3"), pl.lit(value=True).alias("is_own")
    )
    turned = pl.when(pl.col("flow") == "export").then(pl.lit("import")).otherwise(pl.lit("export"))
    others = told.filter(pl.col("reporter_code") == WORLD).with_columns(
        pl.col("partner_code").alias("state_iso3"), pl.lit(value=False).alias("is_own"), turned.alias("flow")
    )
    columns = ["series", "state_iso3", "year", "is_own", "flow", "total", "total_references"]
    return pl.concat([own.select(columns), others.select(columns)]).drop_nulls("total")


TRADE_SHARES = Derivation(
    code="trade_shares",
    table="dyad_year_trade",
    inputs=("dyad_year_trade_value", "dyad_month_trade_value", "state_year_trade_total"),
    rule="Value with the partner over the value with all partners, from one and the same statistics.",
    compute=trade_shares,
)
