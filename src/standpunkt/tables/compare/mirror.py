"""Trade told by both sides: what the exporter reports against what the importer reports.

Importers count freight and insurance, so their figures stand above the exporters' by a factor of the route; a
pair agrees where its factor lies near the usual one of its two statistics. A distance that the years before
never showed is marked: goods then went another way, or one side stopped telling.
"""

from dataclasses import dataclass

import polars as pl

from standpunkt.tables.derived.exchange_rates import in_usd
from standpunkt.tables.store import Store

LEAST_USD = 1e7
"""Smaller flows differ by single shipments."""
NEAR = 0.25
"""A pair agrees within this part of the usual factor."""
USUAL_UNTIL = 2021
FAR_QUANTILE = 0.99
LEAST_PAIRS = 20
MONTHS = 12
SHOWN = 20
YEARLY, MONTHLY, SHARES = "dyad_year_trade_value", "dyad_month_trade_value", "dyad_year_trade"
MONEY = ("value_usd", "value_eur")
PAIR = ["exporter_iso3", "importer_iso3", "year"]


@dataclass(frozen=True)
class MirrorReport:
    """Two statistics of the same flows: how many agree, the importers' usual factor, what is far off."""

    exporter_source: str
    importer_source: str
    shared_count: int
    agreeing_count: int
    usual_factor: float
    low_factor: float
    high_factor: float
    winner: str
    far: tuple[str, ...]

    @property
    def agreeing_share(self) -> float:
        """Share of the pairs that agree."""
        return self.agreeing_count / self.shared_count


def mirror_reports(store: Store) -> list[MirrorReport]:
    """Every pair of sources of which one tells exports that the other tells as imports.

    Args:
        store: Where the releases lie; its precedence says whose share of trade wins.

    Returns:
        One report per pair with at least twenty flows of ten million dollars in common.
    """
    told = yearly_values(store)
    exported = told.filter(pl.col("reporter_side") == "exporter")
    imported = told.filter(pl.col("reporter_side") == "importer")
    pairs = exported.join(imported, on=PAIR, suffix=":importer").filter(
        (pl.col("usd") >= LEAST_USD) & (pl.col("usd:importer") > 0)
    )
    pairs = pairs.with_columns((pl.col("usd:importer") / pl.col("usd")).alias("factor"))
    order = store.ranking(SHARES)
    parts = pairs.partition_by("source_id", "source_id:importer")
    return [_report(part, order) for part in parts if part.height >= LEAST_PAIRS]


def yearly_values(store: Store) -> pl.DataFrame:
    """Reported values by year, those of twelve months added up, in dollars.

    Args:
        store: Where the releases lie.

    Returns:
        exporter_iso3, importer_iso3, year, source_id, reporter_side, usd; of several series of a source and
        side the first by name, so that an older vintage or a second concept is no second witness.
    """
    key = [*PAIR, "source_id", "reporter_side"]
    yearly = store.read(YEARLY).filter(pl.col("quality") == "reported")
    monthly = (
        store.read(MONTHLY)
        .with_columns(pl.col("month_date").dt.year().cast(pl.Int16).alias("year"))
        .group_by(*key, "series_id")
        .agg(
            *(pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in MONEY),
            pl.len().cast(pl.Int32).alias("months"),
        )
    )
    columns = [*key, "series_id", "value_usd", "value_eur", "months"]
    whole = yearly.with_columns(pl.lit(MONTHS).alias("months")).select(columns)
    both = pl.concat(
        [whole, monthly.filter(pl.col("months") == MONTHS).select(columns)], how="vertical_relaxed"
    )
    usd = both.with_columns(in_usd("value_usd", "value_eur", "year").alias("usd"))
    return usd.drop_nulls("usd").sort(*key, "series_id").unique(key, keep="first", maintain_order=True)


def _report(pairs: pl.DataFrame, order: tuple[str, ...]) -> MirrorReport:
    sources = (str(pairs["source_id"][0]), str(pairs["source_id:importer"][0]))
    before = pairs.filter(pl.col("year") <= USUAL_UNTIL)
    usual_pairs = before if before.height >= LEAST_PAIRS else pairs
    usual, low, high = (
        float(usual_pairs.select(pl.col("factor").quantile(at, "linear")).item()) for at in (0.5, 0.1, 0.9)
    )
    distance = (pl.col("factor") / usual).log().abs()
    limit = usual_pairs.select(distance.quantile(FAR_QUANTILE, "linear")).item()
    near = pairs.filter((pl.col("factor") / usual - 1).abs() <= NEAR)
    far = pairs.filter((pl.col("year") > USUAL_UNTIL) & (distance > limit)).sort(distance, descending=True)
    return MirrorReport(
        *sources,
        shared_count=pairs.height,
        agreeing_count=near.height,
        usual_factor=usual,
        low_factor=low,
        high_factor=high,
        winner=next((name for name in order if name in sources), sources[0]),
        far=tuple(_shown(row) for row in far.head(SHOWN).iter_rows(named=True)),
    )


def _shown(row: dict[str, object]) -> str:
    key = "|".join(str(row[name]) for name in PAIR)
    return f"{key}: {_million(row['usd'])} / {_million(row['usd:importer'])}"


def _million(amount: object) -> str:
    return f"{float(str(amount)) / 1e6:.1f}"
