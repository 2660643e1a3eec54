"""Acts that reviewed claims prove, towards the power net of those towards the opponent."""

import math

import polars as pl

from standpunkt.measures.cells import CELL, COVERAGE_TABLE, answer, month_ends, of_universe
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "evidence_event"
LIMIT = 100.0
DAYS_PER_MONTH = 365.25 / 12
NORMAL_90 = 1.645
LASTING = ("RECOGNISE", "JOIN_ORG", "BASE", "OWNERSHIP")
"""What holds until it is ended: it does not fade."""
FORGOTTEN = 3
"""Half-lives after which an event no longer counts: it would weigh less than an eighth."""
COUNTED_LAYERS = ("conduct", "tie")


def net_acts(tables: Tables, request: Request) -> Measured:
    """Sum over events of direction times weight times 2^(-age/half-life).

    An event weighs belief times status times importance (`docs/method/evidence-weights.md`): reports
    of one origin count once, so more reports of it change nothing. An event counts from the day on which it
    has surely happened; without a time in the text, from the day of publication. Recognitions, memberships,
    bases and stakes do not fade. Missing: not_applicable where no event of the relations asked for is on
    file, or all are older than three half-lives: the ledger holds what somebody chose to read, so its
    silence is neither a zero nor a gap that other indicators could fill. Error (90 %): 1.645 standard
    deviations of each event's weight, which hold disputes, credibility that cannot be judged and b (1 - b),
    joined as independent.

    >>> round(faded(24.0, 12.0), 4)
    0.25

    Args:
        tables: evidence_event and the declared coverage of lists.
        request: What the study asks; params `relations`, `half_life_months`.

    Returns:
        Net weighted acts, one part per event.
    """
    half_life = float(request.params.get("half_life_months", request.study.evidence.half_life_months))
    held = _held(of_universe(tables[TABLE], request), request)
    age = (pl.col("end_date") - pl.col("sure_date")).dt.total_days() / DAYS_PER_MONTH
    lasts = pl.col("relation").is_in(list(LASTING))
    fade = pl.when(lasts).then(1.0).otherwise((-age * math.log(2) / half_life).exp())
    held = held.filter(lasts | (age <= FORGOTTEN * half_life))
    value = pl.col("direction") * pl.col("weight_share") * fade
    half = NORMAL_90 * pl.col("weight_sd_share") * fade * pl.col("direction").abs()
    parts = held.select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        value.alias("part_value"),
        (value - half).alias("low_part"),
        (value + half).alias("high_part"),
        pl.lit(TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.when(lasts).then("end_date").otherwise("sure_date").alias("valid_from_date"),
    )
    found = answer(tables, request, parts, [TABLE], value_range=(-LIMIT, LIMIT))
    silent = pl.col("missing").replace({"not_reported": "not_applicable"})
    return Measured(found.values.with_columns(silent), found.parts, found.anchors)


def faded(age_months: float, half_life_months: float) -> float:
    """What is left of an event after some months."""
    return float(math.exp(-age_months * math.log(2) / half_life_months))


def _held(events: pl.DataFrame, request: Request) -> pl.DataFrame:
    wanted = request.params.get("relations")
    mine = (pl.col("study_id") == request.study.id) & pl.col("layer").is_in(list(COUNTED_LAYERS))
    if wanted:
        mine = mine & pl.col("relation").is_in(list(wanted))
    sure = pl.coalesce("to_date", "from_date").alias("sure_date")
    found = events.filter(mine & (pl.col("weight_share") > 0)).with_columns(sure)
    found = found.join(month_ends(request), how="cross")
    return found.filter(pl.col("sure_date") <= pl.col("end_date"))


MEASURE = Measure(
    code="claims.net_acts",
    label="Acts towards {power_acc}, net of those towards {opponent_acc}, in reviewed claims",
    unit="events",
    value_range=(-LIMIT, LIMIT),
    tables=(TABLE, COVERAGE_TABLE),
    params={
        "relations": "codes of relations that count; without them all of the layers conduct and tie",
        "half_life_months": "months after which an act counts half; without it that of the study",
    },
    reference="Weighted sum of events, exponential decay; weights: docs/method/evidence-weights.md",
    caveat="Rests on the documents that somebody chose to read; an act nobody wrote about is not in it.",
    compute=net_acts,
)
