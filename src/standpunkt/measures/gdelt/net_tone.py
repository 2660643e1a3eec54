"""Tone of reports on what a state does towards the two poles."""

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, month_ends, of_universe
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_day_media_event"
LIMIT = 100.0
WINDOW = 12
FEWEST = 20
"""Events with each pole that a mean needs."""
MEDIA = 1.0
"""Half of the 90 % interval in points of tone: which media are read changes more than that."""


def net_tone(tables: Tables, request: Request) -> Measured:
    """Mean tone of events towards the power minus that of events towards the opponent, over twelve months.

    Each day's events weigh by their number. Missing: not_reported with fewer than 20 events with either
    pole. Error (90 %): one point of tone.

    >>> MEASURE.code, MEASURE.unit
    ('gdelt.net_tone', 'points of tone')

    Args:
        tables: dyad_day_media_event and the declared coverage of lists.
        request: What the study asks.

    Returns:
        Differences of tone, one part per pole: it names the newest event.
    """
    poles = request.study.poles
    sides = [
        _mean(tables[TABLE], list(pole.states), sign, request)
        for pole, sign in ((poles.power, 1.0), (poles.opponent, -1.0))
    ]
    both = pl.concat(sides).filter(pl.len().over(CELL) == len(sides)).sort(*CELL, "sign")
    half = MEDIA / len(sides) ** 0.5
    parts = both.select(
        *CELL,
        (pl.col("row_key") + pl.when(pl.col("sign") > 0).then(pl.lit("+")).otherwise(pl.lit("-"))).alias(
            "part_code"
        ),
        (pl.col("tone") * pl.col("sign")).alias("part_value"),
        (pl.col("tone") * pl.col("sign") - half).alias("low_part"),
        (pl.col("tone") * pl.col("sign") + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("date").alias("valid_from_date"),
    )
    return answer(tables, request, parts, [TABLE], value_range=(-LIMIT, LIMIT))


def _mean(facts: pl.DataFrame, pole: list[str], sign: float, request: Request) -> pl.DataFrame:
    towards = facts.filter(pl.col("target_iso3").is_in(pole) & pl.col("tone_mean").is_not_null())
    towards = of_universe(towards.rename({"actor_iso3": "iso3"}), request)
    found = towards.join(month_ends(request), how="cross").filter(
        (pl.col("date") <= pl.col("end_date"))
        & (pl.col("date") > pl.col("end_date").dt.offset_by(f"-{WINDOW}mo"))
    )
    count = pl.col("event_count")
    means = (
        found.sort(*CELL, "date", "row_key")
        .group_by(CELL, maintain_order=True)
        .agg(
            ((pl.col("tone_mean") * count).sum() / count.sum()).alias("tone"),
            count.sum().alias("events"),
            pl.col("row_key", "source_id", "date").last(),
        )
    )
    return means.filter(pl.col("events") >= FEWEST).with_columns(pl.lit(sign).alias("sign"))


MEASURE = Measure(
    code="gdelt.net_tone",
    label="Tone of reports towards {power_acc}, net of that towards {opponent_acc}",
    unit="points of tone",
    value_range=(-LIMIT, LIMIT),
    tables=(TABLE, COVERAGE_TABLE),
    params={},
    reference="GDELT average tone, weighted by events, twelve months; experimental, weight 0",
    caveat="Machines read the tone of the article, not of the act; English media outweigh all others.",
    compute=net_tone,
)
